/** The portal's address, and what the edge adds to its requests. */
export const ORIGIN = "https://portal.example.org";
export const ORIGIN_SECRET = "between the edge and the functions";

/** An event of API Gateway's HTTP API (payload format 2.0), as far as the functions look at it. */
export type Handler = (event: never, context: never) => Promise<Answer>;
interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
}

/** What a browser is told. */
export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

/** A browser with its own address, that keeps and sends cookies. */
export function createBrowser(handler: () => Handler, address: string) {
  const jar = new Map<string, string>();
  const send = async (
    method: "GET" | "POST",
    path: string,
    body?: object,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Reply> => {
    const sent = {
      host: "portal.example.org",
      origin: ORIGIN,
      "content-type": "application/json",
      "postern-origin-secret": ORIGIN_SECRET,
      "cloudfront-viewer-address": `${address}:40000`,
      ...headers,
    };
    const event = {
      version: "2.0",
      routeKey: "$default",
      rawPath: `/api/auth/${path}`,
      rawQueryString: "",
      cookies: [...jar].map(([name, value]) => `${name}=${value}`),
      headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      isBase64Encoded: false,
      requestContext: { http: { method, path: `/api/auth/${path}` }, domainName: "portal.example.org" },
    };
    const answer = await handler()(event as never, {} as never);
    const cookies = answer.cookies ?? [];
    for (const cookie of cookies) keep(jar, cookie);
    const parsed = JSON.parse(answer.body) as Reply["body"];
    return { status: answer.statusCode, body: parsed, headers: answer.headers, cookies };
  };
  return {
    jar,
    get: (path: string) => send("GET", path),
    post: (path: string, body: object = {}, headers?: Readonly<Record<string, string | undefined>>) =>
      send("POST", path, body, headers),
  };
}

export type Browser = ReturnType<typeof createBrowser>;

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = "", ...attributes] = cookie.split("; ");
  const [name = "", value = ""] = pair.split("=");
  if (attributes.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, value);
}
