import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { GatewayOptions } from "../options.ts";

/** An HTTP API event, payload format 2.0, as far as it is filled in here. */
export interface HttpEvent {
  readonly version: "2.0";
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: object;
}

export interface EventSource {
  readonly account: string;
  readonly nowMs: number;
  /** Headers that the edge adds; clients cannot set them. */
  readonly originHeaders: GatewayOptions["originHeaders"];
}

// Connection headers end at the edge; cookies have a member of their own.
const dropped = [
  "connection",
  "keep-alive",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "cookie",
  "expect",
];
const textTypes = /^(text\/|application\/([\w.-]+\+)?(json|xml|javascript)\b)/i;

/**
 * The event that API Gateway makes of a request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventOf(request: IncomingMessage, url: URL, body: Buffer, source: EventSource): HttpEvent {
  const headers = headersOf(request, source.originHeaders);
  const cookies = request.headers.cookie?.split(/;\s*/).filter((cookie) => cookie !== "");
  const query = queryOf(url);
  const isText = body.length === 0 || textTypes.test(request.headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookies && cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: !isText,
    requestContext: {
      accountId: source.account,
      apiId: "local",
      domainName: headers["host"] ?? "localhost",
      domainPrefix: "local",
      http: {
        method: request.method ?? "GET",
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: new Date(source.nowMs).toUTCString(),
      timeEpoch: source.nowMs,
    },
  };
}

function headersOf(request: IncomingMessage, originHeaders: Readonly<Record<string, string>>) {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    // The edge owns its headers: a client that sends them is not believed.
    if (dropped.includes(name) || name.startsWith("cloudfront-")) continue;
    headers[name] = (values ?? []).join(",");
  }
  for (const [name, value] of Object.entries(originHeaders)) headers[name.toLowerCase()] = value;
  headers["cloudfront-viewer-address"] = `${request.socket.remoteAddress}:${request.socket.remotePort}`;
  return headers;
}

function queryOf(url: URL): Readonly<Record<string, string>> | undefined {
  const names = [...new Set(url.searchParams.keys())];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name).join(",")]));
}
