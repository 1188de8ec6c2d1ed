import { randomUUID } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListMultipartUploadsCommandInput,
} from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it } from "vitest";
import { filesBucket, onAll, onOwn, throughS3 } from "./bucket.ts";
import { refusal, useTarget } from "./target.ts";
import { A } from "./tenancy.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: filesBucket },
    roles: {
      owner: { may: onAll },
      writer: { may: (names) => [onOwn(names, ["PutObject"]), throughS3(names, "GenerateDataKey")] },
      folders: {
        may: (names) => [
          allow("s3:ListBucket", names.bucket("files"), { StringEquals: { "s3:delimiter": "/" } }),
        ],
      },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    owner: (await target.as("owner")).s3,
    writer: (await target.as("writer", A)).s3,
    folders: (await target.as("folders")).s3,
  }),
);

const fresh = () => `c/${A.clinic}/${randomUUID()}/`;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html */
describe("a list with a delimiter", () => {
  async function keys(...names: readonly string[]) {
    const { owner, Bucket } = cloud();
    const Prefix = fresh();
    for (const name of names)
      await owner.send(new PutObjectCommand({ Bucket, Key: Prefix + name, Body: "-", IfNoneMatch: "*" }));
    return Prefix;
  }
  const list = async (Prefix: string, more: object = {}, s3 = cloud().owner) => {
    const input = { Bucket: cloud().Bucket, Prefix, Delimiter: "/", ...more };
    const answer = await s3.send(new ListObjectsV2Command(input));
    const behind = (text = "") => text.slice(Prefix.length);
    return {
      ...answer,
      keys: (answer.Contents ?? []).map(({ Key }) => behind(Key)),
      prefixes: (answer.CommonPrefixes ?? []).map(({ Prefix: common }) => behind(common)),
    };
  };

  it("has keys up to it as they are, and one common prefix for all behind it", async () => {
    const Prefix = await keys("a", "b/1", "b/2", "b/c/3", "d");
    expect(await list(Prefix)).toMatchObject({ keys: ["a", "d"], prefixes: ["b/"], KeyCount: 3 });
    expect(await list(`${Prefix}b/`)).toMatchObject({ keys: ["1", "2"], prefixes: ["c/"] });
    expect(await list(`${Prefix}b`)).toMatchObject({ keys: [], prefixes: ["/"] });
  });

  it("counts a common prefix once in a page, and comes back to it on none", async () => {
    const Prefix = await keys("a/1", "a/2", "b", "c/1", "c/2");
    const seen: string[] = [];
    for (let ContinuationToken: string | undefined; ;) {
      const page = await list(Prefix, { MaxKeys: 1, ContinuationToken });
      seen.push(...page.keys, ...page.prefixes);
      ContinuationToken = page.NextContinuationToken;
      if (ContinuationToken === undefined) break;
    }
    expect(seen).toEqual(["a/", "b", "c/"]);
  });

  it("may be longer than a character", async () => {
    const Prefix = await keys("a--1", "a-2");
    expect(await list(Prefix, { Delimiter: "--" })).toMatchObject({ keys: ["a-2"], prefixes: ["a--"] });
  });

  it("is seen by the policy", async () => {
    const { folders } = cloud();
    expect(await refusal(list(fresh(), {}, folders))).toBe("none");
    expect(await refusal(list(fresh(), { Delimiter: undefined }, folders))).toBe("AccessDenied");
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
describe("ListMultipartUploads", () => {
  const begun: { readonly Key: string; readonly UploadId: string }[] = [];
  afterEach(async () => {
    const { owner, Bucket } = cloud();
    for (const upload of begun.splice(0))
      await owner.send(new AbortMultipartUploadCommand({ Bucket, ...upload }));
  });
  async function begin(Key: string) {
    const { owner, Bucket } = cloud();
    const command = new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" });
    const { UploadId = "" } = await owner.send(command);
    const upload = { Key, UploadId };
    begun.push(upload);
    return upload;
  }
  const list = (more: Partial<ListMultipartUploadsCommandInput>, s3 = cloud().owner) =>
    s3.send(new ListMultipartUploadsCommand({ Bucket: cloud().Bucket, ...more }));

  it("tells what is under way below a prefix, and not what was ended", async () => {
    const Prefix = fresh();
    const [kept, ended] = [await begin(`${Prefix}a`), await begin(`${Prefix}b`)];
    await begin(`${fresh()}a`);
    await cloud().owner.send(new AbortMultipartUploadCommand({ Bucket: cloud().Bucket, ...ended }));
    begun.splice(begun.indexOf(ended), 1);
    const { Uploads, IsTruncated } = await list({ Prefix });
    expect(Uploads).toMatchObject([{ ...kept, ChecksumAlgorithm: "SHA256" }]);
    expect(Uploads?.[0]?.Initiated).toBeInstanceOf(Date);
    expect(IsTruncated).toBe(false);
  });

  it("goes in pages, by key and then by the time of each beginning", async () => {
    const Prefix = fresh();
    const wanted = [
      await begin(`${Prefix}a`),
      await begin(`${Prefix}b`),
      await begin(`${Prefix}b`),
      await begin(`${Prefix}c`),
    ];
    const seen: object[] = [];
    for (let marker = {}; ;) {
      const page = await list({ Prefix, MaxUploads: 1, ...marker });
      seen.push(...(page.Uploads ?? []).map(({ Key, UploadId }) => ({ Key, UploadId })));
      if (page.IsTruncated !== true) break;
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    expect(seen).toEqual(expect.arrayContaining(wanted));
    expect(seen).toHaveLength(wanted.length);
    expect(seen.map((each) => (each as { Key: string }).Key)).toEqual(wanted.map(({ Key }) => Key));
  });

  it("by a key alone goes on behind all its uploads, and an upload's id alone says nothing", async () => {
    const Prefix = fresh();
    const [first] = [await begin(`${Prefix}a`), await begin(`${Prefix}a`)];
    const last = await begin(`${Prefix}b`);
    const { Uploads } = await list({ Prefix, KeyMarker: first.Key });
    expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([last.UploadId]);
    expect((await list({ Prefix, UploadIdMarker: last.UploadId })).Uploads).toHaveLength(3);
  });

  it("is not for who may write only", async () => {
    expect(await refusal(list({}, cloud().writer))).toBe("AccessDenied");
  });
});
