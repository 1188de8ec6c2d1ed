/**
 * A `fetch` as a page of the portal has it: it keeps the cookies that the portal's own origin sets and sends them
 * back there, and names its origin. Requests to elsewhere go out without either. Cookies are kept by name and value:
 * the portal's own are `__Host-` cookies, which have no other path or domain.
 */
export function createBrowserFetch(origin: string): typeof fetch {
  const jar = new Map<string, string>();
  return async (resource, init) => {
    const request = new Request(resource, init);
    if (new URL(request.url).origin !== origin) return fetch(request);
    const headers = new Headers(request.headers);
    headers.set("origin", origin);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(new Request(request, { headers }));
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const [name = "", ...rest] = pair.split("=");
  const value = rest.join("=");
  const ends = attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute));
  if (ends || value === "") jar.delete(name);
  else jar.set(name, value);
}
