import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { LIMITS, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asText, findText } from "../support/needle.ts";
import { rootPrincipal } from "../support/principal.ts";
import { countEvents, dumpTable, dumpTables } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { ask } from "./draft.ts";
import { moveTo, sendRouted, type Routed } from "./routed.ts";

const TEXT = "Called her about the rash on her left arm; she will resend.";

let world: World;
let patient: SignedIn;
let desk: SignedIn;
let provider: SignedIn;
let routed: Routed;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  desk = await world.signIn(world.people.frontDesk);
  provider = await world.signIn(world.people.provider);
});
beforeEach(async () => {
  routed = await sendRouted(world, patient, world.clinics.riverside);
});
afterAll(() => world?.close());

const draw = () => crypto.randomUUID();
const note = (person: SignedIn, text = TEXT, idempotencyKey = draw()) =>
  ask(world, person, reviewRoutes.addNote, { taskID: routed.taskID, idempotencyKey, text });
const notes = async (person = provider) =>
  (await person.api.call(reviewRoutes.notes, { taskID: routed.taskID })).notes;
const rows = async () =>
  (await dumpTable(world, "record")).filter(
    ({ pk, sk }) => String(pk).endsWith(routed.taskID) && String(sk).startsWith("note#"),
  );

describe("notes of the care team", () => {
  it("are read by all who work at the location, oldest first, with who wrote them", async () => {
    const assistant = await world.signIn(world.people.assistant);
    expect(await notes(desk)).toEqual([]);
    for (const [person, text] of [
      [desk, "first"],
      [provider, "second"],
      [assistant, "third"],
    ] as const) {
      expect((await note(person, text)).code).toBe("200");
    }
    const seen = await notes(desk);
    expect(seen.map(({ authorName, role, text }) => [authorName, role, text])).toEqual([
      ["Ines Carvalho", "front-desk", "first"],
      ["Dr. Amara Voss", "provider", "second"],
      ["Tomasz Wren", "medical-assistant", "third"],
    ]);
    expect(await notes(assistant)).toEqual(seen);
    expect(seen[0]?.authorID).toBe(world.people.frontDesk.personID);
  });

  it("stand nowhere in the clear", async () => {
    await note(desk);
    await notes();
    const dump = Object.entries(await dumpTables(world));
    const places = dump.map(([where, all]) => ({ where, text: asText(all) }));
    for (const secret of [TEXT, "left arm"]) expect(findText(secret, places)).toEqual([]);
    expect(await rows()).toHaveLength(1);
  });

  it("cannot be moved to another note's row: they no longer open", async () => {
    await note(desk, "one");
    await note(desk, "two");
    const [one, two] = await rows();
    await rootPrincipal(world).dynamo.send(
      new UpdateCommand({
        TableName: world.names.tables.record.name,
        Key: { pk: one?.["pk"], sk: one?.["sk"] },
        UpdateExpression: "SET #text = :text",
        ExpressionAttributeNames: { "#text": "text" },
        ExpressionAttributeValues: { ":text": two?.["text"] },
      }),
    );
    const { taskID } = routed;
    expect((await ask(world, desk, reviewRoutes.notes, { taskID })).code).toBe("503 unavailable");
  });

  it("are there once, however often the call comes", async () => {
    const key = draw();
    const answers = await Promise.all([note(desk, TEXT, key), note(desk, TEXT, key)]);
    answers.push(await note(desk, TEXT, key));
    expect(answers.map(({ code }) => code)).toEqual(["200", "200", "200"]);
    expect(new Set(answers.map(({ body }) => body["noteID"])).size).toBe(1);
    expect(await rows()).toHaveLength(1);
    expect(await countEvents(world, routed.submissionID)).toMatchObject({ "task.add-note ok": 1 });
  });

  it("of two people with the same key are two", async () => {
    const key = draw();
    await Promise.all([note(desk, TEXT, key), note(provider, TEXT, key)]);
    expect(await notes()).toHaveLength(2);
  });

  it("hold up no decision: the version that someone saw is still the one", async () => {
    const { taskID } = routed;
    const { version } = await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
    await note(desk);
    await provider.api.call(reviewRoutes.return, { taskID, version, reason: "pages-missing" });
    expect(await notes()).toHaveLength(1);
    expect(await notes(desk)).toHaveLength(1);
  });
});

describe("the bounds of notes", () => {
  const setCount = (count: number) =>
    rootPrincipal(world).dynamo.send(
      new UpdateCommand({
        TableName: world.names.tables.record.name,
        Key: { pk: `${world.clinics.riverside.clinicID}#tsk#${routed.taskID}`, sk: "head" },
        UpdateExpression: "SET noteCount = :count",
        ExpressionAttributeValues: { ":count": count },
      }),
    );

  it("end with the last that a task holds, however many come at once", async () => {
    await setCount(LIMITS.staffNotesPerTask - 2);
    const answers = await Promise.all(Array.from({ length: 4 }, () => note(desk)));
    expect(answers.map(({ code }) => code).toSorted()).toEqual([
      "200",
      "200",
      "429 too-many-notes",
      "429 too-many-notes",
    ]);
    expect(await rows()).toHaveLength(2);
  });

  it("let the last one be called again", async () => {
    await setCount(LIMITS.staffNotesPerTask - 1);
    const key = draw();
    for (let call = 0; call < 2; call++) expect((await note(desk, TEXT, key)).code).toBe("200");
  });

  it("are those of the text, too", async () => {
    for (const text of ["", " \n ", "x".repeat(LIMITS.staffNoteLength + 1)]) {
      expect((await note(desk, text)).code).toBe("400 input");
    }
    expect(await rows()).toEqual([]);
  });
});

describe("who may neither read nor write them", () => {
  const both = async (person: SignedIn) => {
    const { taskID } = routed;
    return [(await note(person)).code, (await ask(world, person, reviewRoutes.notes, { taskID })).code];
  };

  it.each(["patient", "referrer", "owner", "securityOfficer"] as const)("%s", async (key) => {
    const person = key === "patient" ? patient : await world.signIn(world.people[key]);
    expect(await both(person)).toEqual(["403 forbidden", "403 forbidden"]);
    expect(await rows()).toEqual([]);
  });

  it("another clinic's team, and a colleague of another location", async () => {
    const missing = ["404 not-found", "404 not-found"];
    expect(await both(await world.signIn(world.people.harborProvider))).toEqual(missing);
    const { main, hill } = world.clinics.riverside.locations;
    if (main === undefined || hill === undefined) throw new Error("The clinic has not two locations.");
    await moveTo(world, world.people.frontDesk, [hill]);
    expect(await both(desk)).toEqual(missing);
    await moveTo(world, world.people.frontDesk, [main, hill]);
    expect(await rows()).toEqual([]);
  });
});
