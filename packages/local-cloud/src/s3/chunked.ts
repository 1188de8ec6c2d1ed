import { AwsError } from "../aws/error.ts";
import type { ChunkSignatures } from "./chunk-signature.ts";

/** How to read a body in the encoding `aws-chunked`. */
export interface ChunkedOptions {
  /** Given for signed streams: every chunk, the last (empty) one included, must then carry a good signature. */
  readonly signatures?: ChunkSignatures;
  /** Takes each trailer; names are lower case. */
  readonly onTrailer: (name: string, value: string) => void;
}

const longestLineBytes = 4096;

/**
 * Decodes `aws-chunked`: `<hex size>[;chunk-signature=<hex>]\r\n<bytes>\r\n` …, an empty chunk, trailers, an empty line.
 * Bytes are passed on before their chunk's signature is known to be good; the caller must keep them to itself until the end.
 * @throws AwsError `IncompleteBody` (400), `SignatureDoesNotMatch` (403).
 */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  for (;;) {
    const header = parseChunkHeader(await reader.line());
    let leftBytes = header.sizeBytes;
    while (leftBytes > 0) {
      const bytes = await reader.some(leftBytes);
      leftBytes -= bytes.length;
      options.signatures?.update(bytes);
      yield bytes;
    }
    options.signatures?.endChunk(header.signature);
    if (header.sizeBytes === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  await readTrailers(reader, options);
  if (await reader.hasMore()) throw incomplete();
}

/** @returns the refusal of a body that ends early, late, or makes no sense. */
export function incomplete(): AwsError {
  return new AwsError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  );
}

async function readTrailers(reader: ByteReader, options: ChunkedOptions): Promise<void> {
  let lines = "";
  let signature: string | undefined;
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const match = /^([\w-]+):\s*(.*?)\s*$/.exec(line);
    if (!match?.[1] || match[2] === undefined) throw incomplete();
    const name = match[1].toLowerCase();
    if (name === "x-amz-trailer-signature") {
      signature = match[2];
      continue;
    }
    lines += `${name}:${match[2]}\n`;
    options.onTrailer(name, match[2]);
  }
  if (options.signatures && lines !== "") options.signatures.checkTrailer(lines, signature ?? "");
}

function parseChunkHeader(line: string): { readonly sizeBytes: number; readonly signature: string } {
  const match = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!match?.[1]) throw incomplete();
  return { sizeBytes: Number.parseInt(match[1], 16), signature: match[2] ?? "" };
}

/** Takes lines and runs of bytes from a stream, holding no more than one of its chunks and one line. */
class ByteReader {
  readonly #iterator: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\r\n");
      if (end > longestLineBytes || (end < 0 && this.#rest.length > longestLineBytes)) throw incomplete();
      if (end >= 0) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  /** At least one and at most `maxBytes` bytes. */
  async some(maxBytes: number): Promise<Buffer> {
    if (this.#rest.length === 0) this.#rest = await this.#next();
    const bytes = this.#rest.subarray(0, maxBytes);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  async hasMore(): Promise<boolean> {
    if (this.#rest.length > 0) return true;
    const { done } = await this.#iterator.next();
    return done !== true;
  }

  async #next(): Promise<Buffer> {
    const result = await this.#iterator.next();
    if (result.done === true) throw incomplete();
    return result.value;
  }
}
