import { AwsError } from "../aws/error.ts";
import { xmlAnswer, type Answer } from "./answer.ts";
import { existingTags, permit, requestedTags } from "./authorize.ts";
import { headerOf, type Call, type Store } from "./call.ts";
import {
  checksumElement,
  claimedChecksum,
  createDigester,
  parseAlgorithm,
  type Checksum,
  type ChecksumAlgorithm,
} from "./checksum.ts";
import { openSource, type CopySource } from "./copy-source.ts";
import { encryptionHeaders } from "./encryption.ts";
import { bringsMetadata, notImplemented } from "./metadata.ts";
import { randomEtag, type ObjectVersion, type Tags } from "./objects.ts";
import { addVersion, prepareCreation, requireAbsence, requireStillAbsent } from "./put.ts";
import { taggingAction } from "./tagging.ts";

/** Headers that only CopyObject takes. */
export const copyHeaders = [
  "x-amz-copy-source",
  "x-amz-copy-source-if-match",
  "x-amz-copy-source-if-none-match",
  "x-amz-copy-source-if-modified-since",
  "x-amz-copy-source-if-unmodified-since",
  "x-amz-source-expected-bucket-owner",
  "x-amz-metadata-directive",
  "x-amz-tagging-directive",
] as const;

/**
 * CopyObject: a new version of the target's key with the bytes of the source, which the caller must be allowed to read.
 * As with AWS a lock does not come along, and the checksum is one over all bytes, also of what was uploaded in parts.
 */
export async function copyObject(store: Store, call: Call): Promise<Answer> {
  requireNoBody(call);
  const replaces = readDirective(call, "x-amz-metadata-directive");
  const replacesTags = readDirective(call, "x-amz-tagging-directive");
  // AWS passes over what stands beside `COPY`; whoever sends it means to replace.
  if (!replaces && bringsMetadata(call)) throw notImplemented("metadata without x-amz-metadata-directive");
  if (!replacesTags && headerOf(call, "x-amz-tagging") !== undefined)
    throw notImplemented("x-amz-tagging without x-amz-tagging-directive");
  const source = openSource(store, call);
  requireChange(call, source, replaces);
  const creation = prepareCreation(store, call);
  const tags = replacesTags ? creation.tags : copiedTags(store, call, source);
  requireAbsence(call);
  const { segment, checksum } = await copyBytes(store, source.version, wantedAlgorithm(call, source.version));
  await requireStillAbsent(store, call, segment);
  const version = addVersion(store, call, "ObjectCreated:Copy", {
    ...creation,
    ...(!replaces && { metadata: source.version.metadata }),
    tags,
    sizeBytes: segment.sizeBytes,
    etag: randomEtag(),
    segments: [segment],
    checksum,
  });
  return answerOf(store, call, source, version);
}

function answerOf(store: Store, call: Call, source: CopySource, version: ObjectVersion): Answer {
  return xmlAnswer(
    "CopyObjectResult",
    {
      LastModified: new Date(version.createdAtMs).toISOString(),
      ETag: `"${version.etag}"`,
      ...checksumElement(version.checksum),
      ...(version.checksum && { ChecksumType: "FULL_OBJECT" }),
    },
    {
      "x-amz-version-id": version.versionID,
      "x-amz-copy-source-version-id": source.version.versionID,
      ...encryptionHeaders(store.keys, call),
    },
  );
}

/** True for `REPLACE`. @throws AwsError `InvalidArgument` (400) */
function readDirective(call: Call, name: string): boolean {
  const directive = headerOf(call, name) ?? "COPY";
  if (directive === "COPY" || directive === "REPLACE") return directive === "REPLACE";
  throw new AwsError(
    "InvalidArgument",
    `Unknown ${name === "x-amz-tagging-directive" ? "tagging" : "metadata"} directive.`,
  );
}

/** What is copied onto itself must change by it. @throws AwsError `InvalidRequest` (400) */
function requireChange(call: Call, { reading, version }: CopySource, replaces: boolean): void {
  const isItself =
    reading.bucket === call.bucket &&
    reading.key === call.key &&
    call.bucket.objects.find(call.key)?.versionID === version.versionID;
  if (!isItself || replaces || headerOf(call, "x-amz-server-side-encryption") !== undefined) return;
  throw new AwsError(
    "InvalidRequest",
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
      "metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** Tags come along for who may read them there and set them here; without tags nobody needs these rights. */
function copiedTags(store: Store, call: Call, { reading, version }: CopySource): Tags {
  if (Object.keys(version.tags).length === 0) return {};
  permit(store, reading, taggingAction(reading, "Get"), existingTags(reading));
  permit(store, call, "s3:PutObjectTagging", requestedTags(version.tags));
  return version.tags;
}

function wantedAlgorithm(call: Call, { checksum }: ObjectVersion): ChecksumAlgorithm | undefined {
  const name = headerOf(call, "x-amz-checksum-algorithm");
  return name === undefined ? checksum?.algorithm : parseAlgorithm(name);
}

async function copyBytes(store: Store, version: ObjectVersion, algorithm: ChecksumAlgorithm | undefined) {
  const digester = algorithm && createDigester(algorithm);
  async function* bytes() {
    for (const segment of version.segments) {
      if (segment.sizeBytes === 0) continue;
      for await (const chunk of store.blobs.read(segment, 0, segment.sizeBytes) as AsyncIterable<Buffer>) {
        digester?.update(chunk);
        yield chunk;
      }
    }
  }
  const segment = await store.blobs.write(bytes());
  const checksum: Checksum | undefined = algorithm &&
    digester && { algorithm, value: digester.digest().toString("base64") };
  return { segment, checksum };
}

/** The bytes are the source's; a body, or what vouches for one, would be passed over. */
function requireNoBody({ request: { headers } }: Call): void {
  const length = headers["content-length"] ?? "0";
  if (length !== "0" || headers["transfer-encoding"] !== undefined)
    throw notImplemented("a body of CopyObject");
  if (headers["content-md5"] !== undefined || claimedChecksum(headers) !== undefined)
    throw notImplemented("a checksum of a body of CopyObject");
}
