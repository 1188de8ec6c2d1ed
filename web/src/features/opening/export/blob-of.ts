/** Large enough to be few, small enough to be held. */
const PART_BYTES = 16 * 1024 ** 2;

/**
 * Collects a stream in a Blob, part by part, so that the browser can put what is already there on disk: a document of
 * gigabytes is never whole in this memory.
 *
 * @throws the stream's own error
 */
export async function blobOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob([...parts, ...pieces]);
    pieces.push(value);
    sizeBytes += value.length;
    if (sizeBytes < PART_BYTES) continue;
    parts.push(new Blob(pieces));
    pieces = [];
    sizeBytes = 0;
  }
}
