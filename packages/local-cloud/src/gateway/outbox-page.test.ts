import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Mail } from "../outbox.ts";
import { listen, type LocalServer } from "../server.ts";
import { createGateway } from "./gateway.ts";

let server: LocalServer;
let mails: Mail[];
beforeAll(async () => {
  server = await listen(0);
  const gateway = createGateway({
    account: "111122223333",
    now: () => Date.now(),
    originHeaders: {},
    routes: {},
    outbox: { path: "/outbox", list: () => mails },
  });
  server.serve(gateway);
});
beforeEach(() => {
  mails = [];
});
afterAll(() => server.close());

const mail = (more: Partial<Mail> = {}): Mail => ({
  messageID: "m",
  sentAtMs: Date.UTC(2026, 10, 22, 14, 0),
  from: "clinic@example.org",
  to: ["ana@example.org"],
  subject: "Your code",
  text: "Your code is 123456",
  ...more,
});
const get = async () => (await fetch(`${server.origin}/outbox`)).text();

describe("the page of the outbox", () => {
  it("says that nothing was sent, also when there is nothing", async () => {
    const page = await get();
    expect(page).toContain("Mail on this page was not sent");
    expect(page).toContain("There is no mail yet");
    expect(page).not.toContain("<li>");
  });

  it("shows each mail, the newest first", async () => {
    mails = [mail({ subject: "first" }), mail({ subject: "second", to: ["a@x.org", "b@x.org"] })];
    const page = await get();
    expect(page.indexOf("second")).toBeLessThan(page.indexOf("first"));
    for (const part of ["a@x.org", "b@x.org", "clinic@example.org", "Your code is 123456"])
      expect(page).toContain(part);
    expect(page).toContain('<time datetime="2026-11-22T14:00:00.000Z">');
    expect(page).not.toContain("There is no mail yet");
  });

  it("lets nothing in a mail become more than text", async () => {
    const hostile = `</pre><script>alert(1)</script><img src=x onerror="a('b')">&amp;\u0000\u001b`;
    mails = [mail({ subject: hostile, from: hostile, to: [hostile], text: hostile })];
    const page = await get();
    expect(page).not.toMatch(/<(script|img)|onerror="|(?!\n)\p{Cc}/u);
    expect(page.match(/&#60;script&#62;alert\(1\)&#60;\/script&#62;/g)).toHaveLength(4);
    expect(page).toContain("&#38;amp;\ufffd\ufffd");
    expect(page.match(/<\/pre>/g)).toHaveLength(1);
  });

  it("shows the source of a mail that is HTML only, and says so of one that is empty", async () => {
    const { text: _, ...bare } = mail({ subject: "" });
    mails = [{ ...bare, html: "<b>bold</b>" }, bare];
    const page = await get();
    expect(page).toContain("&#60;b&#62;bold&#60;/b&#62;");
    expect(page).toContain("(empty)");
    expect(page).toContain("(no subject)");
  });

  it("may run no script, load nothing, be framed nowhere and be kept nowhere", async () => {
    const { headers } = await fetch(`${server.origin}/outbox`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("is only read, and only by this machine's own names", async () => {
    expect((await fetch(`${server.origin}/outbox`, { method: "POST" })).status).toBe(405);
    const head = await fetch(`${server.origin}/outbox`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const status = await new Promise((resolve, reject) => {
      const options = { port: server.port, path: "/outbox", headers: { host: "evil.example" } };
      httpRequest({ host: "127.0.0.1", ...options }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

it("a gateway that was not asked for it has no such page", async () => {
  const bare = await listen(0);
  bare.serve(createGateway({ account: "1", now: () => Date.now(), originHeaders: {}, routes: {} }));
  expect((await fetch(`${bare.origin}/outbox`)).status).toBe(404);
  await bare.close();
});
