import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { intakeRoutes, keysRoutes, reviewRoutes } from "@postern/contract";
import type { RefusedCall } from "@postern/local-cloud";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createdPair, type Belongings } from "../../support/belongings.ts";
import { rootPrincipal } from "../../support/principal.ts";
import { codeOf, rawCall } from "../../support/raw-call.ts";
import { digestOf, sealPackage } from "../../support/sealed-package.ts";
import { dumpTable, type Row } from "../../support/table-dump.ts";
import { until } from "../../support/until.ts";
import { startWorld, type SignedIn, type World } from "../../support/world.ts";

const lines: string[] = [];
let world: World;
let patient: SignedIn;
let riverside: Belongings;
let harbor: Belongings;

beforeAll(async () => {
  world = await startWorld({ logs: (_name, line) => lines.push(line) });
  [riverside, harbor] = await createdPair(world);
  patient = await world.signIn(world.people.harborPatient);
});
afterAll(() => world.close());

/** Writes into a row of Harbor's, as a fault of ours might. */
async function plant(isMeant: (row: Row) => boolean, members: Readonly<Record<string, unknown>>) {
  const { dynamo } = rootPrincipal(world);
  const rows = await dumpTable(world, "record");
  const row = rows.find((each) => String(each["pk"]).startsWith(`${harbor.clinicID}#`) && isMeant(each));
  const names = Object.keys(members);
  const command = new UpdateCommand({
    TableName: world.names.tables.record.name,
    Key: { pk: row?.["pk"], sk: row?.["sk"] },
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, members[name]])),
  });
  await dynamo.send(command);
}

/** Where an object lies, by the ids in its key. */
function placeOf({ key }: Belongings["verified"]) {
  const [, clinicID, submissionID, documentID, attemptID] = key.split("/");
  return { clinicID, submissionID, documentID, attemptID };
}

async function refusalsOf(act: () => Promise<unknown>): Promise<readonly RefusedCall[]> {
  const heard: RefusedCall[] = [];
  const stop = world.cloud.observeRefusals((call) => heard.push(call));
  await act().finally(stop);
  return heard;
}

describe("a row of one's own that names another clinic's thing", () => {
  it("opens no data key: KMS does not unwrap it under another context", async () => {
    const { submissionID } = harbor;
    const release = () => rawCall(world, patient, keysRoutes.release, { submissionID, purpose: "read" });
    expect(codeOf(await release())).toBe("200");
    await plant(({ pk }) => String(pk).endsWith(`#key#${submissionID}`), {
      wrappedKey: riverside.wrappedKey,
    });
    expect(codeOf(await release())).toBe("503 unavailable");
    await until("KMS's refusal", () => lines.some((line) => line.includes('"InvalidCiphertextException"')));
    await plant(({ pk }) => String(pk).endsWith(`#key#${submissionID}`), { wrappedKey: harbor.wrappedKey });
    expect(codeOf(await release())).toBe("200");
  });

  it("gives a URL that S3 refuses, for it is signed with one's own clinic's credentials", async () => {
    const { submissionID, documentID } = placeOf(harbor.verified);
    const ask = async () => {
      const answer = await rawCall(world, patient, reviewRoutes.documentURL, { submissionID, documentID });
      expect(codeOf(answer)).toBe("200");
      return (JSON.parse(answer.body) as { url: string }).url;
    };
    expect((await fetch(await ask())).status).toBe(200);
    const isDocument = (row: Row) => row["submissionID"] === submissionID && row["documentID"] === documentID;
    const { versionID: objectVersionID } = riverside.verified;
    await plant(isDocument, { ...placeOf(riverside.verified), objectVersionID });
    const url = await ask();
    expect(new URL(url).pathname).toContain(riverside.verified.key);
    const [refused] = await refusalsOf(async () => {
      expect((await fetch(url)).status).toBe(403);
    });
    expect(refused).toMatchObject({
      action: "s3:GetObjectVersion",
      caller: world.names.tenantRoles.review.name,
    });
  });

  it("has no upload signed into another clinic's prefix: IAM refuses the row that comes first", async () => {
    const { submissionID, documents } = await sealPackage(patient, world.clinics.harbor);
    const [document] = documents;
    if (document === undefined) throw new Error("Nothing was declared.");
    const { documentID, attemptID, bytes } = document;
    const part = { partNumber: 1, sizeBytes: bytes.length, sha256: digestOf(bytes) };
    const input = { submissionID, documentID, attemptID, parts: [part] };
    const sign = () => rawCall(world, patient, intakeRoutes.signParts, input);
    expect(codeOf(await sign())).toBe("200");
    await plant((row) => row["documentID"] === documentID, { clinicID: riverside.clinicID });
    const [refused] = await refusalsOf(async () => {
      expect(codeOf(await sign())).toBe("503 unavailable");
    });
    expect(refused?.action).toMatch(/^dynamodb:/);
    expect(JSON.stringify(refused)).toContain(`${riverside.clinicID}#`);
  });
});
