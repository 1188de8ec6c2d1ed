import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws/error.ts";
import { readBody } from "../aws/read-body.ts";
import type { Faults } from "../faults/faults.ts";
import { sendAnswer, sendFailure } from "./answer.ts";
import { eventOf } from "./event.ts";
import type { PortalHandler } from "../options.ts";
import type { Mail } from "../outbox.ts";
import type { EventSource } from "./event.ts";
import { serveOutbox } from "./outbox-page.ts";
import { serveMade, servePortal } from "./portal.ts";
import type { MadeFile, PortalOptions } from "./portal.ts";
import { sendProblem } from "./problem.ts";

/** The payload that Lambda accepts; API Gateway itself would take 10 MB and fail later. */
const maxBodyBytes = 6 * 1024 * 1024;

export interface GatewaySettings extends Omit<EventSource, "nowMs"> {
  readonly now: () => number;
  /** Path prefix → function. The longest prefix wins; a prefix matches whole path segments. */
  readonly routes: Readonly<Record<string, (event: object) => Promise<unknown>>>;
  readonly portal?: PortalOptions | PortalHandler;
  /** JSON files beside the portal's own, by path. */
  readonly files?: ReadonlyMap<string, MadeFile>;
  /** A page of what would have been mailed. */
  readonly outbox?: { readonly path: string; readonly list: () => readonly Mail[] };
  readonly faults?: Faults;
}

/** The edge and the HTTP API in one: routes go to functions, everything else is the portal's. */
export function createGateway(
  settings: GatewaySettings,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const prefixes = Object.keys(settings.routes).sort((a, b) => b.length - a.length);
  return async (request, response) => {
    const url = urlOf(request);
    if (!url) {
      sendProblem(response, 400, "Bad Request");
      return;
    }
    const prefix = prefixes.find((candidate) => isUnder(url.pathname, candidate));
    const invoke = prefix === undefined ? undefined : settings.routes[prefix];
    const made = settings.files?.get(url.pathname);
    if (invoke) await callFunction(request, response, url, invoke, settings);
    else if (made) serveMade(request, response, made);
    else if (settings.outbox?.path === url.pathname) serveOutbox(request, response, settings.outbox.list());
    else if (isUnder(url.pathname, "/api") || !settings.portal) sendProblem(response, 404, "Not Found");
    else if (typeof settings.portal === "function") settings.portal(request, response);
    else await servePortal(request, response, url, settings.portal);
  };
}

async function callFunction(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  invoke: (event: object) => Promise<unknown>,
  settings: GatewaySettings,
): Promise<void> {
  let body: Buffer;
  try {
    body = await readBody(request, maxBodyBytes);
  } catch (error) {
    const isTooLong = error instanceof AwsError && error.status === 413;
    sendProblem(response, isTooLong ? 413 : 400, isTooLong ? "Content Too Large" : "Bad Request", {
      connection: "close",
    });
    return;
  }
  const call = `browser execute-api:${url.pathname.split("/").slice(0, 3).join("/")}`;
  if (settings.faults?.strike("throttling", call)) {
    sendProblem(response, 429, "Too Many Requests");
    return;
  }
  try {
    const answer = await invoke(eventOf(request, url, body, { ...settings, nowMs: settings.now() }));
    if (settings.faults?.strike("lostAnswer", call)) response.destroy();
    else sendAnswer(response, answer);
  } catch {
    if (response.headersSent) response.destroy();
    else sendFailure(response);
  }
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);
}

function urlOf(request: IncomingMessage): URL | undefined {
  const url = `http://localhost${request.url ?? ""}`;
  return request.url?.startsWith("/") && URL.canParse(url) ? new URL(url) : undefined;
}
