import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws/error.ts";
import type { BucketOptions } from "../options.ts";
import { emptyAnswer, type Answer } from "./answer.ts";

type CorsRules = BucketOptions["cors"];

const defaultMethods: readonly string[] = ["GET", "HEAD", "PUT"];
const maxAgeSeconds = 600;

const methodsOf = (rules: CorsRules | undefined) => rules?.methods ?? defaultMethods;

/** Lets a page of an allowed origin read the response to an allowed method, whatever it will be: a refusal must show its status, too. */
export function applyCors(rules: CorsRules, request: IncomingMessage, response: ServerResponse): void {
  const {
    method = "",
    headers: { origin },
  } = request;
  response.setHeader("vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  if (origin === undefined || !rules.origins.includes(origin) || !methodsOf(rules).includes(method)) return;
  response.setHeader("access-control-allow-origin", origin);
  if (rules.exposed.length > 0) response.setHeader("access-control-expose-headers", rules.exposed.join(", "));
}

/**
 * Answers a preflight. Credentials are never allowed: a signed URL needs no cookie.
 * @throws AwsError `AccessForbidden` (403) when origin, method or one of the headers is not allowed.
 */
export function preflight(rules: CorsRules | undefined, request: IncomingMessage): Answer {
  const { origin } = request.headers;
  const method = request.headers["access-control-request-method"];
  const asked = request.headers["access-control-request-headers"];
  if (origin === undefined || typeof method !== "string") {
    throw new AwsError("BadRequest", "Insufficient information. Origin request header needed.", 400);
  }
  const headers = typeof asked === "string" ? asked.split(",").map((name) => name.trim().toLowerCase()) : [];
  const methods = methodsOf(rules);
  const known = new Set(rules?.headers.map((name) => name.toLowerCase()));
  const isAllowed =
    rules?.origins.includes(origin) === true &&
    methods.includes(method) &&
    headers.every((name) => known.has(name));
  if (!isAllowed) {
    throw new AwsError("AccessForbidden", "CORSResponse: This CORS request is not allowed.", 403);
  }
  return emptyAnswer(200, {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": methods.join(", "),
    "access-control-max-age": String(maxAgeSeconds),
    ...(headers.length > 0 && { "access-control-allow-headers": headers.join(", ") }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  });
}
