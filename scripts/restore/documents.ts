import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { OUTCOMES, putDocuments, type Outcome } from "./put-documents.ts";
import { documentRights } from "./rights.ts";
import { scanTable } from "./scan.ts";
import { readOrExplain } from "./usage.ts";

const USAGE = `Usage: npm run restore:documents -- --records TABLE --bucket BUCKET (--copies BUCKET | --rights)

Brings back the objects that the rows in TABLE name and BUCKET lacks, from the bucket with copies, and lets the rows
name the new versions. It replaces nothing and may be repeated. Region and credentials as for the AWS CLI.
With --rights it only prints, as a policy, what the role of the restore lacks for it.`;

/** @throws Error that names what is missing */
function readArguments() {
  const { values } = parseArgs({
    options: {
      records: { type: "string" },
      bucket: { type: "string" },
      copies: { type: "string" },
      rights: { type: "boolean", default: false },
    },
  });
  const { records: recordTable, bucket, copies = "", rights } = values;
  if (recordTable === undefined || bucket === undefined || (copies === "") !== rights)
    throw new Error("Name the table with the records, the bucket, and the bucket with the copies.");
  if (bucket === copies) throw new Error("A bucket cannot be restored from itself.");
  return { recordTable, bucket, copies };
}

/** @returns whether every document is where its row says */
async function bringBack(places: ReturnType<typeof readArguments>): Promise<boolean> {
  const dynamo = new DynamoDBClient();
  const rows = scanTable(dynamo, places.recordTable);
  const counts = await putDocuments(
    { ...places, dynamo, s3: new S3Client() },
    rows,
    ({ objectKey }, outcome) => {
      if (outcome !== "brought" && outcome !== "there") console.error(`${outcome}  ${objectKey}`);
    },
  );
  for (const outcome of Object.keys(OUTCOMES) as Outcome[])
    console.log(`${String(counts[outcome]).padStart(8)}  ${OUTCOMES[outcome]}`);
  const { missing, damaged, taken, changed } = counts;
  return missing + damaged + taken + changed === 0;
}

const wanted = readOrExplain(readArguments, USAGE);
if (wanted !== undefined) {
  const { recordTable, bucket, copies } = wanted;
  if (copies === "") console.log(JSON.stringify(documentRights(recordTable, bucket), null, 2));
  else if (!(await bringBack(wanted))) process.exitCode = 1;
}
