import { BatchWriteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  GetObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Names } from "../../../infra/policy/index.ts";
import { fromDynamoJSON, toDynamoJSON, type Item } from "../../restore/item.ts";
import { scanTable } from "../../restore/scan.ts";
import { sealedDocument } from "../../restore/sealed-document.ts";
import { sideBySide } from "../../restore/side-by-side.ts";

/** Who writes, and where. */
export interface Multiplier {
  /** May write rows. */
  readonly dynamo: DynamoDBClient;
  /** May read and write objects. */
  readonly s3: S3Client;
  readonly names: Names;
}

const ROWS_TOGETHER = 25;
const AT_A_TIME = 8;
const DIGITS = 6;
/** Ids that belong to one submission; their last characters are drawn, and make room for a number. */
const OWN_ID = /\b(?:sub|doc|att|tsk|evt)_[0-9a-z]{26}\b/g;

/**
 * Makes each submission that is there many: its rows in `record` and `audit` under ids of their own, and its objects under
 * keys of their own. They cannot be opened, for each names its id in what is sealed; but a cloud has as much to keep.
 *
 * @param times how many there shall be of each
 */
export async function multiply({ dynamo, s3, names }: Multiplier, times: number): Promise<void> {
  const { record, audit } = names.tables;
  const bucket = names.documentBucket.name;
  const rows = { [record.name]: [] as Item[], [audit.name]: [] as Item[] };
  for (const [table, found] of Object.entries(rows))
    for await (const row of scanTable(dynamo, table)) if (row["submissionID"] !== undefined) found.push(row);
  const numbers = Array.from({ length: times - 1 }, (_, index) => index + 1);
  await sideBySide(numbers, 1, async (number) => {
    for (const [table, found] of Object.entries(rows))
      await putAll(
        dynamo,
        table,
        found.map((row) => renamed(row, number)),
      );
  });
  await sideBySide(rows[record.name] ?? [], 1, async (row) => {
    const document = sealedDocument(row);
    if (document === null) return;
    const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: document.objectKey }));
    const Body = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
    await sideBySide(numbers, AT_A_TIME, async (number) => {
      const place = { Bucket: bucket, Key: renumbered(document.objectKey, number) };
      const { VersionId } = await s3.send(new PutObjectCommand({ ...place, Body, IfNoneMatch: "*" }));
      const Tagging = { TagSet: [{ Key: "state", Value: "verified" }] };
      await s3.send(new PutObjectTaggingCommand({ ...place, VersionId, Tagging }));
    });
  });
}

const renumbered = (text: string, number: number) =>
  text.replace(OWN_ID, (id) => id.slice(0, -DIGITS) + String(number).padStart(DIGITS, "0"));

const renamed = (row: Item, number: number) =>
  fromDynamoJSON(JSON.parse(renumbered(toDynamoJSON(row), number)));

async function putAll(dynamo: DynamoDBClient, table: string, rows: readonly Item[]): Promise<void> {
  // Rows whose key has no such id, as those of a submission's number, would stand for one another.
  const own = rows.filter(({ pk, sk }) => `${pk?.S} ${sk?.S}`.search(OWN_ID) >= 0);
  for (let start = 0; start < own.length; start += ROWS_TOGETHER) {
    const puts = own.slice(start, start + ROWS_TOGETHER).map((row) => ({ PutRequest: { Item: { ...row } } }));
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
}
