import {
  CLINIC_HEADER,
  LIMITS,
  PROBLEM_STATUS,
  REQUEST_ID_HEADER,
  pathParameters,
  type ProblemBody,
  type Route,
} from "@postern/contract";
import {
  Problem,
  errorFields,
  type Context as OperationContext,
  type Log,
  type Operation,
} from "@postern/core/kernel";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { LambdaEvent } from "hono/aws-lambda";

/** Header that the edge adds and no browser knows: without it a request did not come through the edge. */
const ORIGIN_SECRET_HEADER = "postern-origin-secret";
const VIEWER_ADDRESS_HEADER = "cloudfront-viewer-address";

export interface EdgeOptions {
  /** The portal's origin; mutations from any other are refused. */
  readonly origin: string;
  readonly originSecret: string;
  readonly log: Log;
  readonly newRequestID: () => string;
}

export interface EdgeRequest {
  readonly requestID: string;
  readonly cookies: string | undefined;
  /** The client's address as the edge saw it. */
  readonly address: string;
  /** The clinic that the page believes to act for. */
  readonly clinicID: string | undefined;
  readonly userAgent: string | undefined;
}

export type App = Hono<{ Bindings: { event: LambdaEvent }; Variables: { request: EdgeRequest } }>;

/** A Hono app with what every trust boundary needs before its first route: one per function. */
export function createApp(options: EdgeOptions): App {
  const app: App = new Hono();
  app.use(secureHeaders());
  app.use(async (c, next) => {
    const requestID = options.newRequestID();
    c.header(REQUEST_ID_HEADER, requestID);
    c.header("Cache-Control", "no-store");
    c.set("request", {
      requestID,
      cookies: c.req.header("cookie"),
      address: c.req.header(VIEWER_ADDRESS_HEADER)?.replace(/:\d+$/, "") ?? "unknown",
      clinicID: c.req.header(CLINIC_HEADER),
      userAgent: c.req.header("user-agent"),
    });
    if (!isSame(c.req.header(ORIGIN_SECRET_HEADER) ?? "", options.originSecret)) throw notThroughEdge();
    if (c.req.method !== "GET" && c.req.header("origin") !== options.origin) throw otherOrigin();
    await next();
  });
  app.use(bodyLimit({ maxSize: LIMITS.bodySizeBytes, onError: () => Promise.reject(tooLarge()) }));
  app.notFound((c) =>
    problemAnswer(c, new Problem("missing", "not-found", "There is nothing here for you.")),
  );
  app.onError((error, c) => {
    const { requestID } = c.get("request");
    if (error instanceof Problem) {
      options.log("warn", "problem", { requestID, code: error.code, status: PROBLEM_STATUS[error.kind] });
      if (error.kind === "unavailable")
        options.log("error", "unavailable", { requestID, ...errorFields(error.cause) });
      return problemAnswer(c, error);
    }
    options.log("error", "unexpected", { requestID, ...errorFields(error) });
    return problemAnswer(c, new Problem("internal", "internal", "Something went wrong on our side."));
  });
  return app;
}

const notThroughEdge = () => new Problem("forbidden", "not-through-edge", "Use the portal's address.");
const otherOrigin = () => new Problem("forbidden", "other-origin", "This was not sent by the portal.");
const tooLarge = () => new Problem("too-large", "body-too-large", "This request is too large.");

/** Compares in a time that does not depend on where the texts differ. */
function isSame(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  let difference = 0;
  for (let index = 0; index < given.length; index++)
    difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  return difference === 0;
}

function problemAnswer(c: Context, problem: Problem): Response {
  const status = PROBLEM_STATUS[problem.kind];
  const body: ProblemBody = {
    type: "about:blank",
    title: problem.message,
    status,
    code: problem.code,
    ...(problem.fields === undefined ? {} : { fields: [...problem.fields] }),
    ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
  };
  if (problem.retryAfterSeconds !== undefined) c.header("Retry-After", String(problem.retryAfterSeconds));
  c.header("Content-Type", "application/problem+json");
  return c.body(JSON.stringify(body), status);
}

/** What is known when a call has been told who makes it. */
export interface Caller<Deps> {
  readonly deps: Deps;
  readonly ctx: OperationContext;
}

/** Binds one route to one operation: path, query and body become its input. */
export function serve<Deps, Result>(
  app: App,
  route: Route,
  operation: Operation<Deps, Result>,
  identify: (request: EdgeRequest) => Promise<Caller<Deps>>,
  respond: (c: Context, result: Result) => Response = (c, result) => c.json(result as object),
): void {
  app.on(route.method, route.path, async (c) => {
    const input = { ...(await readInput(c, route)), ...pathInput(c, route) };
    const { deps, ctx } = await identify(c.get("request"));
    return respond(c, await operation(deps, ctx, input));
  });
}

function pathInput(c: Context, route: Route): Record<string, string> {
  return Object.fromEntries(pathParameters(route.path).map((name) => [name, c.req.param(name) ?? ""]));
}

async function readInput(c: Context, route: Route): Promise<Record<string, unknown>> {
  if (route.method === "GET") return c.req.query();
  const isJSON = /^application\/json\b/i.test(c.req.header("content-type") ?? "");
  const body: unknown = isJSON ? await c.req.json().catch(() => undefined) : undefined;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Problem("input", "input", "This request is not JSON.");
  }
  return { ...body };
}
