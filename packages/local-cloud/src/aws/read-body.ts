import type { IncomingMessage } from "node:http";
import { AwsError } from "./error.ts";

/**
 * Collects a request's body.
 * @throws AwsError `RequestEntityTooLargeException` (413) when it is longer than `maxBytes`. The rest is then read
 * and dropped, so that the answer can still be sent.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(
        new AwsError("RequestEntityTooLargeException", `The body is longer than ${maxBytes} bytes.`, 413),
      );
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    // A client that goes away in mid-body ends in "close" without "end"; by then a whole body has resolved.
    request.on("close", () => reject(new AwsError("IncompleteBody", "The body ended early.")));
  });
}
