import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import { sideBySide } from "./side-by-side.ts";

/** A copy of one version of an object. */
export interface Copy {
  readonly objectKey: string;
  readonly versionID: string;
  /** As S3 attested it. */
  readonly attested: string | undefined;
  /** SHA-256 of all its bytes, in hex. */
  readonly digest: string;
  readonly tags: Readonly<Record<string, string>>;
  /** File with the bytes. */
  readonly path: string;
}

const AT_A_TIME = 8;

/** Copies every version of a bucket into a directory: what AWS Backup would hold. */
export async function copyBucket(s3: S3Client, bucket: string, directory: string): Promise<readonly Copy[]> {
  await mkdir(directory, { recursive: true });
  const copies: Copy[] = [];
  await sideBySide(versionsOf(s3, bucket), AT_A_TIME, async ({ Key = "", VersionId = "" }) => {
    const version = { Bucket: bucket, Key, VersionId };
    const got = await s3.send(new GetObjectCommand({ ...version, ChecksumMode: "ENABLED" }));
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(version));
    const bytes = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
    const path = join(directory, VersionId);
    await writeFile(path, bytes);
    copies.push({
      objectKey: Key,
      versionID: VersionId,
      attested: got.ChecksumSHA256,
      digest: digestOf(bytes),
      tags: Object.fromEntries(TagSet.map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
      path,
    });
  });
  return copies;
}

async function* versionsOf(s3: S3Client, Bucket: string): AsyncGenerator<ObjectVersion> {
  let place: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (place !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, ...place }),
    );
    yield* page.Versions ?? [];
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    place = IsTruncated === true ? { KeyMarker, VersionIdMarker } : undefined;
  }
}

/** Puts copies into an empty bucket, each under its key: what a restore of AWS Backup into a new bucket does. */
export async function bringCopies(s3: S3Client, bucket: string, copies: readonly Copy[]): Promise<void> {
  await sideBySide(copies, AT_A_TIME, async ({ objectKey, tags, path }) => {
    const Tagging = new URLSearchParams(tags).toString();
    const put = { Bucket: bucket, Key: objectKey, Body: await readFile(path) };
    await s3.send(new PutObjectCommand({ ...put, ...(Tagging === "" ? {} : { Tagging }) }));
  });
}

/** SHA-256 in hex. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
