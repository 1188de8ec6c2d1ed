import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { LIMITS, intakeRoutes, type SignedPart } from "@postern/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rootPrincipal } from "../support/principal.ts";
import { putBytes, statesOf, untilRouted } from "../support/sealed-package.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { rowsAbout } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import {
  draw,
  longFile,
  openDraft,
  required,
  sealInto,
  sealList,
  sendSealed,
  signAll,
  type Draft,
  type SealedFile,
} from "./draft.ts";

let world: World;
let patient: SignedIn;
let draft: Draft;
/** Of two parts. */
let file: SealedFile;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
beforeEach(async () => {
  draft = await openDraft(world, patient, world.clinics.riverside);
  file = await sealInto(draft, patient, longFile(LIMITS.singlePutSizeBytes + 4096));
  if (file.parts.length !== 2) throw new Error("This file is not of two parts.");
});
afterAll(() => world?.close());

it.each([2, 3])(
  "a file of exactly %i parts is sent: its last part ends with the final frame, which is longer",
  async (count) => {
    const exact = await sealInto(draft, patient, longFile(count * LIMITS.singlePutSizeBytes));
    expect(exact.parts.length).toBe(count);
    const signed = await signAll(draft, exact);
    expect(signed.length).toBe(count);
  },
);

const place = () => ({ documentID: file.documentID, attemptID: file.attemptID });
const stateOf = async () => (await statesOf(world, draft.submissionID))[file.documentID];
const complete = () => draft.ask(intakeRoutes.completeDocument, place());

async function send(signed: readonly SignedPart[], partNumber: number): Promise<void> {
  const url = required(signed.find((part) => part.partNumber === partNumber));
  const { bytes } = required(file.parts[partNumber - 1]);
  if ((await putBytes(url, bytes)) !== 200) throw new Error("The store did not take it.");
}

/** Asks for one part's URL, for the bytes that it has or for others. */
function sign(partNumber: number, sha256 = file.parts[partNumber - 1]?.asked.sha256) {
  const asked = { ...file.parts[partNumber - 1]?.asked, sha256 };
  return draft.ask(intakeRoutes.signParts, { ...place(), parts: [asked] });
}

const signedOf = ({ body }: Awaited<ReturnType<typeof sign>>) =>
  intakeRoutes.signParts.output.parse(body).parts;

/** The end of every story: it is whole, and the care team gets it. */
async function expectWhole(): Promise<void> {
  const { code } = await complete();
  expect(code).toBe("200");
  await until("verification", async () => (await stateOf()) === "verified");
  const list = await sealList(draft, patient, [file]);
  await sendSealed(draft, list);
  await draft.done(intakeRoutes.submit, { documentCount: 1, manifestID: list.documentID });
  await untilRouted(world, draft.submissionID);
  expect(await tracesOf(world, draft.submissionID)).toEqual(settledOnce(1));
}

describe("completing a document of two parts", () => {
  it("is refused before a part was signed, which still can be", async () => {
    const first = signedOf(await sign(1));
    await send(first, 1);
    expect((await complete()).code).toBe("409 parts-missing");
    await send(signedOf(await sign(2)), 2);
    await expectWhole();
  });

  it("is refused before a part has arrived, which still can be sent by the URL that it has", async () => {
    const signed = await signAll(draft, file);
    await send(signed, 1);
    expect((await complete()).code).toBe("409 parts-missing");
    expect((await complete()).code).toBe("409 parts-missing");
    await send(signed, 2);
    await expectWhole();
  });

  it("is refused before a part has arrived, which still can be signed again, for its own bytes only", async () => {
    await send(await signAll(draft, file), 1);
    expect((await complete()).code).toBe("409 parts-missing");
    expect((await sign(2, draw())).code).toBe("409 changed-file");
    await send(signedOf(await sign(2)), 2);
    await expectWhole();
  });

  it("is refused before any part was begun", async () => {
    expect((await complete()).code).toMatch(/^40[49] /);
    const signed = await signAll(draft, file);
    expect((await complete()).code).toBe("409 parts-missing");
    await send(signed, 2);
    expect((await complete()).code).toBe("409 parts-missing");
    await send(signed, 1);
    await expectWhole();
  });
});

describe("when intake dies after it has noted that a document is whole, and before the store has heard of it", () => {
  /** Writes what it would have committed. */
  async function dies(): Promise<void> {
    const rows = await rowsAbout(world, "sub", draft.submissionID);
    const row = required(rows.find(({ sk }) => sk === `doc#${file.documentID}`));
    await rootPrincipal(world).dynamo.send(
      new UpdateCommand({
        TableName: world.names.tables.record.name,
        Key: { pk: row["pk"], sk: row["sk"] },
        UpdateExpression: "SET #state = :completing, version = version + :one",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":completing": "completing", ":one": 1 },
      }),
    );
    expect(await stateOf()).toBe("completing");
  }

  it("the same parts can be signed again and others cannot, and completing again makes it whole", async () => {
    const signed = await signAll(draft, file);
    for (const partNumber of [1, 2]) await send(signed, partNumber);
    await dies();
    for (const partNumber of [1, 2]) {
      expect((await sign(partNumber, draw())).code).toBe("409 changed-file");
      expect((await sign(partNumber)).code).toBe("200");
    }
    expect(await stateOf()).toBe("completing");
    await expectWhole();
  });

  it("a part that had not arrived can still be signed and sent, and then it is whole", async () => {
    await send(await signAll(draft, file), 1);
    await dies();
    expect((await complete()).code).toBe("409 parts-missing");
    await send(signedOf(await sign(2)), 2);
    await expectWhole();
  });

  it("a part that had not arrived can be sent after the submission was handed in", async () => {
    await send(await signAll(draft, file), 1);
    await dies();
    const list = await sealList(draft, patient, [file]);
    await sendSealed(draft, list);
    await draft.done(intakeRoutes.submit, { documentCount: 1, manifestID: list.documentID });
    expect((await sign(2, draw())).code).toMatch(/^409 /);
    await send(signedOf(await sign(2)), 2);
    expect((await complete()).code).toBe("200");
    await untilRouted(world, draft.submissionID);
    expect(await tracesOf(world, draft.submissionID)).toEqual(settledOnce(1));
  });
});
