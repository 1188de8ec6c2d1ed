/**
 * Reads a stream to its end. Not by `new Response(stream)`: browsers turn the stream's own error into a TypeError, and
 * what cannot be read could then not be told from a fault of the page.
 *
 * @throws the stream's own error
 */
export async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    sizeBytes += value.length;
  }
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
