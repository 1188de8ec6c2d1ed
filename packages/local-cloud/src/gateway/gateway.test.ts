import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../server.ts";
import type { LocalServer } from "../server.ts";
import type { HttpEvent } from "./event.ts";
import { createGateway } from "./gateway.ts";

let server: LocalServer;
let directory: string;
let events: HttpEvent[];
let answer: (event: HttpEvent) => unknown;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "portal-"));
  await mkdir(join(directory, "site/assets"), { recursive: true });
  await writeFile(join(directory, "secret.txt"), "secret");
  await writeFile(join(directory, "site/index.html"), "<!doctype html>");
  await writeFile(join(directory, "site/.env"), "secret");
  await writeFile(join(directory, "site/assets/app-1a2b.js"), "export {};");
  await writeFile(join(directory, "site/assets/font.woff2"), "font");
  await symlink(join(directory, "secret.txt"), join(directory, "site/link.txt"));
  server = await listen(0);
  server.serve(
    createGateway({
      account: "111122223333",
      now: () => 1_700_000_000_000,
      originHeaders: { "X-Origin-Secret": "from the edge" },
      routes: {
        "/api": async (event) => answer(event as HttpEvent),
        "/api/auth": async (event) => ({ auth: (event as HttpEvent).rawPath }),
      },
      portal: { directory: join(directory, "site"), headers: (path) => ({ "x-served": path }) },
    }),
  );
});
beforeEach(() => {
  events = [];
  answer = (event) => {
    events.push(event);
    return { statusCode: 200 };
  };
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const call = (path: string, init: RequestInit = {}) => fetch(server.origin + path, init);

/** Sends a path as it is, without the tidying of `fetch`. */
const rawGet = (path: string) =>
  new Promise<number>((resolve, reject) => {
    const url = new URL(server.origin);
    httpRequest({ host: url.hostname, port: url.port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });

describe("a request to a function", () => {
  it("becomes an event of payload format 2.0", async () => {
    await call("/api/items/1?a=1&b=x%20y&a=2", {
      method: "POST",
      headers: { cookie: "one=1; two=2", "content-type": "application/json", "user-agent": "test" },
      body: '{"ü":1}',
    });
    expect(events[0]).toMatchObject({
      version: "2.0",
      rawPath: "/api/items/1",
      rawQueryString: "a=1&b=x%20y&a=2",
      cookies: ["one=1", "two=2"],
      queryStringParameters: { a: "1,2", b: "x y" },
      body: '{"ü":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: "111122223333",
        http: { method: "POST", path: "/api/items/1", sourceIp: "127.0.0.1", userAgent: "test" },
        timeEpoch: 1_700_000_000_000,
      },
    });
    expect(events[0]?.headers).not.toHaveProperty("cookie");
    expect(events[0]?.headers).not.toHaveProperty("connection");
  });

  it("carries other bodies in base64 and leaves out what is not there", async () => {
    await call("/api", {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: "\xff",
    });
    expect(events[0]).toMatchObject({ isBase64Encoded: true, body: Buffer.from("\xff").toString("base64") });
    await call("/api");
    for (const absent of ["body", "cookies", "queryStringParameters"])
      expect(events[1]).not.toHaveProperty(absent);
  });

  it("has the edge's headers from the edge only, and the viewer's address from the socket", async () => {
    await call("/api", {
      headers: {
        "x-origin-secret": "guessed",
        "CloudFront-Viewer-Address": "6.6.6.6:1",
        "CloudFront-Viewer-Country": "XX",
        "x-other": "kept",
      },
    });
    const headers = events[0]?.headers ?? {};
    expect(headers["x-origin-secret"]).toBe("from the edge");
    expect(headers["cloudfront-viewer-address"]).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(headers).not.toHaveProperty("cloudfront-viewer-country");
    expect(headers["x-other"]).toBe("kept");
  });

  it("goes to the function with the longest prefix of whole segments", async () => {
    expect(await (await call("/api/auth/login")).json()).toEqual({ auth: "/api/auth/login" });
    await call("/api/authority");
    expect(events[0]?.rawPath).toBe("/api/authority");
  });

  it("is answered with the function's status, headers, cookies and bytes", async () => {
    answer = () => ({
      statusCode: 201,
      headers: { "content-type": "image/png", "x-number": 7 },
      cookies: ["a=1; HttpOnly", "b=2"],
      body: Buffer.from([0xff, 0]).toString("base64"),
      isBase64Encoded: true,
    });
    const response = await call("/api");
    expect(response.status).toBe(201);
    expect(response.headers.get("x-number")).toBe("7");
    expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0xff, 0]));
  });

  it("answers 500 without a reason when the function fails or answers with something impossible", async () => {
    const impossible = { statusCode: 200, headers: { "bad header": "\n" } };
    const failures = [() => Promise.reject(new Error("secret")), () => impossible];
    for (const failure of failures) {
      answer = failure;
      const response = await call("/api");
      expect(response.status).toBe(500);
      expect(await response.text()).toBe('{"message":"Internal Server Error"}');
    }
  });

  it("refuses a body above 6 MiB as a problem", async () => {
    const response = await call("/api", { method: "POST", body: new Uint8Array(6 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(events).toEqual([]);
  });
});

describe("the portal", () => {
  it("serves files with their types and the distribution's headers", async () => {
    const script = await call("/assets/app-1a2b.js");
    expect(Object.fromEntries(script.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "x-served": "/assets/app-1a2b.js",
    });
    expect((await call("/assets/font.woff2")).headers.get("content-type")).toBe("font/woff2");
  });

  it("compresses text for those who take it, as the distribution does, and nothing else", async () => {
    const ask = (path: string, encoding: string) => call(path, { headers: { "accept-encoding": encoding } });
    const packed = await ask("/assets/app-1a2b.js", "gzip");
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("vary")).toBe("accept-encoding");
    const plain = await ask("/assets/app-1a2b.js", "identity");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await packed.text()).toBe(await plain.text());
    expect((await ask("/assets/font.woff2", "gzip")).headers.get("content-encoding")).toBeNull();
  });

  it("answers pages of the application with index.html, which is never stored", async () => {
    for (const path of ["/", "/queue/new", "/index.html"]) {
      const page = await call(path);
      expect(await page.text()).toBe("<!doctype html>");
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.headers.get("x-served")).toBe("/index.html");
    }
    const head = await call("/", { method: "HEAD", headers: { "accept-encoding": "identity" } });
    expect([head.headers.get("content-length"), await head.text()]).toEqual(["15", ""]);
  });

  it("serves nothing outside its directory and nothing hidden", async () => {
    const paths = [
      "/../secret.txt",
      "/..%2fsecret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/..%5csecret.txt",
      "/link.txt",
      "/.env",
      "/%00.js",
      "/missing.js",
      "/%ff.js",
    ];
    for (const path of paths) expect([path, await rawGet(path)]).toEqual([path, 404]);
    expect(await rawGet("http://elsewhere/index.html")).toBe(400);
  });

  it("refuses other methods", async () => {
    const response = await call("/", { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

it("answers paths of the API without a function as a problem, never with a page", async () => {
  const bare = await listen(0);
  const page = { directory: join(directory, "site"), headers: () => ({}) };
  bare.serve(createGateway({ account: "1", now: () => 0, originHeaders: {}, routes: {}, portal: page }));
  const response = await fetch(`${bare.origin}/api/none`);
  await bare.close();
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ type: "about:blank", title: "Not Found", status: 404 });
});

it("serves a made file beside the portal, whoever serves that, and takes it by no other method", async () => {
  const other = await listen(0);
  const made = { content: '{"made":true}', headers: { "x-served": "made" } };
  other.serve(
    createGateway({
      account: "1",
      now: () => 0,
      originHeaders: {},
      routes: {},
      portal: (_, response) => void response.end("the portal"),
      files: new Map([["/made.json", made]]),
    }),
  );
  const response = await fetch(`${other.origin}/made.json`);
  expect(["content-type", "cache-control", "x-served"].map((name) => response.headers.get(name))).toEqual([
    "application/json",
    "no-cache",
    "made",
  ]);
  expect(await response.json()).toEqual({ made: true });
  expect((await fetch(`${other.origin}/made.json`, { method: "POST" })).status).toBe(405);
  expect(await (await fetch(`${other.origin}/made.jso`)).text()).toBe("the portal");
  await other.close();
});

it("leaves everything but the API to whoever serves the portal instead of a directory", async () => {
  const other = await listen(0);
  const handler = createGateway({
    account: "111122223333",
    now: () => 1_700_000_000_000,
    originHeaders: {},
    routes: { "/api/auth": async () => ({ statusCode: 204 }) },
    portal: (request, response) => void response.end(`served ${request.url}`),
  });
  other.serve(handler);
  const get = async (path: string) => {
    const response = await fetch(other.origin + path);
    return `${response.status} ${await response.text()}`;
  };
  expect(await get("/src/main.tsx?t=1")).toBe("200 served /src/main.tsx?t=1");
  expect(await get("/api/auth/x")).toBe("204 ");
  expect(await get("/api/nothing")).toMatch(/^404/);
  await other.close();
});
