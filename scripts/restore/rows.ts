import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readExport } from "./export.ts";
import { putRows } from "./put-rows.ts";
import { scanTable } from "./scan.ts";
import { readOrExplain } from "./usage.ts";

const USAGE = `Usage: npm run restore:rows -- --to TABLE (--from TABLE | --export DIRECTORY)

Puts the rows that TABLE lacks; it replaces none and may be repeated. They come from another table, as a restore to
a point in time makes it, or from an export of a table to S3 that was copied into a directory.
Region and credentials as for the AWS CLI.`;

/** @throws Error that names what is missing */
function readArguments() {
  const { values } = parseArgs({
    options: { to: { type: "string" }, from: { type: "string" }, export: { type: "string" } },
  });
  const { to, from, export: directory } = values;
  if (to === undefined || (from === undefined) === (directory === undefined))
    throw new Error("Say where the rows shall go, and one place where they are.");
  if (from === to) throw new Error("A table cannot be restored from itself.");
  return { to, from, directory: directory ?? "" };
}

const wanted = readOrExplain(readArguments, USAGE);
if (wanted !== undefined) {
  const { to, from, directory } = wanted;
  const dynamo = new DynamoDBClient();
  const rows = from === undefined ? readExport(directory) : scanTable(dynamo, from);
  const { put, same, different } = await putRows(dynamo, to, rows);
  console.log(
    `${put} rows put, ${same} were there already, ${different} are there with other values and were left.`,
  );
}
