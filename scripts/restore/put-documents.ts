import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { PutObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Item } from "./item.ts";
import { putObject, standing } from "./put-object.ts";
import { sealedDocument, type SealedDocument } from "./sealed-document.ts";
import { openSource } from "./sealed-source.ts";
import { sideBySide } from "./side-by-side.ts";

/** What came of one document. */
export const OUTCOMES = {
  brought: "its bytes are back, compared with the digest on record, and its row names them",
  there: "the version that its row names is there",
  missing: "there is no copy of it",
  damaged: "its copy is not what the record says: nothing was put",
  taken: "other bytes lie under its key: nothing was put",
  changed: "its row changed meanwhile: run it again",
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** The table and the buckets, and who speaks to them. */
export interface DocumentPlaces {
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  /** Of the documents' rows. */
  readonly recordTable: string;
  readonly bucket: string;
  /** Bucket that holds the copies, under the same keys. */
  readonly copies: string;
}

const AT_A_TIME = 8;
/** Without it the read path can read nothing. */
const VERIFIED = { TagSet: [{ Key: "state", Value: "verified" }] };

/**
 * Brings back the objects of documents whose version is gone: compares the copy with the digest on record, puts it under its
 * key as a new version, tags it, and lets the row name it. It replaces no object and may be repeated, also after it was cut
 * off at any point.
 *
 * @param tell hears of each document
 */
export async function putDocuments(
  places: DocumentPlaces,
  rows: AsyncIterable<Item>,
  tell: (document: SealedDocument, outcome: Outcome) => void = () => undefined,
): Promise<Readonly<Record<Outcome, number>>> {
  const counts = { brought: 0, there: 0, missing: 0, damaged: 0, taken: 0, changed: 0 };
  await sideBySide(rows, AT_A_TIME, async (row) => {
    const document = sealedDocument(row);
    if (document === null) return;
    const outcome = await putDocument(places, document);
    counts[outcome] += 1;
    tell(document, outcome);
  });
  return counts;
}

async function putDocument(places: DocumentPlaces, document: SealedDocument): Promise<Outcome> {
  const { s3, bucket } = places;
  if ((await standing(s3, bucket, document, document.versionID)) !== null) return "there";
  const found = await findOrPut(places, document);
  if ("outcome" in found) return found.outcome;
  const { versionID } = found;
  if (document.isVerified) {
    const version = { Bucket: bucket, Key: document.objectKey, VersionId: versionID };
    await s3.send(new PutObjectTaggingCommand({ ...version, Tagging: VERIFIED }));
  }
  return (await pointTo(places, document, versionID)) ? "brought" : "changed";
}

/** A run that was cut off may have left the object without telling the row. */
async function findOrPut(
  { s3, bucket, copies }: DocumentPlaces,
  document: SealedDocument,
): Promise<{ readonly versionID: string } | { readonly outcome: Outcome }> {
  const newest = await standing(s3, bucket, document);
  if (newest !== null) {
    const { versionID, sha256 } = newest;
    return versionID !== undefined && sha256 === document.sha256 ? { versionID } : { outcome: "taken" };
  }
  const copy = await standing(s3, copies, document);
  if (copy === null) return { outcome: "missing" };
  if (copy.sizeBytes !== document.sealedSizeBytes) return { outcome: "damaged" };
  const source = await openSource(s3, copies, document);
  if (source === null) return { outcome: "damaged" };
  return { versionID: await putObject(s3, bucket, document, source) };
}

/** @returns false when the row names another version by now */
async function pointTo(
  { dynamo, recordTable }: DocumentPlaces,
  { key, versionID: old }: SealedDocument,
  versionID: string,
): Promise<boolean> {
  const update = new UpdateItemCommand({
    TableName: recordTable,
    Key: { pk: { S: key.pk }, sk: { S: key.sk } },
    UpdateExpression: "SET objectVersionID = :new",
    ConditionExpression: "objectVersionID = :old",
    ExpressionAttributeValues: { ":new": { S: versionID }, ":old": { S: old } },
  });
  try {
    await dynamo.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
