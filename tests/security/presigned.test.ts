import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { LIMITS, intakeRoutes, reviewRoutes, type SignedPart } from "@postern/contract";
import { randomFillSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { listVersions } from "../support/arrival.ts";
import { tenantPrincipal } from "../support/principal.ts";
import { codeOf, rawCall } from "../support/raw-call.ts";
import { digestOf, factsFor, putBytes, sealPackage, untilRouted } from "../support/sealed-package.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

const PART_BYTES = LIMITS.partSizeBytes;
const random = (sizeBytes: number) => randomFillSync(new Uint8Array(sizeBytes));

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world.close());
afterEach(() => {
  vi.useRealTimers();
});

/** A declared document, to be sent as these parts. */
async function declared(upload: "single" | "multipart", parts: readonly Uint8Array<ArrayBuffer>[]) {
  const { api } = patient;
  const facts = factsFor(world.clinics.riverside);
  const idempotencyKey = crypto.randomUUID();
  const { submissionID } = await api.call(intakeRoutes.openSubmission, { ...facts, idempotencyKey });
  const sealedSizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
  const messageID = Buffer.from(random(32)).toString("base64");
  const document = { reference: "a", kind: "document" as const, messageID, sealedSizeBytes, upload };
  const answer = await api.call(intakeRoutes.declareDocuments, { submissionID, documents: [document] });
  const [named] = answer.documents;
  if (named === undefined) throw new Error("The document was not declared.");
  const { documentID, attemptID } = named;
  const place = { submissionID, documentID, attemptID };
  const clinicID = world.clinics.riverside.clinicID;
  return { place, objectKey: `c/${clinicID}/${submissionID}/${documentID}/${attemptID}` };
}

const described = (bytes: Uint8Array, partNumber = 1) => ({
  partNumber,
  sizeBytes: bytes.length,
  sha256: digestOf(bytes),
});

/** What the portal signs for an upload of these bytes. */
async function signed(upload: "single" | "multipart", ...parts: readonly Uint8Array<ArrayBuffer>[]) {
  const { place, objectKey } = await declared(upload, parts);
  const asked = parts.map((bytes, index) => described(bytes, index + 1));
  const answer = await patient.api.call(intakeRoutes.signParts, { ...place, parts: asked });
  return { place, objectKey, parts: answer.parts };
}

const first = ([part]: readonly SignedPart[]): SignedPart => {
  if (part === undefined) throw new Error("Nothing was signed.");
  return part;
};

/** SHA-256 of the bytes that lie in the bucket, read as ingest reads them: one for each version. */
async function stored(objectKey: string): Promise<readonly string[]> {
  const { s3 } = tenantPrincipal(world, "ingest", world.clinics.riverside.clinicID);
  const versions = await listVersions(world, objectKey);
  const reads = versions.map(async ({ key: Key, versionID: VersionId }) => {
    const get = new GetObjectCommand({ Bucket: world.names.documentBucket.name, Key, VersionId });
    return digestOf((await (await s3.send(get)).Body?.transformToByteArray()) ?? new Uint8Array());
  });
  return await Promise.all(reads);
}

const queryOf = ({ url }: { readonly url: string }) => new URL(url).searchParams;
const signedHeaders = (part: { readonly url: string }) =>
  queryOf(part).get("X-Amz-SignedHeaders")?.split(";") ?? [];

describe("a URL that the portal hands out", () => {
  it("is bound to length, digest and first creation, and good for five minutes at most", async () => {
    const single = await signed("single", random(1000));
    const multipart = await signed("multipart", random(PART_BYTES), random(1000));
    expect([single.parts.length, multipart.parts.length]).toEqual([1, 2]);
    for (const part of [...single.parts, ...multipart.parts]) {
      expect(signedHeaders(part)).toEqual(
        expect.arrayContaining(["content-length", "x-amz-checksum-sha256"]),
      );
      expect(Number(queryOf(part).get("X-Amz-Expires"))).toBeLessThanOrEqual(LIMITS.urlTtlSeconds);
      expect(queryOf(part).has("x-amz-checksum-sha256")).toBe(false);
    }
    expect(signedHeaders(first(single.parts))).toContain("if-none-match");
  });

  it("for reading names one version, and is good for five minutes at most", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    await parcel.putAll();
    await parcel.submit();
    await untilRouted(world, parcel.submissionID);
    const { submissionID, documents } = parcel;
    const documentID = documents[0]?.documentID ?? "";
    const answer = await rawCall(world, patient, reviewRoutes.documentURL, { submissionID, documentID });
    const { url } = JSON.parse(answer.body) as { url: string };
    const [version] = await listVersions(world, documents[0]?.objectKey);
    expect(queryOf({ url }).get("versionId")).toBe(version?.versionID);
    expect(Number(queryOf({ url }).get("X-Amz-Expires"))).toBeLessThanOrEqual(LIMITS.urlTtlSeconds);

    expect((await fetch(url)).status).toBe(200);
    const other = url.replace(documentID, documents[1]?.documentID ?? "");
    expect((await fetch(other)).status).toBe(403);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (LIMITS.urlTtlSeconds + 1) * 1000 });
    expect((await fetch(url)).status).toBe(403);
  });
});

describe("a URL for a single PUT", () => {
  const bytes = random(1000);
  const other = random(1000);

  it("refuses everything but its own bytes, and takes those", async () => {
    const { objectKey, parts } = await signed("single", bytes);
    const part = first(parts);
    const otherDigest = { ...part.headers, "x-amz-checksum-sha256": digestOf(other) };
    const { "if-none-match": _, ...unguarded } = part.headers;
    const { "x-amz-checksum-sha256": __, ...unsummed } = part.headers;
    expect({
      otherBytes: await putBytes(part, other),
      otherBytesAndDigest: await putBytes({ ...part, headers: otherDigest }, other),
      noDigest: await putBytes({ ...part, headers: unsummed }, other),
      shorter: await putBytes(part, bytes.slice(0, 999)),
      longer: await putBytes(part, random(1001)),
      unguarded: await putBytes({ ...part, headers: unguarded }, bytes),
      otherKey: await putBytes({ ...part, url: part.url.replace("/att_", "/att_0") }, bytes),
    }).toEqual({
      otherBytes: 400,
      otherBytesAndDigest: 403,
      noDigest: 403,
      shorter: 403,
      longer: 403,
      unguarded: 403,
      otherKey: 403,
    });
    expect(await stored(objectKey)).toEqual([]);
    expect(await putBytes(part, bytes)).toBe(200);
    expect(await stored(objectKey)).toEqual([digestOf(bytes)]);
  });

  it("is good once: a second PUT meets the object and changes nothing", async () => {
    const { objectKey, parts } = await signed("single", bytes);
    expect(await putBytes(first(parts), bytes)).toBe(200);
    expect(await putBytes(first(parts), bytes)).toBe(412);
    expect(await putBytes(first(parts), other)).not.toBe(200);
    expect(await stored(objectKey)).toEqual([digestOf(bytes)]);
  });

  it("is worth nothing when its time is over", async () => {
    const { objectKey, parts } = await signed("single", bytes);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (LIMITS.urlTtlSeconds + 1) * 1000 });
    expect(await putBytes(first(parts), bytes)).toBe(403);
    vi.useRealTimers();
    expect(await stored(objectKey)).toEqual([]);
    expect(await putBytes(first(parts), bytes)).toBe(200);
  });

  it("could not live longer even if it were signed so: the bucket refuses old signatures", async () => {
    const { objectKey } = await signed("single", bytes);
    const { s3 } = tenantPrincipal(world, "intake", world.clinics.riverside.clinicID);
    const put = new PutObjectCommand({
      Bucket: world.names.documentBucket.name,
      Key: objectKey,
      IfNoneMatch: "*",
    });
    const names = new Set(["if-none-match"]);
    const url = await getSignedUrl(s3, put, { expiresIn: 3600, unhoistableHeaders: names });
    const hour = { partNumber: 1, url, headers: { "if-none-match": "*" }, expiresAt: "" };
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (LIMITS.urlTtlSeconds + 1) * 1000 });
    expect(await putBytes(hour, bytes)).toBe(403);
    vi.useRealTimers();
    expect(await putBytes(hour, bytes)).toBe(200);
  });
});

describe("a URL for a part", () => {
  const parts = [random(PART_BYTES), random(1000)] as const;

  it("refuses everything but its own bytes; the whole is put together once", async () => {
    const upload = await signed("multipart", ...parts);
    const [one, two] = upload.parts;
    if (one === undefined || two === undefined) throw new Error("There are not two parts.");
    const other = random(1000);
    expect({
      otherBytes: await putBytes(two, other),
      longer: await putBytes(two, random(1001)),
      otherPart: await putBytes({ ...two, url: two.url.replace("partNumber=2", "partNumber=1") }, parts[1]),
    }).toEqual({ otherBytes: 400, longer: 403, otherPart: 403 });

    expect([await putBytes(one, parts[0]), await putBytes(two, parts[1])]).toEqual([200, 200]);
    expect(await stored(upload.objectKey)).toEqual([]);
    await patient.api.call(intakeRoutes.completeDocument, upload.place);
    expect(await stored(upload.objectKey)).toEqual([digestOf(Buffer.concat(parts))]);

    expect(await putBytes(two, parts[1])).toBe(404);
    await rawCall(world, patient, intakeRoutes.completeDocument, upload.place);
    expect(await stored(upload.objectKey)).toHaveLength(1);
  });
});

describe("a part that was signed for once", () => {
  it("belongs to one upload, also when two pages begin it side by side", async () => {
    const bytes = random(1000);
    const { place, objectKey } = await declared("multipart", [bytes]);
    const sign = () => patient.api.call(intakeRoutes.signParts, { ...place, parts: [described(bytes)] });
    const answers = await Promise.all([sign(), sign(), sign()]);
    const uploads = answers.map(({ parts }) => queryOf(first(parts)).get("uploadId"));
    expect(new Set(uploads).size).toBe(1);
    const put = answers.map(({ parts }) => putBytes(first(parts), bytes));
    expect(await Promise.all(put)).toEqual([200, 200, 200]);
    await patient.api.call(intakeRoutes.completeDocument, place);
    expect(await stored(objectKey)).toEqual([digestOf(bytes)]);
  });

  it.each(["single", "multipart"] as const)(
    "is signed again for the same digest only (%s)",
    async (upload) => {
      const [bytes, other] = [random(1000), random(1000)];
      const { place, objectKey, parts } = await signed(upload, bytes);
      const sign = async (digested: Uint8Array) =>
        codeOf(
          await rawCall(world, patient, intakeRoutes.signParts, { ...place, parts: [described(digested)] }),
        );
      expect(await sign(other)).toBe("409 changed-file");
      expect(await sign(bytes)).toBe("200");
      expect(await sign(other)).toBe("409 changed-file");
      expect(await stored(objectKey)).toEqual([]);
      expect(await putBytes(first(parts), bytes)).toBe(200);
    },
  );
});
