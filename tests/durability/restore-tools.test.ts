import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectTaggingCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareTable } from "../../scripts/restore/compare.ts";
import { readExport, writeExport } from "../../scripts/restore/export.ts";
import { canonical, type Item } from "../../scripts/restore/item.ts";
import { putDocuments } from "../../scripts/restore/put-documents.ts";
import { putRows } from "../../scripts/restore/put-rows.ts";
import { scanTable } from "../../scripts/restore/scan.ts";
import { startBareCloud, type BareCloud } from "../support/bare-cloud.ts";

let cloud: BareCloud;
let directory: string;
beforeAll(async () => {
  cloud = await startBareCloud();
  directory = await mkdtemp(join(tmpdir(), "postern-restore-"));
});
afterAll(async () => {
  await cloud.close();
  await rm(directory, { recursive: true, force: true });
});

const row = (pk: string, value = "as it was"): Item => ({
  pk: { S: pk },
  sk: { S: "-" },
  value: { S: value },
  count: { N: "7" },
  bytes: { B: Uint8Array.from([0, 255, 16]) },
  more: { L: [{ M: { flag: { BOOL: true } } }, { NULL: true }, { SS: ["a", "b"] }] },
});

async function* each<Value>(...values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}

async function all<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

const get = async (pk: string) => {
  const Key = { pk: { S: pk }, sk: { S: "-" } };
  return (await cloud.dynamo.send(new GetItemCommand({ TableName: "record", Key }))).Item;
};

describe("an export", () => {
  it("gives the rows back as they were, of every type", async () => {
    const place = join(directory, "01693685827463-2d8752fd");
    await writeExport(
      place,
      "arn:aws:dynamodb:us-east-1:000000000000:table/record",
      each(row("a"), row("b")),
    );
    expect((await all(readExport(place))).map(canonical)).toEqual([row("a"), row("b")].map(canonical));
  });

  it("is refused when a file of it is not what the manifest says", async () => {
    const place = join(directory, "damaged");
    await writeExport(place, "arn:aws:dynamodb:us-east-1:000000000000:table/record", each(row("a")));
    const [name = ""] = await readdir(join(place, "data"));
    await writeFile(join(place, "data", name), "nothing");
    await expect(all(readExport(place))).rejects.toThrow(/not what the export's manifest says/);
  });
});

describe("rows that are put back", () => {
  it("replace nothing, and are told apart", async () => {
    await putRows(cloud.dynamo, "record", each(row("same"), row("edited", "since then")));
    const counts = await putRows(cloud.dynamo, "record", each(row("same"), row("edited"), row("gone")));
    expect(counts).toEqual({ put: 1, same: 1, different: 1 });
    expect((await get("edited"))?.["value"]).toEqual({ S: "since then" });
    expect(canonical((await get("gone")) ?? {})).toBe(canonical(row("gone")));
  });

  it("are never sessions, whatever the table is called", async () => {
    for (const name of ["session", "postern-production-session", "postern-production-limit"])
      await expect(putRows(cloud.dynamo, name, each(row("a")))).rejects.toThrow(/are not put back/);
  });

  it("come back by the command, with the AWS SDK's own environment", async () => {
    const place = join(directory, "by-command");
    await writeExport(place, "arn:aws:dynamodb:us-east-1:000000000000:table/record", each(row("commanded")));
    const script = fileURLToPath(new URL("../../scripts/restore/rows.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", script, "--to", "record", "--export", place],
      { env: { ...process.env, ...cloud.environment } },
    );
    expect(stdout).toContain("1 rows put");
    expect(await get("commanded")).toBeDefined();
  });
});

const CLINIC = `cli_${"1".repeat(26)}`;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");

/** A document's row whose object is gone, and its copy when there is one. */
async function lostDocument(name: string, bytes: Uint8Array, copy: Uint8Array | null) {
  const id = name.padEnd(26, "0");
  const item: Item = {
    pk: { S: `${CLINIC}#sub#sub_${id}` },
    sk: { S: `doc#doc_${id}` },
    entity: { S: "document" },
    clinicID: { S: CLINIC },
    submissionID: { S: `sub_${id}` },
    documentID: { S: `doc_${id}` },
    attemptID: { S: `att_${id}` },
    state: { S: "verified" },
    sealedSizeBytes: { N: String(bytes.length) },
    sha256: { S: sha256(bytes) },
    objectVersionID: { S: "a-version-that-is-gone" },
  };
  await cloud.dynamo.send(new PutItemCommand({ TableName: "record", Item: { ...item } }));
  const Key = `c/${CLINIC}/sub_${id}/doc_${id}/att_${id}`;
  if (copy !== null) await cloud.s3.send(new PutObjectCommand({ Bucket: "copies", Key, Body: copy }));
  const versionID = async () => {
    const found = { pk: item["pk"] ?? { S: "" }, sk: item["sk"] ?? { S: "" } };
    const got = await cloud.dynamo.send(new GetItemCommand({ TableName: "record", Key: found }));
    return got.Item?.["objectVersionID"]?.S;
  };
  return { item, Key, versionID };
}

const bringBack = (...items: readonly Item[]) =>
  putDocuments(
    { dynamo: cloud.dynamo, s3: cloud.s3, recordTable: "record", bucket: "documents", copies: "copies" },
    each(...items),
  );
const NONE = { brought: 0, there: 0, missing: 0, damaged: 0, taken: 0, changed: 0 };

describe("documents that are brought back", () => {
  it("are named by their rows, and may be read", async () => {
    const bytes = randomBytes(2000);
    const { item, Key, versionID } = await lostDocument("whole", bytes, bytes);
    expect(await bringBack(item)).toEqual({ ...NONE, brought: 1 });
    const VersionId = await versionID();
    const tags = await cloud.s3.send(new GetObjectTaggingCommand({ Bucket: "documents", Key, VersionId }));
    expect(tags.TagSet).toEqual([{ Key: "state", Value: "verified" }]);
    const rows = (await all(scanTable(cloud.dynamo, "record"))).filter(({ pk }) => pk?.S === item["pk"]?.S);
    expect(await bringBack(...rows)).toEqual({ ...NONE, there: 1 });
  });

  it("are not put when the copy has other bytes, or more, or is missing", async () => {
    const bytes = randomBytes(2000);
    const other = await lostDocument("other", bytes, randomBytes(2000));
    const longer = await lostDocument("longer", bytes, Buffer.concat([bytes, bytes]));
    const none = await lostDocument("none", bytes, null);
    const counts = await bringBack(other.item, longer.item, none.item);
    expect(counts).toEqual({ ...NONE, damaged: 2, missing: 1 });
    expect(await other.versionID()).toBe("a-version-that-is-gone");
  });

  it("are found again when a run was cut off before the row was told", async () => {
    const bytes = randomBytes(2000);
    const { item, Key, versionID } = await lostDocument("cut", bytes, bytes);
    const put = { Bucket: "documents", Key, Body: bytes, ChecksumSHA256: sha256(bytes) };
    const { VersionId } = await cloud.s3.send(new PutObjectCommand(put));
    expect(await bringBack(item)).toEqual({ ...NONE, brought: 1 });
    expect(await versionID()).toBe(VersionId);
  });

  it("do not hide other bytes under the same key", async () => {
    const bytes = randomBytes(2000);
    const { item, Key, versionID } = await lostDocument("taken", bytes, bytes);
    const Body = randomBytes(2000);
    const put = { Bucket: "documents", Key, Body, ChecksumSHA256: sha256(Body) };
    await cloud.s3.send(new PutObjectCommand(put));
    expect(await bringBack(item)).toEqual({ ...NONE, taken: 1 });
    expect(await versionID()).toBe("a-version-that-is-gone");
  });
});

describe("the drill's comparison", () => {
  const document = (version: string, state = "verified"): Item => ({
    ...row(`${CLINIC}#sub#sub_${"1".repeat(26)}`),
    entity: { S: "document" },
    clinicID: { S: CLINIC },
    submissionID: { S: `sub_${"1".repeat(26)}` },
    documentID: { S: `doc_${"1".repeat(26)}` },
    attemptID: { S: `att_${"1".repeat(26)}` },
    state: { S: state },
    sha256: { S: "a digest" },
    objectVersionID: { S: version },
  });

  it("tells apart what is equal, edited, gone and new", async () => {
    const exported = each(row("equal"), row("edited"), row("gone"), document("old"));
    const present = each(row("equal"), row("edited", "since then"), row("new"), document("other"));
    expect(await compareTable(exported, present)).toEqual({
      exported: 4,
      equal: 1,
      repointed: 1,
      different: 1,
      missing: 1,
      added: 1,
    });
  });

  it("does not let anything but the version pass for a new version", async () => {
    const { repointed, different } = await compareTable(
      each(document("old")),
      each(document("other", "quarantined")),
    );
    expect([repointed, different]).toEqual([0, 1]);
  });
});
