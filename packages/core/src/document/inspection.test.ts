import { createHash, randomBytes } from "node:crypto";
import { LIMITS } from "@postern/contract";
import { createSealer, importDataKey, type Sealer } from "@postern/envelope";
import { describe, expect, it } from "vitest";
import type { DigestBlock, DocumentRecord, SubmissionRecord } from "../intake/index.ts";
import { idSource, systemClock } from "../kernel/index.ts";
import { inspect } from "./inspection.ts";
import { pieceSizes } from "./piece.ts";
import type { Verification } from "./verification.ts";

const newID = idSource(systemClock);
const key = { clinicID: newID("cli"), submissionID: newID("sub") };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** A bucket with one object, which can attest what the object is not. */
function bucketOf(bytes: Buffer, attested: { sizeBytes?: number; sha256?: string | undefined } = {}) {
  const reads: string[] = [];
  const real = { sizeBytes: bytes.length, sha256: sha256(bytes).toString("base64") };
  const verification: Verification = {
    findVersion: () => Promise.reject(new Error("inspecting is told which version")),
    attest: () => Promise.resolve({ ...real, ...attested }),
    readStart: (_, lengthBytes) => {
      reads.push("start");
      return Promise.resolve(bytes.subarray(0, lengthBytes));
    },
    hashPieces: (_, sizesBytes) => {
      reads.push("whole");
      let offset = 0;
      return Promise.resolve(
        sizesBytes.map((sizeBytes) => sha256(bytes.subarray(offset, (offset += sizeBytes)))),
      );
    },
    markVerified: () => Promise.reject(new Error("inspecting changes nothing")),
    unmark: () => Promise.reject(new Error("inspecting changes nothing")),
  };
  return { verification, reads };
}

async function sealed(sizeBytes: number) {
  const [wrappedKey, messageID] = [randomBytes(184), randomBytes(32)];
  const keyARN = "arn:aws:kms:us-east-1:000000000000:key/mrk-0";
  const sealer = await createSealer({
    dataKey: await importDataKey(new Uint8Array(randomBytes(32))),
    wrappedKey,
    messageID,
    keyARN,
    context: { clinic: key.clinicID, submission: key.submissionID },
    plaintextSizeBytes: sizeBytes,
  });
  const bytes = Buffer.from(await sealer.sealBytes(new Uint8Array(sizeBytes)));
  const head = { ...key, keyARN, wrappedKeySha256: sha256(wrappedKey).toString("base64") };
  const upload = sealer.parts.length === 1 ? "single" : "multipart";
  const document = {
    ...key,
    documentID: newID("doc"),
    attemptID: newID("att"),
    upload,
    messageID: messageID.toString("base64"),
    sealedSizeBytes: bytes.length,
  };
  return { bytes, sealer, head: head as SubmissionRecord, document: document as DocumentRecord };
}

const partsOf = (bytes: Buffer, { parts }: Sealer) =>
  parts.map((part) => bytes.subarray(part.sealedOffsetBytes, part.sealedOffsetBytes + part.sealedSizeBytes));
/** A block that holds the digests of these pieces. */
function blockOf(pieces: readonly Uint8Array[]): DigestBlock {
  const block = { digests: new Uint8Array(3200), filled: new Uint8Array(13), version: 1 };
  for (const [slot, piece] of pieces.entries()) {
    block.digests.set(sha256(piece), slot * 32);
    block.filled[slot >> 3] = (block.filled[slot >> 3] ?? 0) | (1 << (slot & 7));
  }
  return block;
}
const composite = (pieces: readonly Uint8Array[]) =>
  `${sha256(Buffer.concat(pieces.map(sha256))).toString("base64")}-${pieces.length}`;

describe("inspecting an object", () => {
  it("finds a sound one, and what S3 attested of it", async () => {
    const { bytes, ...record } = await sealed(5000);
    const { verification } = bucketOf(bytes);
    const finding = await inspect(verification, { ...record, blocks: [blockOf([bytes])] }, "v");
    expect(finding).toEqual({ fault: null, sha256: sha256(bytes).toString("base64") });
  });

  it("reads it whole and believes its bytes more than the attestation", async () => {
    const { bytes, ...record } = await sealed(5000);
    const attested = { sha256: sha256(bytes).toString("base64") };
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(4000) ^ 1, 4000);
    const { verification, reads } = bucketOf(other, attested);
    const finding = await inspect(verification, { ...record, blocks: [blockOf([bytes])] }, "v");
    expect(finding).toEqual({ fault: "checksum-differs" });
    expect(reads).toEqual(["start", "whole"]);
  });

  it("reads only the header of one that is too long to be hashed here", async () => {
    const { bytes, head, document } = await sealed(5000);
    const sizeBytes = LIMITS.rehashSizeBytes + 1;
    const { verification, reads } = bucketOf(bytes, { sizeBytes });
    const large = { ...document, sealedSizeBytes: sizeBytes };
    const blocks = [blockOf([bytes])];
    expect(await inspect(verification, { head, document: large, blocks }, "v")).toMatchObject({
      fault: null,
    });
    expect(reads).toEqual(["start"]);
  });

  it("holds each part of a multipart upload against its own digest", async () => {
    const { bytes, sealer, ...record } = await sealed(9 * 1024 ** 2);
    const pieces = partsOf(bytes, sealer);
    const good = bucketOf(bytes, { sha256: composite(pieces) }).verification;
    expect(await inspect(good, { ...record, blocks: [blockOf(pieces)] }, "v")).toEqual({
      fault: null,
      sha256: composite(pieces),
    });
    const swapped = pieces.toReversed();
    const bad = bucketOf(bytes, { sha256: composite(swapped) }).verification;
    expect(await inspect(bad, { ...record, blocks: [blockOf(swapped)] }, "v")).toEqual({
      fault: "checksum-differs",
    });
  });

  it("reads nothing of one whose length or checksum is wrong, or that S3 holds no checksum of", async () => {
    const { bytes, ...record } = await sealed(5000);
    const blocks = [blockOf([bytes])];
    const found = async (attested: { sizeBytes?: number; sha256?: string | undefined }) => {
      const { verification, reads } = bucketOf(bytes, attested);
      const { fault } = await inspect(verification, { ...record, blocks }, "v");
      return [fault, ...reads];
    };
    expect(await found({ sizeBytes: 1 })).toEqual(["size-differs"]);
    expect(await found({ sha256: "another" })).toEqual(["checksum-differs"]);
    expect(await found({ sha256: undefined })).toEqual(["checksum-differs"]);
  });

  it("never takes one for sound whose digests were not recorded", async () => {
    const { bytes, ...record } = await sealed(5000);
    const { verification } = bucketOf(bytes);
    const finding = await inspect(verification, { ...record, blocks: [] }, "v");
    expect(finding).toEqual({ fault: "checksum-differs" });
  });
});

describe("how a sealed object was cut", () => {
  it.each([1, 8, 16, 17, 24].map((mebibytes) => [mebibytes]))(
    "agrees with the sealer at %i MiB",
    async (size) => {
      const { bytes, sealer } = await sealed(size * 1024 ** 2);
      const sizes = sealer.parts.map(({ sealedSizeBytes }) => sealedSizeBytes);
      expect(pieceSizes(bytes.length, sealer.header.length, sizes.length)).toEqual(sizes);
    },
  );

  it("is not known when there are more parts than the object has bytes for", () => {
    expect(pieceSizes(9 * 1024 ** 2, 500, 3)).toBeNull();
  });
});
