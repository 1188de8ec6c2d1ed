import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../aws/error.ts";
import type { Blobs, Segment } from "./blobs.ts";
import { writeDocument, writeElement, type XmlContent } from "./xml.ts";

/** What an operation answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ByteRange;
}

/** Bytes `start` (inclusive) to `end` (exclusive) of segments laid end to end. */
export interface ByteRange {
  readonly segments: readonly Segment[];
  readonly start: number;
  readonly end: number;
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers };
}

export function xmlAnswer(
  root: string,
  content: XmlContent,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...headers },
    body: writeDocument(root, content),
  };
}

/** Gives the response its request ids. */
export function identify(response: ServerResponse): void {
  response.setHeader("x-amz-request-id", randomBytes(8).toString("hex").toUpperCase());
  response.setHeader("x-amz-id-2", randomBytes(32).toString("base64"));
}

/** Sends an answer; a HEAD request gets its headers only. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  blobs: Blobs,
): Promise<void> {
  const { body } = answer;
  drain(request);
  response.writeHead(answer.status, { ...answer.headers, ...lengthOf(answer) });
  if (request.method === "HEAD" || body === undefined || typeof body === "string") {
    response.end(request.method === "HEAD" ? undefined : body);
    return;
  }
  await pipeline(readRange(body, blobs), response);
}

async function* readRange({ segments, start, end }: ByteRange, blobs: Blobs): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for (const segment of segments) {
    const first = Math.max(start - offset, 0);
    const last = Math.min(end - offset, segment.sizeBytes);
    offset += segment.sizeBytes;
    if (first < last) yield* blobs.read(segment, first, last);
  }
}

/** Sends a failure as S3 words it. What is not an `AwsError` is a fault of ours: the client learns no more, the console does. */
export function sendFailure(request: IncomingMessage, response: ServerResponse, failure: unknown): void {
  if (response.headersSent || request.socket.destroyed) {
    response.destroy();
    return;
  }
  if (!(failure instanceof AwsError)) {
    process.emitWarning(failure instanceof Error ? failure : String(failure), { code: "S3_FAULT" });
  }
  const error =
    failure instanceof AwsError
      ? failure
      : new AwsError("InternalError", "We encountered an internal error. Please try again.", 500);
  const content: Record<string, XmlContent> = {
    Code: error.code,
    Message: error.message,
    Resource: (request.url ?? "/").split("?")[0],
    RequestId: String(response.getHeader("x-amz-request-id")),
    HostId: String(response.getHeader("x-amz-id-2")),
  };
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement("Error", content)}`;
  drain(request);
  response.writeHead(error.status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(text),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}

/** Lets the rest of an upload run into the void: closing the socket under a sender would lose him the answer. */
function drain(request: IncomingMessage): void {
  request.resume();
}

/** Bytes of the body, as a GET is sent it. */
export function bodyBytes({ body }: Answer): number {
  if (body === undefined) return 0;
  return typeof body === "string" ? Buffer.byteLength(body) : body.end - body.start;
}

function lengthOf(answer: Answer): Record<string, string> {
  const { status, headers } = answer;
  if (status === 204 || status === 304 || "content-length" in headers) return {};
  return { "content-length": String(bodyBytes(answer)) };
}
