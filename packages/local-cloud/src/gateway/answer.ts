import type { ServerResponse } from "node:http";

const maxBytes = 6 * 1024 * 1024;

interface Structured {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Sends what a function returned: payload format 2.0, or any other JSON value as the body of a 200. */
export function sendAnswer(response: ServerResponse, result: unknown): void {
  const answer = isStructured(result) ? result : inferred(result);
  const body = Buffer.from(answer.body ?? "", answer.isBase64Encoded === true ? "base64" : "utf8");
  if (body.length > maxBytes) {
    sendFailure(response);
    return;
  }
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, String(value));
  if (answer.cookies && answer.cookies.length > 0) response.setHeader("set-cookie", [...answer.cookies]);
  const hasBody = answer.statusCode !== 204 && answer.statusCode !== 304;
  response.writeHead(answer.statusCode, hasBody ? { "content-length": body.length } : {});
  response.end(hasBody ? body : undefined);
}

/** What API Gateway answers when a function fails; it never says why. */
export function sendFailure(response: ServerResponse): void {
  const body = '{"message":"Internal Server Error"}';
  response.writeHead(500, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

function isStructured(result: unknown): result is Structured {
  return (
    typeof result === "object" &&
    result !== null &&
    "statusCode" in result &&
    Number.isInteger(result.statusCode) &&
    Number(result.statusCode) >= 200 &&
    Number(result.statusCode) < 600
  );
}

function inferred(result: unknown): Structured {
  const body = typeof result === "string" ? result : JSON.stringify(result);
  return { statusCode: 200, headers: { "content-type": "application/json" }, body };
}
