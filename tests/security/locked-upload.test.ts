import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { createApi, submitPackage, type PackageOptions } from "@postern/client";
import { intakeRoutes, keysRoutes, type Route } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announcement, ask, draw, openDraft, part } from "../intake/draft.ts";
import { cutOff, gatedFetch, type Keeper } from "../support/gated-fetch.ts";
import { rootPrincipal } from "../support/principal.ts";
import { factsFor, tinyFile, untilRouted } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let patient: SignedIn;
/** The same person on another device. */
let elsewhere: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  elsewhere = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const LOCKED = "401 session-locked";

/** Makes the session one in which nothing was heard of its person since. */
async function setSeen(person: SignedIn, atMs: number): Promise<void> {
  const rows = await dumpTable(world, "session");
  const row = rows.find(({ handle }) => handle === person.session.handle);
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.session.name,
      Key: { pk: row?.["pk"], ...(row?.["sk"] === undefined ? {} : { sk: row["sk"] }) },
      UpdateExpression: "SET seenAt = :at",
      ExpressionAttributeValues: { ":at": new Date(atMs).toISOString() },
    }),
  );
}
const lock = (person: SignedIn) => setSeen(person, Date.now() - 2 * 3600_000);
const unlock = (person: SignedIn) => setSeen(person, Date.now());

function run(
  person: SignedIn,
  options: Pick<PackageOptions, "files" | "idempotencyKey" | "resume" | "signal">,
  keep: Keeper,
) {
  const { device, session } = person;
  const api = createApi({
    baseURL: world.origin,
    fetch: gatedFetch(person.fetch, keep),
    clinicID: () => session.clinicID,
  });
  const facts = factsFor(world.clinics.riverside);
  return submitPackage({ api, device, session, facts, fetch: gatedFetch(fetch, keep), ...options });
}

const pass: Keeper = (_, send) => send();

/** A submission whose sending has ended at its first PUT. */
async function begun(person: SignedIn) {
  const files = [tinyFile("a.pdf"), tinyFile("b.pdf")];
  const key = crypto.randomUUID();
  const stop = new AbortController();
  const ended = run(person, { idempotencyKey: key, files, signal: stop.signal }, (call, send) => {
    if (call.name !== "PUT object") return send();
    stop.abort(new Error("ended"));
    return cutOff();
  });
  await expect(ended).rejects.toThrow("ended");
  const { submissions } = await person.api.call(intakeRoutes.listSubmissions, {});
  const [newest] = submissions;
  if (newest === undefined) throw new Error("Nothing was opened.");
  return { files, key, submissionID: newest.submissionID };
}

/** Does it in a locked session, which is open again afterwards. */
async function whileLocked<T>(person: SignedIn, work: () => Promise<T>): Promise<T> {
  await lock(person);
  try {
    return await work();
  } finally {
    await unlock(person);
  }
}

describe("a session that was idle for too long", () => {
  it("is locked in the middle of an upload, which comes to its end all the same", async () => {
    const files = [tinyFile("a.pdf"), tinyFile("b.pdf")];
    let isLocked = false;
    const sent = await run(patient, { idempotencyKey: crypto.randomUUID(), files }, async (call, send) => {
      if (call.name === "POST parts" && !isLocked) {
        isLocked = true;
        await lock(patient);
      }
      return send();
    });
    await unlock(patient);
    expect(isLocked).toBe(true);
    expect(sent.documents).toHaveLength(2);
    await untilRouted(world, sent.submissionID);
  });

  it("goes on with an upload that it began and that was broken off", async () => {
    const { files, submissionID } = await begun(patient);
    const resuming = { resume: { submissionID }, files };
    const sent = await whileLocked(patient, () => run(patient, resuming, pass));
    expect(sent).toMatchObject({ submissionID, documents: [{ name: "a.pdf" }, { name: "b.pdf" }] });
    await untilRouted(world, submissionID);
  });

  it("goes on with what another session began, and it took over while it was not locked", async () => {
    const { files, submissionID } = await begun(elsewhere);
    const stop = new AbortController();
    const ended = run(patient, { resume: { submissionID }, files, signal: stop.signal }, (call, send) => {
      if (call.name === "PUT object") stop.abort(new Error("ended"));
      return send();
    });
    await expect(ended).rejects.toThrow("ended");
    await whileLocked(patient, () => run(patient, { resume: { submissionID }, files }, pass));
    await untilRouted(world, submissionID);
  });

  it("goes on with nothing that another session began", async () => {
    const { submissionID } = await begun(elsewhere);
    const mine = { submissionID };
    await whileLocked(patient, async () => {
      const codes = [];
      for (const [route, input] of callsIn(mine)) codes.push((await ask(world, patient, route, input)).code);
      expect(new Set(codes)).toEqual(new Set([LOCKED]));
    });
    // It is there, and nothing has happened to it.
    expect((await ask(world, patient, intakeRoutes.readSubmission, mine)).code).toBe("200");
  });

  it("begins nothing, lists nothing and opens nothing, its own upload included", async () => {
    const draft = await openDraft(world, patient, world.clinics.riverside);
    const { submissionID } = draft;
    const opening = { ...factsFor(world.clinics.riverside), idempotencyKey: crypto.randomUUID() };
    await whileLocked(patient, async () => {
      const refused: readonly [Route, Readonly<Record<string, unknown>>][] = [
        [intakeRoutes.openSubmission, opening],
        [intakeRoutes.listSubmissions, {}],
        [intakeRoutes.clinic, {}],
        [keysRoutes.release, { submissionID, purpose: "read" }],
        [keysRoutes.release, { submissionID, purpose: "seal" }],
        [keysRoutes.release, { submissionID, purpose: "append" }],
      ];
      for (const [route, input] of refused) {
        expect([route.path, (await ask(world, patient, route, input)).code]).toEqual([route.path, LOCKED]);
      }
      expect((await draft.ask(intakeRoutes.readSubmission)).code).toBe("200");
      expect((await draft.ask(keysRoutes.release, { purpose: "resume" })).code).toBe("200");
    });
  });
});

const nobodys = (prefix: string) => `${prefix}_${"0".repeat(26)}`;

/** Every call that a locked session may make for its own upload. */
function callsIn(mine: { readonly submissionID: string }) {
  const document = { ...mine, documentID: nobodys("doc"), attemptID: nobodys("att") };
  const sealed = { messageID: draw(), sealedSizeBytes: 1000, upload: "single" };
  const calls: readonly (readonly [Route, Readonly<Record<string, unknown>>])[] = [
    [intakeRoutes.readSubmission, mine],
    [intakeRoutes.declareDocuments, { ...mine, documents: [announcement()] }],
    [intakeRoutes.signParts, { ...document, parts: [part()] }],
    [intakeRoutes.listParts, { ...document, block: 0 }],
    [intakeRoutes.completeDocument, document],
    [intakeRoutes.submit, { ...mine, documentCount: 1, manifestID: document.documentID }],
    [
      intakeRoutes.startAttempt,
      { ...mine, documentID: document.documentID, after: document.attemptID, ...sealed },
    ],
    [keysRoutes.release, { ...mine, purpose: "resume" }],
  ];
  return calls;
}
