import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callCli, cliVersion, skipMessage } from "./aws-cli.ts";
import { filesBucket, onOwn, throughS3 } from "./bucket.ts";
import { rowsTable } from "./rows.ts";
import { useTarget } from "./target.ts";
import { A, B, ownRows, taggedClinic } from "./tenancy.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    tables: { rows: rowsTable },
    keys: { storage: {} },
    buckets: { files: filesBucket },
    roles: {
      clinic: {
        may: (names) => [
          onOwn(names, ["PutObject", "GetObject"]),
          throughS3(names, "GenerateDataKey", "Decrypt"),
          allow("s3:ListBucket", names.bucket("files"), {
            StringLike: { "s3:prefix": `c/${taggedClinic}/*` },
          }),
          allow(["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query"], names.table("rows"), ownRows),
        ],
      },
    },
  },
  async (target) => {
    const { credentials } = await target.as("clinic", A);
    if (credentials === undefined) throw new Error("A session has credentials.");
    return {
      bucket: target.bucketName("files"),
      table: target.tableName("rows"),
      aws: (...args: readonly string[]) => callCli(target, credentials, args),
    };
  },
);

const version = await cliVersion();
const message = skipMessage(version);
if (message !== undefined) console.warn(message);

it("says so where there is no AWS CLI", () => {
  expect(skipMessage(undefined)).toBe("skipped: the AWS CLI is not on the PATH, so no real client was tried");
  expect(skipMessage("2.0.0")).toBeUndefined();
});

/** A client that is none of ours, with the credentials of one clinic; each call starts a program of its own. */
describe.skipIf(version === undefined)("the AWS CLI as a clinic", () => {
  let directory: string;
  const key = `c/${A.clinic}/${randomUUID()}`;
  const file = () => join(directory, "file");
  const got = () => join(directory, "got");

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "contract-"));
    await writeFile(file(), "bytes of a file");
  });
  afterAll(() => rm(directory, { recursive: true }));

  const s3 = (operation: string, ...args: readonly string[]) =>
    cloud().aws("s3api", operation, "--bucket", cloud().bucket, ...args);
  const put = (Key: string) => s3("put-object", "--key", Key, "--body", file(), "--if-none-match", "*");
  const get = (Key: string) => s3("get-object", "--key", Key, got());
  const list = (prefix: string) => s3("list-objects-v2", "--prefix", prefix);

  it("puts an object, gets the same bytes and finds it in the list", async () => {
    expect(await put(key)).toMatchObject({ answer: { ServerSideEncryption: "aws:kms" } });
    expect(await get(key)).toMatchObject({ answer: { ContentLength: 15 } });
    expect(await readFile(got(), "utf8")).toBe("bytes of a file");
    expect(await list(`c/${A.clinic}/`)).toMatchObject({ answer: { Contents: [{ Key: key, Size: 15 }] } });
  }, 120_000);

  it("is refused with the objects of another clinic", async () => {
    const foreign = `c/${B.clinic}/${randomUUID()}`;
    const refusals = [put(foreign), get(foreign), list(`c/${B.clinic}/`)];
    for (const refused of await Promise.all(refusals)) expect(refused).toEqual({ refused: "AccessDenied" });
  }, 120_000);

  it("puts and gets rows of its own, and none of another clinic", async () => {
    const row = (pk: string) => JSON.stringify({ pk: { S: pk }, sk: { S: "a" } });
    const table = ["--table-name", cloud().table];
    const rows = async (pk: string) => [
      await cloud().aws("dynamodb", "put-item", ...table, "--item", row(pk)),
      await cloud().aws("dynamodb", "get-item", ...table, "--key", row(pk)),
    ];
    expect(await rows("clinica#cli")).toEqual([
      { answer: undefined },
      { answer: { Item: { pk: { S: "clinica#cli" }, sk: { S: "a" } } } },
    ]);
    const denied = { refused: "AccessDeniedException" };
    expect(await rows("clinicab#cli")).toEqual([denied, denied]);
    expect(await cloud().aws("dynamodb", "scan", ...table)).toEqual(denied);
  }, 120_000);
});
