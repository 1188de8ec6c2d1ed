import { createHash, randomBytes } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { SubmissionID, SubmissionKind } from "@postern/contract";
import {
  changeSubmission,
  findSubmission,
  objectKey,
  type DocumentRecord,
  type SubmissionRecord,
} from "@postern/core/intake";
import { idSource, iso, systemClock } from "@postern/core/kernel";
import { createSealer, importDataKey, type SealOptions } from "@postern/envelope";
import { recordDigests, emptyBlock } from "../../packages/core/src/intake/digest.ts";
import { describeSubmission } from "../../packages/core/src/intake/open-store.ts";
import { describeBlock } from "../../packages/core/src/intake/part-store.ts";
import { describeDocument } from "../../packages/core/src/intake/change-store.ts";
import { seed, type SeededClinic } from "./ingest-clinic.ts";
import type { IngestCloud } from "./ingest-cloud.ts";

const newID = idSource(systemClock);
const KEY_ARN = "arn:aws:kms:us-east-1:000000000000:key/mrk-00000000000000000000000000000000";

/** What makes a document other than it should be. */
export interface Deviation {
  readonly sealed?: Partial<SealOptions>;
  readonly recorded?: Partial<DocumentRecord>;
  /** Changes the sealed bytes before they are hashed and sent. */
  readonly spoil?: (bytes: Buffer) => Buffer;
  /** Sends other bytes than those whose digest is recorded. */
  readonly swap?: (bytes: Buffer) => Buffer;
}

interface Sending {
  readonly document: DocumentRecord;
  readonly pieces: readonly Buffer[];
}

/** What all documents of a submission share. */
interface Sealing {
  readonly key: Pick<DocumentRecord, "clinicID" | "submissionID">;
  readonly wrappedKey: Uint8Array;
  readonly dataKey: Promise<CryptoKey>;
}

/** One submission under way: its rows as intake writes them, its objects as a browser sends them. */
export function createSender(world: IngestCloud, { clinicID }: SeededClinic) {
  const key = { clinicID, submissionID: newID("sub") };
  const dataKey = importDataKey(new Uint8Array(randomBytes(32)));
  const sealing = { key, wrappedKey: randomBytes(184), dataKey };
  const Bucket = world.names.documentBucket.name;
  const s3 = world.writer(clinicID);
  return {
    ...key,
    async open(documentCount: number, manifest: DocumentRecord, kind: SubmissionKind = "referral") {
      const head = headOf(sealing, { documentCount, manifestID: manifest.documentID, kind });
      await seed(world, [describeSubmission(head, iso(Date.now()))]);
    },
    /** Seals a document and records it with its digests. */
    async prepare(
      kind: DocumentRecord["kind"],
      sizeBytes = 1000,
      deviation: Deviation = {},
    ): Promise<Sending> {
      const { document, pieces } = await sealed(sealing, kind, sizeBytes, deviation);
      const digests = pieces.map((piece, index) => ({ partNumber: index + 1, sha256: digestOf(piece) }));
      const block = recordDigests(emptyBlock(), digests) ?? emptyBlock();
      await seed(world, [describeDocument(document), describeBlock(document, 0, block)]);
      const { swap = (bytes) => bytes } = deviation;
      return { document, pieces: pieces.map((piece) => swap(piece)) };
    },
    send: (sending: Sending) => send(s3, Bucket, sending),
    /** Takes the head to `submitted`, as the operation does. */
    async submit(): Promise<void> {
      const head = await findSubmission(world.database, key);
      if (head === null) throw new Error("there is no submission");
      const submittedAt = iso(Date.now());
      await seed(world, [changeSubmission(head, { state: "submitted", submittedAt }, submittedAt)]);
    },
  };
}
export type Sender = ReturnType<typeof createSender>;

function headOf(
  { key, wrappedKey }: Sealing,
  more: Pick<SubmissionRecord, "documentCount" | "kind"> & {
    readonly manifestID: DocumentRecord["documentID"];
  },
): SubmissionRecord {
  return {
    ...key,
    number: "K7M2-4Q9R",
    state: "open",
    locationID: newID("loc"),
    urgency: "routine",
    round: 1,
    authorID: newID("per"),
    sessionHandle: newID("ses"),
    patientID: newID("pat"),
    wrappedKeySha256: createHash("sha256").update(wrappedKey).digest("base64"),
    keyARN: KEY_ARN,
    openedAt: iso(Date.now()),
    declaredCount: more.documentCount + 1,
    version: 1,
    ...more,
  };
}

async function sealed(
  { key, wrappedKey, dataKey }: Sealing,
  kind: DocumentRecord["kind"],
  sizeBytes: number,
  deviation: Deviation,
): Promise<Sending> {
  const { spoil = (bytes) => bytes } = deviation;
  const messageID = randomBytes(32);
  const sealer = await createSealer({
    dataKey: await dataKey,
    wrappedKey,
    keyARN: KEY_ARN,
    context: { clinic: key.clinicID, submission: key.submissionID },
    messageID,
    plaintextSizeBytes: sizeBytes,
    ...deviation.sealed,
  });
  const whole = spoil(Buffer.from(await sealer.sealBytes(new Uint8Array(randomBytes(sizeBytes)))));
  const isSingle = sealer.parts.length === 1;
  const cut = sealer.parts.map(({ sealedOffsetBytes: start, sealedSizeBytes }) =>
    whole.subarray(start, start + sealedSizeBytes),
  );
  const document: DocumentRecord = {
    ...key,
    documentID: newID("doc"),
    attemptID: newID("att"),
    kind,
    upload: isSingle ? "single" : "multipart",
    messageID: messageID.toString("base64"),
    sealedSizeBytes: whole.length,
    state: isSingle ? "uploading" : "completing",
    declaredAt: iso(Date.now()),
    version: 1,
    ...deviation.recorded,
  };
  return { document, pieces: isSingle ? [whole] : cut };
}

const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest();

/** @returns the version that was created */
async function send(s3: S3Client, Bucket: string, { document, pieces }: Sending): Promise<string> {
  const object = { Bucket, Key: objectKey(document) };
  const once = { ...object, IfNoneMatch: "*" };
  if (document.upload === "single") {
    const Body = Buffer.concat(pieces);
    const put = new PutObjectCommand({ ...once, Body, ChecksumAlgorithm: "SHA256" });
    return (await s3.send(put)).VersionId ?? "";
  }
  const begin = new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: "SHA256" });
  const { UploadId } = await s3.send(begin);
  const Parts = [];
  for (const [index, Body] of pieces.entries()) {
    const part = { PartNumber: index + 1, ChecksumSHA256: digestOf(Body).toString("base64") };
    const { ETag } = await s3.send(new UploadPartCommand({ ...object, ...part, UploadId, Body }));
    Parts.push({ ...part, ETag });
  }
  const complete = new CompleteMultipartUploadCommand({ ...once, UploadId, MultipartUpload: { Parts } });
  return (await s3.send(complete)).VersionId ?? "";
}

/** The id of a submission that nobody opened. */
export const unknownSubmission = (): SubmissionID => newID("sub");
