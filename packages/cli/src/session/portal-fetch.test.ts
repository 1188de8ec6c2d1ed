import { expect, test } from "vitest";
import { createPortalFetch } from "./portal-fetch.ts";

const PORTAL = "https://portal.example.org";

function record(answers: readonly string[]) {
  const requests: { readonly url: string; readonly cookie: string | null; readonly origin: string | null }[] =
    [];
  const send: typeof fetch = async (resource) => {
    const { url, headers } = resource as Request;
    requests.push({ url, cookie: headers.get("cookie"), origin: headers.get("origin") });
    const line = answers[requests.length - 1] ?? "";
    return new Response("{}", { headers: line === "" ? {} : { "set-cookie": line } });
  };
  return { requests, send };
}

test("the portal's cookies go back to the portal, with its origin, and nowhere else", async () => {
  const { requests, send } = record(["__Host-session=a=b; Path=/; Secure; HttpOnly"]);
  const portalFetch = createPortalFetch(PORTAL, new Map(), send);
  await portalFetch(`${PORTAL}/api/a`);
  await portalFetch(`${PORTAL}/api/b`);
  await portalFetch("https://bucket.example.org/c");
  await portalFetch("https://portal.example.org.evil.example/d");
  const cookie = "__Host-session=a=b";
  expect(requests).toEqual([
    { url: `${PORTAL}/api/a`, cookie: null, origin: PORTAL },
    { url: `${PORTAL}/api/b`, cookie, origin: PORTAL },
    { url: "https://bucket.example.org/c", cookie: null, origin: null },
    { url: "https://portal.example.org.evil.example/d", cookie: null, origin: null },
  ]);
});

test.for(["__Host-pre=; Path=/", "__Host-pre=x; Max-Age=0", "__Host-pre=x; max-age=-1"])(
  "%s ends the cookie",
  async (line) => {
    const cookies = new Map([["__Host-pre", "b"]]);
    await createPortalFetch(PORTAL, cookies, record([line]).send)(`${PORTAL}/api/a`);
    expect([...cookies]).toEqual([]);
  },
);
