import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  deriveMessageKeys,
  importDataKey,
  openBytes,
  parseHeader,
  serializeHeader,
  type Bytes,
} from "../../packages/envelope/src/index.ts";

/** One message of the published file; see README.md beside it. */
interface Vector {
  readonly comment: string;
  readonly ciphertext: string;
  readonly commitment: string;
  readonly "message-id": string;
  readonly "decrypted-dek": string;
  readonly "encryption-context": Readonly<Record<string, string>>;
  readonly "plaintext-frames"?: readonly string[];
  /** Whether the message must open. */
  readonly status: boolean;
}

const file = new URL("../vectors/commitment-test-vectors.json", import.meta.url);
const { tests } = JSON.parse(readFileSync(file, "utf8")) as { readonly tests: readonly Vector[] };

function bytes(base64: string): Bytes {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** The suite, as it stands behind the version byte. */
function suiteOf(vector: Vector): number {
  return Buffer.from(vector.ciphertext, "base64").readUInt16BE(1);
}

function open(vector: Vector): Promise<Bytes> {
  const expected = { context: vector["encryption-context"], messageID: bytes(vector["message-id"]) };
  return importDataKey(bytes(vector["decrypted-dek"])).then((dataKey) =>
    openBytes({ dataKey, expected }, bytes(vector.ciphertext)),
  );
}

const ours = tests.filter((vector) => suiteOf(vector) === 0x0478);
const framed = ours.filter((vector) => !vector.comment.includes("unframed"));
const groups = {
  toOpen: framed.filter((vector) => vector.status),
  toRefuse: framed.filter((vector) => !vector.status),
  unframed: ours.filter((vector) => vector.comment.includes("unframed")),
  otherSuites: tests.filter((vector) => suiteOf(vector) !== 0x0478),
};
const title = (vectors: readonly Vector[]) => vectors.map((vector) => [vector.comment, vector] as const);

describe("the published vectors", () => {
  it("are all there, each in one group", () => {
    const sizes = Object.values(groups).map((vectors) => vectors.length);
    expect(sizes).toEqual([17, 3, 3, 23]);
    expect(tests).toHaveLength(46);
  });

  it.each(title(groups.toOpen))("open: %s", async (_comment, vector) => {
    expect(new TextDecoder().decode(await open(vector))).toBe(vector["plaintext-frames"]?.join(""));
  });

  it.each(title(groups.toRefuse))("are refused by their commitment: %s", async (_comment, vector) => {
    await expect(open(vector)).rejects.toMatchObject({ code: "wrong-key" });
  });

  it.each(title(groups.unframed))("are refused as unframed: %s", async (_comment, vector) => {
    await expect(open(vector)).rejects.toMatchObject({ code: "unsupported-content-type" });
  });

  it.each(title(groups.otherSuites))("are refused for their suite: %s", async (_comment, vector) => {
    await expect(open(vector)).rejects.toMatchObject({ code: "unsupported-suite" });
  });

  it.each(title(groups.toOpen))("give the commitment that they tell: %s", async (_comment, vector) => {
    const dataKey = await importDataKey(bytes(vector["decrypted-dek"]));
    const { commitment } = await deriveMessageKeys(dataKey, bytes(vector["message-id"]));
    expect(commitment).toEqual(bytes(vector.commitment));
  });

  it("with one data key have exactly the header that we write from their fields", () => {
    const headers = groups.toOpen.map((vector) => ({ sealed: bytes(vector.ciphertext), vector }));
    const single = headers.filter(({ sealed }) => parseHeader(sealed).encryptedDataKeys.length === 1);
    expect(single.length).toBeGreaterThan(5);
    for (const { sealed } of single) {
      const header = parseHeader(sealed);
      expect(serializeHeader(header)).toEqual(sealed.slice(0, header.lengthBytes - 16));
    }
  });
});
