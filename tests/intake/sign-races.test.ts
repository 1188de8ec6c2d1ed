import { AbortMultipartUploadCommand } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { intakeRoutes } from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import { createDatabase } from "@postern/core/aws";
import { Part, type IntakeDeps } from "@postern/core/intake";
import { idSource, systemClock, type Context, type Reader } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { REGION } from "../../scripts/topology.ts";
import { rootPrincipal } from "../support/principal.ts";
import { putBytes } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { longFile, openDraft, required, sealInto, signAll, type Draft, type SealedFile } from "./draft.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const MIB = 1024 * 1024;

/** A document of two parts, declared and sealed. */
async function twoParts(): Promise<{ draft: Draft; sealed: SealedFile }> {
  const draft = await openDraft(world, patient, world.clinics.riverside);
  const sealed = await sealInto(draft, patient, longFile(9 * MIB), { upload: "multipart" });
  return { draft, sealed };
}

async function rowOf({ submissionID }: Draft, sk: string) {
  const rows = await dumpTable(world, "record");
  return required(rows.find((row) => row["sk"] === sk && String(row["pk"]).endsWith(`#sub#${submissionID}`)));
}

/** Signs as `intake` does, under its own rights; something happens after it has read the document. */
async function signWhile(
  draft: Draft,
  { documentID, attemptID, parts }: SealedFile,
  meanwhile: () => unknown,
) {
  const { clinicID } = world.clinics.riverside;
  const { cloud, names } = world;
  const credentials = cloud.credentialsFor(names.tenantRoles.intake.name, { clinic: clinicID });
  const dynamo = new DynamoDBClient({ region: REGION, credentials, endpoint: cloud.endpoints.aws });
  const tables = record(TABLE_NAMES, (table) => names.tables[table].name);
  const database = createDatabase(DynamoDBDocumentClient.from(dynamo), tables);
  let hasHappened = false;
  const reader: Reader = {
    query: database.query,
    async get(params) {
      const isBlock = String((params as { Key?: { sk?: string } }).Key?.sk).startsWith("dig#");
      if (isBlock && !hasHappened) {
        hasHappened = true;
        await meanwhile();
      }
      return database.get(params);
    },
  };
  const head = await rowOf(draft, "head");
  const actor = {
    type: "patient",
    clinicID,
    personID: head["authorID"],
    patientID: head["patientID"],
    session: { handle: head["sessionHandle"], locked: false },
  };
  const ctx = {
    actor,
    ledger: createLedger(database),
    clock: systemClock,
    newID: idSource(systemClock),
    request: { id: "req" },
    pause: () => Promise.resolve(),
  } as unknown as Context;
  const signed = { url: "https://example.org/", headers: {}, expiresAt: "" };
  const deps = { reader, uploads: { signPart: () => Promise.resolve(signed) } } as unknown as IntakeDeps;
  const asked = parts.map((part) => part.asked).slice(1);
  const { submissionID } = draft;
  return await Part.sign(deps, ctx, { submissionID, documentID, attemptID, parts: asked });
}

const place = ({ documentID, attemptID }: SealedFile) => ({ documentID, attemptID });
const signFirst = (draft: Draft, sealed: SealedFile) =>
  draft.done(intakeRoutes.signParts, { ...place(sealed), parts: [required(sealed.parts[0]).asked] });
const blockOf = async (draft: Draft, { attemptID }: SealedFile) =>
  (await rowOf(draft, `dig#${attemptID}#000`))["version"];

describe("parts that are signed", () => {
  it("are none of a document that is taken out after it was read", async () => {
    const { draft, sealed } = await twoParts();
    await signFirst(draft, sealed);
    const { documentID } = sealed;
    const signing = signWhile(draft, sealed, () => draft.done(intakeRoutes.abandonDocument, { documentID }));
    await expect(signing).rejects.toMatchObject({ code: "not-found" });
    expect(await blockOf(draft, sealed)).toBe(1);
  });

  it("are signed side by side", async () => {
    const { draft, sealed } = await twoParts();
    await signFirst(draft, sealed);
    const { parts } = await signWhile(draft, sealed, () => signFirst(draft, sealed));
    expect(parts.map(({ partNumber }) => partNumber)).toEqual([2]);
    expect(await blockOf(draft, sealed)).toBe(2);
  });
});

describe("an upload that was aborted behind its sender's back", () => {
  it("is not taken for a finished one", async () => {
    const { draft, sealed } = await twoParts();
    const signed = await signAll(draft, sealed);
    for (const [index, one] of signed.entries()) {
      expect(await putBytes(one, required(sealed.parts[index]).bytes)).toBe(200);
    }
    const { clinicID, uploadID } = await rowOf(draft, `doc#${sealed.documentID}`);
    const Key = ["c", clinicID, draft.submissionID, sealed.documentID, sealed.attemptID].join("/");
    const upload = { Bucket: world.names.documentBucket.name, Key, UploadId: String(uploadID) };
    await rootPrincipal(world).s3.send(new AbortMultipartUploadCommand(upload));
    const completed = await draft.ask(intakeRoutes.completeDocument, place(sealed));
    expect(completed.code).toBe("409 parts-missing");
    expect((await rowOf(draft, `doc#${sealed.documentID}`))["state"]).toBe("uploading");
  });
});
