import type { ServerResponse } from "node:http";

/** Answers with an `application/problem+json` body (RFC 9457). */
export function sendProblem(
  response: ServerResponse,
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ type: "about:blank", title, status });
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(body);
}
