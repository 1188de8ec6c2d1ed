import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { fromDynamoJSON, toDynamoJSON, type Item } from "./item.ts";

const SUMMARY = "manifest-summary.json";
const FILES = "manifest-files.json";
const ROWS_PER_FILE = 5000;

const Summary = z.looseObject({
  itemCount: z.number(),
  outputFormat: z.literal("DYNAMODB_JSON"),
  exportType: z.literal("FULL_EXPORT").optional(),
});
const DataFile = z.looseObject({ itemCount: z.number(), md5Checksum: z.string(), dataFileS3Key: z.string() });

/**
 * Writes rows in the shape in which DynamoDB exports a table to S3 from its continuous backup: two manifests with their
 * checksums, and files of one row a line.
 *
 * Source: Amazon DynamoDB developer guide, "DynamoDB table export output format".
 *
 * @param directory stands for `AWSDynamoDB/<export's id>` in the bucket
 * @returns how many rows
 */
export async function writeExport(
  directory: string,
  tableARN: string,
  rows: AsyncIterable<Item>,
): Promise<number> {
  const startTime = new Date().toISOString();
  await mkdir(join(directory, "data"), { recursive: true });
  const files: string[] = [];
  let itemCount = 0;
  const keep = async (lines: readonly string[]) => {
    files.push(await writeData(directory, lines));
    itemCount += lines.length;
  };
  let lines: string[] = [];
  for await (const row of rows) {
    lines.push(`{"Item":${toDynamoJSON(row)}}\n`);
    if (lines.length < ROWS_PER_FILE) continue;
    await keep(lines);
    lines = [];
  }
  await keep(lines);
  const summary = {
    version: "2020-06-30",
    exportArn: `${tableARN}/export/${basename(directory)}`,
    startTime,
    endTime: new Date().toISOString(),
    tableArn: tableARN,
    tableId: randomUUID(),
    exportTime: startTime,
    s3Bucket: "exports",
    s3Prefix: null,
    s3SseAlgorithm: "AES256",
    s3SseKmsKeyId: null,
    manifestFilesS3Key: `AWSDynamoDB/${basename(directory)}/${FILES}`,
    billedSizeBytes: 0,
    itemCount,
    outputFormat: "DYNAMODB_JSON",
    exportType: "FULL_EXPORT",
  };
  await writeChecked(directory, FILES, files.join(""));
  await writeChecked(directory, SUMMARY, JSON.stringify(summary));
  return itemCount;
}

/** @returns its line in the manifest */
async function writeData(directory: string, lines: readonly string[]): Promise<string> {
  const name = `${randomUUID().replaceAll("-", "").slice(0, 26)}.json.gz`;
  const bytes = gzipSync(lines.join(""));
  await writeFile(join(directory, "data", name), bytes);
  const dataFileS3Key = `AWSDynamoDB/${basename(directory)}/data/${name}`;
  const etag = `${createHash("md5").update(bytes).digest("hex")}-1`;
  return `${JSON.stringify({ itemCount: lines.length, md5Checksum: md5(bytes), etag, dataFileS3Key })}\n`;
}

async function writeChecked(directory: string, name: string, text: string): Promise<void> {
  await writeFile(join(directory, name), text);
  await writeFile(join(directory, name.replace(".json", ".checksum")), md5(Buffer.from(text)));
}

/**
 * The rows of an export that lies in a directory, as `aws s3 cp --recursive` brings it.
 *
 * @throws Error when a file is missing, is not what the manifest says of it, or is no DynamoDB JSON
 */
export async function* readExport(directory: string): AsyncGenerator<Item> {
  const summary = Summary.parse(JSON.parse(await readFile(join(directory, SUMMARY), "utf8")));
  const manifest = await readFile(join(directory, FILES), "utf8");
  let count = 0;
  for (const line of linesOf(manifest)) {
    const file = DataFile.parse(JSON.parse(line));
    const name = basename(file.dataFileS3Key);
    const bytes = await readFile(join(directory, "data", name));
    if (md5(bytes) !== file.md5Checksum) throw new Error(`${name} is not what the export's manifest says.`);
    const rows = linesOf(gunzipSync(bytes).toString("utf8"));
    if (rows.length !== file.itemCount) throw new Error(`${name} has ${rows.length} rows.`);
    for (const row of rows) yield fromDynamoJSON((JSON.parse(row) as { Item?: unknown }).Item);
    count += rows.length;
  }
  if (count !== summary.itemCount) throw new Error(`The export has ${count} rows, not ${summary.itemCount}.`);
}

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("base64");
