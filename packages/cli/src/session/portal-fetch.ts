/** The cookies that a portal has set, by name. They are its own `__Host-` cookies, which have no other path or domain. */
export type Cookies = Map<string, string>;

/**
 * A `fetch` as a page of the portal has it: it keeps the cookies that the portal's own origin sets and sends them
 * back there, and names its origin. Requests to elsewhere go out without either.
 *
 * @param cookies those it begins with, and where it keeps them
 */
export function createPortalFetch(
  origin: string,
  cookies: Cookies = new Map(),
  send: typeof fetch = (resource, init) => fetch(resource, init),
): typeof fetch {
  return async (resource, init) => {
    const request = new Request(resource, init);
    if (new URL(request.url).origin !== origin) return send(request);
    const headers = new Headers(request.headers);
    headers.set("origin", origin);
    if (cookies.size > 0)
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await send(new Request(request, { headers }));
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  };
}

function keep(cookies: Cookies, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const [name = "", ...rest] = pair.split("=");
  const value = rest.join("=");
  const ends = attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute));
  if (ends || value === "") cookies.delete(name);
  else cookies.set(name, value);
}
