import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Copy } from "./copies.ts";
import { digestOf } from "./copies.ts";
import { canonical, keyOf, type Item } from "./item.ts";
import { sealedDocument, type SealedDocument } from "./sealed-document.ts";
import { sideBySide } from "./side-by-side.ts";

/** One table, as it was exported and as it is now. */
export interface TableComparison {
  readonly exported: number;
  readonly equal: number;
  /** Rows of documents that differ in the version they name, and in nothing else. */
  readonly repointed: number;
  readonly different: number;
  readonly missing: number;
  /** Not exported. */
  readonly added: number;
}

export async function compareTable(
  exported: AsyncIterable<Item>,
  present: AsyncIterable<Item>,
): Promise<TableComparison> {
  const now = new Map<string, Item>();
  for await (const row of present) now.set(keyOf(row), row);
  const counts = { exported: 0, equal: 0, repointed: 0, different: 0, missing: 0 };
  for await (const row of exported) {
    counts.exported += 1;
    const found = now.get(keyOf(row));
    now.delete(keyOf(row));
    counts[found === undefined ? "missing" : judged(row, found)] += 1;
  }
  return { ...counts, added: now.size };
}

function judged(old: Item, row: Item): "equal" | "repointed" | "different" {
  if (canonical(old) === canonical(row)) return "equal";
  const { objectVersionID } = old;
  const isDocument = sealedDocument(old) !== null && sealedDocument(row) !== null;
  if (!isDocument || objectVersionID === undefined) return "different";
  return canonical(old) === canonical({ ...row, objectVersionID }) ? "repointed" : "different";
}

/** All copies, as they were and as the documents' rows lead to them now. */
export interface ObjectComparison {
  readonly copied: number;
  /** The row leads to a version with the same bytes, the same attested digest and the same tags. */
  readonly equal: number;
  readonly different: number;
  /** No row names it, or what the row names is not there. */
  readonly missing: number;
}

const AT_A_TIME = 8;

export async function compareObjects(
  s3: S3Client,
  bucket: string,
  copies: readonly Copy[],
  rows: AsyncIterable<Item>,
): Promise<ObjectComparison> {
  const documents = new Map<string, SealedDocument>();
  for await (const row of rows) {
    const document = sealedDocument(row);
    if (document !== null) documents.set(document.objectKey, document);
  }
  const counts = { equal: 0, different: 0, missing: 0 };
  await sideBySide(copies, AT_A_TIME, async (copy) => {
    const document = documents.get(copy.objectKey);
    counts[document === undefined ? "missing" : await sameObject(s3, bucket, copy, document)] += 1;
  });
  return { copied: copies.length, ...counts };
}

async function sameObject(
  s3: S3Client,
  Bucket: string,
  copy: Copy,
  document: SealedDocument,
): Promise<keyof Omit<ObjectComparison, "copied">> {
  const version = { Bucket, Key: copy.objectKey, VersionId: document.versionID };
  const got = await s3.send(new GetObjectCommand(version)).catch(() => undefined);
  if (got === undefined) return "missing";
  const bytes = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
  const { ChecksumSHA256 } = await s3.send(new HeadObjectCommand({ ...version, ChecksumMode: "ENABLED" }));
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(version));
  const tags = Object.fromEntries(TagSet.map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
  const isEqual =
    digestOf(bytes) === copy.digest &&
    ChecksumSHA256 === copy.attested &&
    ChecksumSHA256 === document.sha256 &&
    JSON.stringify(tags) === JSON.stringify(copy.tags);
  return isEqual ? "equal" : "different";
}
