import { MAX_TEXT_BYTES } from "./limits.ts";
import { RefusedDrawing, type ReadText } from "./protocol.ts";

/**
 * Reads the first `MAX_TEXT_BYTES` of a text in UTF-8.
 *
 * @throws RefusedDrawing `not-text` when a byte of them is no UTF-8
 */
export function readText(bytes: Uint8Array<ArrayBuffer>): ReadText {
  const isCut = bytes.length > MAX_TEXT_BYTES;
  try {
    // The cut may go through a letter: the decoder then waits for the rest of it, which never comes.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, MAX_TEXT_BYTES), {
      stream: isCut,
    });
    return {
      kind: "text",
      text,
      shownBytes: Math.min(bytes.length, MAX_TEXT_BYTES),
      sizeBytes: bytes.length,
    };
  } catch (error) {
    throw new RefusedDrawing("not-text", error);
  }
}
