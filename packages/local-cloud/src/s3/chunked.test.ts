import { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { createChunkSignatures, type ChunkSeed } from "./chunk-signature.ts";
import { decodeChunks, type ChunkedOptions } from "./chunked.ts";
import { sha256, startTestCloud } from "./bucket.fixture.ts";

async function* inPieces(text: string, pieceBytes: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function decode(text: string, options: Partial<ChunkedOptions> = {}, pieceBytes = 7): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of decodeChunks(inPieces(text, pieceBytes), {
    onTrailer: () => undefined,
    ...options,
  })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

describe("a body in chunks", () => {
  it.each([1, 2, 7, 1000])("is the same however it is cut on its way (%d bytes)", async (pieceBytes) => {
    const trailers: string[] = [];
    const onTrailer = (name: string, value: string) => trailers.push(`${name}=${value}`);
    const text = "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Amz-Checksum-Crc32:DUoRhQ==\r\n\r\n";
    expect(await decode(text, { onTrailer }, pieceBytes)).toBe("hello world");
    expect(trailers).toEqual(["x-amz-checksum-crc32=DUoRhQ=="]);
  });

  it.each([
    ["ends early", "5\r\nhel"],
    ["lacks its last chunk", "5\r\nhello\r\n"],
    ["lacks its end", "5\r\nhello\r\n0\r\n"],
    ["has a longer chunk than it says", "5\r\nhello world\r\n0\r\n\r\n"],
    ["goes on behind its end", "0\r\n\r\nmore"],
    ["has no size", "\r\nhello\r\n0\r\n\r\n"],
    ["never ends a line", "0".repeat(9000)],
  ])("is refused when it %s", async (_what, text) => {
    await expect(decode(text)).rejects.toThrow(expect.objectContaining({ code: "IncompleteBody" }));
  });
});

// Source: the worked example of "Signature calculations for the Authorization header: transferring payload in multiple
// chunks" in the Amazon S3 API Reference.
describe("signed chunks, by Amazon's example", () => {
  const seed: ChunkSeed = {
    signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    scope: "20130524/us-east-1/s3/aws4_request",
    date: "20130524T000000Z",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  };
  const signed = (fill: string) =>
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${fill.repeat(65536)}\r\n` +
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${"a".repeat(1024)}\r\n` +
    "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

  it("are accepted", async () => {
    const text = await decode(signed("a"), { signatures: createChunkSignatures(seed) }, 10_000);
    expect(text).toBe("a".repeat(66560));
  });

  it("are refused with other bytes, or without a signature", async () => {
    const mismatch = expect.objectContaining({ code: "SignatureDoesNotMatch" }) as unknown as Error;
    const check = async (text: string) =>
      await decode(text, { signatures: createChunkSignatures(seed) }, 10_000);
    await expect(check(signed("b"))).rejects.toThrow(mismatch);
    await expect(check("1\r\na\r\n0\r\n\r\n")).rejects.toThrow(mismatch);
  });
});

describe("the SDK's own streams", () => {
  it("are refused with an answer when their chunks make no sense", async () => {
    const cloud = await startTestCloud();
    try {
      const owner = cloud.client("owner");
      owner.middlewareStack.add(
        (next) => async (args) => {
          Object.assign(args.request as object, { body: Readable.from([Buffer.alloc(300_000, "z")]) });
          return await next(args);
        },
        { step: "finalizeRequest", priority: "low", name: "garble" },
      );
      const Body = Readable.from([Buffer.alloc(300_000, "a")]);
      const put = { Bucket: "documents", Key: "stream", Body, ContentLength: 300_000, IfNoneMatch: "*" };
      await expect(owner.send(new PutObjectCommand(put))).rejects.toThrow(
        expect.objectContaining({ name: "IncompleteBody" }),
      );
      await expect(
        cloud.client("owner").send(new GetObjectCommand({ Bucket: "documents", Key: "stream" })),
      ).rejects.toThrow(expect.objectContaining({ name: "NoSuchKey" }));
    } finally {
      await cloud.close();
    }
  });

  it("arrive with the checksum that their trailer brings", async () => {
    const cloud = await startTestCloud();
    try {
      const owner = cloud.client("owner");
      const object = { Bucket: "documents", Key: "stream" };
      const pieces = Array.from({ length: 40 }, () => Buffer.alloc(10_000, "a"));
      await owner.send(
        new PutObjectCommand({
          ...object,
          Body: Readable.from(pieces),
          ContentLength: 400_000,
          ChecksumAlgorithm: "SHA256",
          IfNoneMatch: "*",
        }),
      );
      const got = await owner.send(new GetObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
      expect(await got.Body?.transformToString()).toBe("a".repeat(400_000));
      expect(got.ChecksumSHA256).toBe(sha256("a".repeat(400_000)));
      expect(got.ContentEncoding).toBeUndefined();
    } finally {
      await cloud.close();
    }
  });
});
