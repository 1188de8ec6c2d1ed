import { CLINIC_HEADER, pathParameters, type Route } from "@postern/contract";
import type { SignedIn, World } from "./world.ts";

/** An answer as it came, not judged. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Calls a route as the portal would, with any input, and gives the answer whatever it is. */
export async function rawCall(
  world: World,
  { fetch: send, session }: SignedIn,
  route: Pick<Route, "method" | "path">,
  input: Readonly<Record<string, unknown>>,
): Promise<RawAnswer> {
  const rest = new Map(Object.entries(input));
  let path = route.path;
  for (const name of pathParameters(route.path)) {
    path = path.replace(`:${name}`, () => encodeURIComponent(String(rest.get(name))));
    rest.delete(name);
  }
  const url = new URL(path, world.origin);
  const headers = { [CLINIC_HEADER]: session.clinicID, "content-type": "application/json" };
  const { method } = route;
  if (method === "GET") for (const [name, value] of rest) url.searchParams.set(name, String(value));
  const body = method === "GET" ? {} : { body: JSON.stringify(Object.fromEntries(rest)) };
  const response = await send(url, { method, headers, ...body });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: await response.text(),
  };
}

/** The code of a problem (RFC 9457); the status alone when it is none. */
export function codeOf({ status, contentType, body }: RawAnswer): string {
  if (!contentType.startsWith("application/problem+json")) return String(status);
  const { code } = JSON.parse(body) as { code: string };
  return `${status} ${code}`;
}
