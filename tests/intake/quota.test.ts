import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { LIMITS, intakeRoutes } from "@postern/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rootPrincipal } from "../support/principal.ts";
import { factsFor } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { announcement, ask, declare, draw, openDraft, part, type Draft } from "./draft.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

let world: World;
let patient: SignedIn;
let draft: Draft;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
beforeEach(async () => {
  await beginDay();
  draft = await openDraft(world, patient, world.clinics.riverside);
});
afterAll(() => world?.close());

const records = () => dumpTable(world, "record");

/** What the patient has used of today, one row for each day. */
async function quotaKeys() {
  const { personID } = world.people.patient;
  const rows = (await records()).filter(({ pk }) => String(pk).endsWith(`#quo#${personID}`));
  return rows.map(({ pk, sk }) => ({ TableName: world.names.tables.record.name, Key: { pk, sk } }));
}

/** Forgets what was used of today. */
async function beginDay(): Promise<void> {
  const { dynamo } = rootPrincipal(world);
  for (const key of await quotaKeys()) await dynamo.send(new DeleteCommand(key));
}

const documentsOf = (count: number, sealedSizeBytes: number) => ({
  documents: Array.from({ length: count }, () => announcement({ sealedSizeBytes, upload: "multipart" })),
});
const declareMany = (count: number, sizeBytes: number) =>
  draft.ask(intakeRoutes.declareDocuments, documentsOf(count, sizeBytes));

describe("the bytes of a day", () => {
  const fitting = LIMITS.sealedBytesPerPersonDay / (5 * GiB);

  it("hold from the first call of the day: one that asks for more writes nothing", async () => {
    await beginDay();
    const before = await records();
    expect((await declareMany(fitting + 1, 5 * GiB)).code).toBe("429 quota");
    expect(await records()).toEqual(before);
  });

  it("can be used up in the first call of the day, and then there is not one left", async () => {
    await beginDay();
    expect((await declareMany(fitting, 5 * GiB)).code).toBe("200");
    expect((await declareMany(1, 1)).code).toBe("429 quota");
  });

  it("are taken by another attempt, too", async () => {
    await beginDay();
    const { documentID, attemptID: after } = await declare(draft, {
      sealedSizeBytes: 5 * GiB,
      upload: "multipart",
    });
    expect((await declareMany(fitting - 1, 5 * GiB)).code).toBe("200");
    const again = { messageID: draw(), sealedSizeBytes: 1, upload: "single" };
    const { code } = await draft.ask(intakeRoutes.startAttempt, { documentID, after, ...again });
    expect(code).toBe("429 quota");
  });
});

describe("the submissions of a day", () => {
  const open = () =>
    ask(world, patient, intakeRoutes.openSubmission, {
      ...factsFor(world.clinics.riverside),
      idempotencyKey: crypto.randomUUID(),
    });

  it("end with the last that is allowed", async () => {
    const { dynamo } = rootPrincipal(world);
    for (const key of await quotaKeys()) {
      const left = { UpdateExpression: "SET submissions = :used" };
      const used = { ":used": LIMITS.submissionsPerPersonDay - 1 };
      await dynamo.send(new UpdateCommand({ ...key, ...left, ExpressionAttributeValues: used }));
    }
    expect((await open()).code).toBe("200");
    expect((await open()).code).toBe("429 quota");
  });
});

/** Too large for how it would arrive. */
const OVERSIZED = {
  "a document by one PUT": { kind: "document", upload: "single", sealedSizeBytes: 9 * MiB },
  "a list by one PUT": { kind: "manifest", upload: "single", sealedSizeBytes: MiB },
  "a list in parts": { kind: "manifest", upload: "multipart", sealedSizeBytes: 6 * MiB },
  "a document in parts": {
    kind: "document",
    upload: "multipart",
    sealedSizeBytes: LIMITS.sealedSizeBytes + 1,
  },
} as const;

describe("the size of what is announced", () => {
  it.each(Object.entries(OVERSIZED))("is bounded for %s", async (_, facts) => {
    const before = await records();
    const { code } = await draft.ask(intakeRoutes.declareDocuments, { documents: [announcement(facts)] });
    expect(code).toBe("400 input");
    expect(await records()).toEqual(before);
  });

  it.each(Object.entries(OVERSIZED))("is bounded for %s, in a later attempt, too", async (_, facts) => {
    const { kind, ...attempt } = facts;
    const { documentID, attemptID: after } = await declare(draft, { kind });
    const before = await records();
    const asked = { documentID, after, messageID: draw(), ...attempt };
    expect((await draft.ask(intakeRoutes.startAttempt, asked)).code).toBe("400 input");
    expect(await records()).toEqual(before);
  });

  it("may be all that is allowed", async () => {
    const documents = [
      announcement({ sealedSizeBytes: LIMITS.singlePutSizeBytes }),
      announcement({ sealedSizeBytes: LIMITS.sealedSizeBytes, upload: "multipart" }),
      announcement({ kind: "manifest", sealedSizeBytes: LIMITS.manifestSizeBytes }),
    ];
    expect((await draft.ask(intakeRoutes.declareDocuments, { documents })).code).toBe("200");
  });
});

describe("the parts of a document of 20 MiB", () => {
  const sign = async (parts: readonly Readonly<Record<string, unknown>>[]) => {
    const place = await declare(draft, { sealedSizeBytes: 20 * MiB, upload: "multipart" });
    const before = await records();
    const { code } = await draft.ask(intakeRoutes.signParts, { ...place, parts });
    return { code, isUnchanged: JSON.stringify(await records()) === JSON.stringify(before) };
  };

  it.each([
    ["the first that it cannot have", [{ partNumber: 4, sizeBytes: 1 }]],
    ["the last that S3 has", [{ partNumber: 10_000, sizeBytes: 1 }]],
    ["a first one of 9 MiB", [{ partNumber: 1, sizeBytes: 9 * MiB }]],
    ["a second one of 9 MiB", [{ partNumber: 2, sizeBytes: 9 * MiB }]],
    ["one that is as large as all", [{ partNumber: 1, sizeBytes: 20 * MiB }]],
    [
      "one twice",
      [
        { partNumber: 2, sizeBytes: 8 * MiB },
        { partNumber: 2, sizeBytes: 8 * MiB },
      ],
    ],
    ["none of any size", [{ partNumber: 1, sizeBytes: 0 }]],
  ])("are not signed: %s", async (_, parts) => {
    const answer = await sign(parts.map((facts) => part(facts)));
    expect(answer).toEqual({ code: "400 input", isUnchanged: true });
  });

  it("are signed when they are three of at most 8 MiB", async () => {
    const sizes = [8 * MiB, 8 * MiB, 4 * MiB];
    const { code } = await sign(sizes.map((sizeBytes, index) => part({ partNumber: index + 1, sizeBytes })));
    expect(code).toBe("200");
  });
});

describe("a document by one PUT", () => {
  it.each([
    ["a second part", { partNumber: 2 }],
    ["one byte more", { sizeBytes: 1001 }],
    ["one byte less", { sizeBytes: 999 }],
  ])("is not signed for %s", async (_, facts) => {
    const place = await declare(draft);
    const { code } = await draft.ask(intakeRoutes.signParts, { ...place, parts: [part(facts)] });
    expect(code).toBe("400 input");
  });
});
