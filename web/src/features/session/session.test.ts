import type { Device } from "@postern/client";
import { authRoutes, reviewRoutes, SessionView } from "@postern/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const ORIGIN = "https://portal.example.org";
/** No call here needs its key. */
const DEVICE = {} as Device;
const sessionOf = (digit: string) =>
  SessionView.parse({
    handle: `ses_${digit.repeat(26)}`,
    clinicID: `cli_${"1".repeat(26)}`,
    personID: `per_${digit.repeat(26)}`,
    role: "provider",
    idleSeconds: 900,
    endsAt: "2026-01-01T12:00:00Z",
  });
const [ROSA, MAYA] = [sessionOf("2"), sessionOf("3")];

// The cache of what was read is a page's own, and there is no page here.
vi.mock("@solidjs/router", () => ({ query: { clear: () => {} } }));

type Portal = typeof import("./session.ts");

/** A request that was sent, and its answer when the test gives it. */
interface Asked {
  readonly path: string;
  readonly init: RequestInit;
  readonly answer: (status: number, body: object) => void;
}

let portal: Portal;
let asked: Asked[];

beforeEach(async () => {
  asked = [];
  vi.stubGlobal("location", { origin: ORIGIN, pathname: "/queues", search: "" });
  vi.stubGlobal("navigator", { locks: { request: (_: string, act: () => unknown) => act() } });
  vi.stubGlobal("fetch", (url: URL, init: RequestInit) => {
    return new Promise<Response>((resolve) => {
      const answer: Asked["answer"] = (status, body) => resolve(Response.json(body, { status }));
      asked.push({ path: url.pathname, init, answer });
    });
  });
  vi.resetModules();
  portal = await import("./session.ts");
});
afterEach(() => vi.unstubAllGlobals());

const askQueues = () =>
  portal.call(reviewRoutes.queues, {}).then(
    () => "answered",
    (error: Error) => error.message,
  );
const refusal = (code: string) => ({ type: "about:blank", title: "no", status: 401, code });

/** The request to a path, as soon as it has been sent. */
const request = (path: string): Promise<Asked> =>
  vi.waitFor(() => asked.find((each) => each.path === path) ?? expect.fail(`${path} was not asked`));

describe("a call", () => {
  it("that is refused for its own session ends it here", async () => {
    await portal.startSession(ROSA, DEVICE);
    const asking = askQueues();
    (await request(reviewRoutes.queues.path)).answer(401, refusal("signed-out"));
    expect(await asking).toBe("signed-out");
    expect(portal.sessionState()).toMatchObject({ status: "signed-out", ending: "ended" });
  });

  it("that is refused late says nothing about the session that was begun since", async () => {
    await portal.startSession(ROSA, DEVICE);
    const asking = askQueues();
    const late = await request(reviewRoutes.queues.path);
    portal.lock();
    await portal.startSession(MAYA, DEVICE);
    late.answer(401, refusal("signed-out"));
    expect(await asking).toBe("signed-out");
    expect(portal.sessionState()).toMatchObject({ status: "signed-in", session: MAYA });
  });

  it("waits for a sign-out that is on its way, whose answer would take its cookie", async () => {
    await portal.startSession(ROSA, DEVICE);
    portal.signOut();
    expect(portal.sessionState()).toMatchObject({ status: "signed-out", ending: "signed-out" });
    const signingOut = await request(authRoutes.signOut.path);
    // Whoever signs out closes the page next.
    expect(signingOut.init.keepalive).toBe(true);
    await portal.startSession(MAYA, DEVICE);
    const asking = askQueues();
    await Promise.resolve();
    expect(asked.map(({ path }) => path)).toEqual([authRoutes.signOut.path]);
    signingOut.answer(503, { ...refusal("unavailable"), status: 503 });
    (await request(reviewRoutes.queues.path)).answer(200, {
      me: { displayName: "" },
      clinicName: "",
      mine: 0,
      queues: [],
      locations: [],
    });
    expect(await asking).toBe("answered");
  });
});
