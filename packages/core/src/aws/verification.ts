import { createHash } from "node:crypto";
import {
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { unavailable } from "../kernel/index.ts";

interface ObjectVersion {
  readonly objectKey: string;
  readonly versionID: string;
}

/** The tag without which the read path can read nothing. */
const VERIFIED = { TagSet: [{ Key: "state", Value: "verified" }] };

/**
 * Reads, hashes and tags object versions of one bucket. Without the right to list the whole bucket S3 answers a
 * missing version as a forbidden one, so every refusal counts as `unavailable`: tried again, then dead-lettered.
 */
export function createVerification(s3: S3Client, bucket: string) {
  const named = ({ objectKey, versionID }: ObjectVersion) => ({
    Bucket: bucket,
    Key: objectKey,
    VersionId: versionID,
  });
  return {
    async findVersion(objectKey: string): Promise<string | null> {
      // A HEAD alone cannot tell what is not there from what is refused; a list of our own prefix can.
      const listing = new ListObjectsV2Command({ Bucket: bucket, Prefix: objectKey, MaxKeys: 1 });
      const { Contents = [] } = await answered(s3.send(listing));
      if (!Contents.some(({ Key }) => Key === objectKey)) return null;
      const head = new HeadObjectCommand({ Bucket: bucket, Key: objectKey });
      const { VersionId } = await answered(s3.send(head));
      if (VersionId === undefined) throw unavailable();
      return VersionId;
    },
    async attest(version: ObjectVersion) {
      const head = new HeadObjectCommand({ ...named(version), ChecksumMode: "ENABLED" });
      const { ContentLength, ChecksumSHA256 } = await answered(s3.send(head));
      if (ContentLength === undefined) throw unavailable();
      return { sizeBytes: ContentLength, sha256: ChecksumSHA256 };
    },
    async readStart(version: ObjectVersion, lengthBytes: number) {
      const get = new GetObjectCommand({ ...named(version), Range: `bytes=0-${lengthBytes - 1}` });
      const { Body } = await answered(s3.send(get));
      if (Body === undefined) throw unavailable();
      return await answered(Body.transformToByteArray());
    },
    async hashPieces(version: ObjectVersion, sizesBytes: readonly number[]) {
      const { Body } = await answered(s3.send(new GetObjectCommand(named(version))));
      if (Body === undefined) throw unavailable();
      return await answered(hashStream(Body as unknown as AsyncIterable<Uint8Array>, sizesBytes));
    },
    async markVerified(version: ObjectVersion) {
      await answered(s3.send(new PutObjectTaggingCommand({ ...named(version), Tagging: VERIFIED })));
    },
    async unmark(version: ObjectVersion) {
      await answered(s3.send(new DeleteObjectTaggingCommand(named(version))));
    },
  };
}

/**
 * SHA-256 of consecutive pieces of a stream, held only chunk by chunk.
 *
 * @throws RangeError when the stream is shorter or longer than the pieces together: it was cut off, for what it
 *   carries has the length that S3 attested
 */
async function hashStream(
  stream: AsyncIterable<Uint8Array>,
  sizesBytes: readonly number[],
): Promise<readonly Uint8Array[]> {
  const digests: Uint8Array[] = [];
  let hash = createHash("sha256");
  let leftBytes = sizesBytes[0] ?? 0;
  for await (const chunk of stream) {
    for (let rest = chunk; rest.length > 0;) {
      if (leftBytes === 0) throw new RangeError("the object is longer than its pieces");
      const piece = rest.subarray(0, leftBytes);
      hash.update(piece);
      leftBytes -= piece.length;
      rest = rest.subarray(piece.length);
      if (leftBytes > 0) continue;
      digests.push(hash.digest());
      hash = createHash("sha256");
      leftBytes = sizesBytes[digests.length] ?? 0;
    }
  }
  if (digests.length < sizesBytes.length) throw new RangeError("the object is shorter than its pieces");
  return digests;
}

async function answered<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw unavailable(error);
  }
}
