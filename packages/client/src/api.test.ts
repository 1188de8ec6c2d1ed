import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { authRoutes, intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createApi, type ApiOptions } from "./api.ts";
import { ApiProblem } from "./problem.ts";

const QUEUE = `que_${"1".repeat(26)}`;
const SUBMISSION = `sub_${"2".repeat(26)}`;
const CLINIC = `cli_${"3".repeat(26)}`;
const OPENED = { submissionID: SUBMISSION, number: "K7M2-4Q9R" };
const OPENING = {
  kind: "images",
  locationID: `loc_${"4".repeat(26)}`,
  urgency: "routine",
  idempotencyKey: "0123456789abcdef",
} as const;

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let answer: (response: ServerResponse, index: number) => void;

beforeEach(async () => {
  seen = [];
  answer = (response) => json(response, 200, OPENED);
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      seen.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      answer(response, seen.length - 1);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
});

function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function problem(status: number, code: string, more = {}) {
  return { type: "about:blank", title: "no", status, code, ...more };
}

function api(more: Partial<ApiOptions> = {}) {
  const { port } = server.address() as AddressInfo;
  return createApi({ baseURL: `http://127.0.0.1:${port}`, ...more });
}

async function failureOf(call: Promise<unknown>): Promise<ApiProblem> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiProblem)) throw new Error("no ApiProblem", { cause: error });
  return error;
}

describe("a call", () => {
  it("goes on without its page when it is to, and else ends with it", async () => {
    const kept: (boolean | undefined)[] = [];
    const calling = api({
      fetch: (url, init) => {
        kept.push(init?.keepalive);
        return fetch(url, init);
      },
    });
    answer = (response) => json(response, 200, {});
    await calling.call(authRoutes.signOut, {}, { outlivesPage: true });
    await calling.call(authRoutes.signOut, {});
    expect(kept).toEqual([true, false]);
  });

  it("sends a POST's input as its body, and names the clinic in a header", async () => {
    const calling = api({ clinicID: () => CLINIC });
    const opened = await calling.call(intakeRoutes.openSubmission, OPENING);
    expect(opened).toEqual(OPENED);
    expect(seen[0]).toMatchObject({ method: "POST", path: "/api/intake/submissions" });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual(OPENING);
    expect(seen[0]?.headers).toMatchObject({
      "postern-clinic": CLINIC,
      "content-type": "application/json",
    });
  });

  it("puts path parameters into the path and the rest of a GET into the query", async () => {
    answer = (response) => json(response, 200, { tasks: [] });
    const input = { queueID: QUEUE, lane: "open", cursor: "a b&c" } as const;
    await api().call(reviewRoutes.tasks, input);
    expect(seen[0]?.path).toBe(`/api/review/queues/${QUEUE}/tasks?lane=open&cursor=a+b%26c`);
    expect(seen[0]?.body).toBe("");
    expect(seen[0]?.headers["postern-clinic"]).toBeUndefined();
  });

  it("leaves a path parameter out of the body, and lets it not leave its place in the path", async () => {
    answer = (response) => json(response, 200, { state: "submitted" });
    await api().call(intakeRoutes.submit, { submissionID: "../x?", documentCount: 1, manifestID: "m" });
    expect(seen[0]?.path).toBe("/api/intake/submissions/..%2Fx%3F/submit");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ documentCount: 1, manifestID: "m" });
  });

  it("fails without a path parameter before anything is sent", async () => {
    await expect(api().call(reviewRoutes.task, { taskID: "" })).rejects.toThrow(TypeError);
    expect(seen).toEqual([]);
  });

  it("fails as a defect of its caller, and not as a line that is away, where its input cannot be written", async () => {
    const input = { ...OPENING, service: 1n } as unknown as typeof OPENING;
    await expect(api().call(intakeRoutes.openSubmission, input)).rejects.toThrow(TypeError);
    await expect(api({ baseURL: "nowhere" }).call(authRoutes.session, {})).rejects.toThrow(TypeError);
    expect(seen).toEqual([]);
  });

  it("takes an empty answer where nothing is to be said", async () => {
    answer = (response) => response.writeHead(204).end();
    expect(await api().call(authRoutes.signOut, {})).toEqual({});
  });
});

describe("a failure", () => {
  it("carries what the server says about it", async () => {
    const body = problem(400, "input", { fields: ["facts.kind"], retryAfterSeconds: 3 });
    answer = (response) => json(response, 400, body, { "Postern-Request-Id": "req-1" });
    expect(await failureOf(api().call(intakeRoutes.openSubmission, OPENING))).toMatchObject({
      status: 400,
      code: "input",
      fields: ["facts.kind"],
      requestID: "req-1",
      retryAfterSeconds: 3,
    });
  });

  it("keeps the status of an answer that is none of ours", async () => {
    answer = (response) => response.writeHead(502, { "retry-after": "4" }).end("<html>");
    expect(await failureOf(api().call(authRoutes.session, {}))).toMatchObject({
      status: 502,
      code: "unknown",
      retryAfterSeconds: 4,
    });
  });

  it("is an answer that the contract does not know", async () => {
    answer = (response) => json(response, 200, { ...OPENED, number: 7 });
    const failure = await failureOf(api().call(intakeRoutes.openSubmission, OPENING));
    expect(failure).toMatchObject({ status: 200, code: "unknown" });
  });

  it("is `offline` without an answer: a line that breaks, a redirection, too long a silence", async () => {
    answer = (response) => response.destroy();
    expect(await failureOf(api().call(authRoutes.session, {}))).toMatchObject({ status: 0, code: "offline" });
    answer = (response) => response.writeHead(302, { location: "/elsewhere" }).end();
    expect(await failureOf(api().call(authRoutes.session, {}))).toMatchObject({ code: "offline" });
    answer = () => undefined;
    const patient = api({ timeoutMs: 20 });
    expect(await failureOf(patient.call(authRoutes.session, {}))).toMatchObject({ code: "offline" });
  });

  it("is the signal's reason when the caller or the owner of the API stops", async () => {
    const reason = new Error("enough");
    const stop = new AbortController();
    answer = () => stop.abort(reason);
    const { signal } = stop;
    await expect(api().call(authRoutes.session, {}, { signal })).rejects.toBe(reason);
    await expect(api({ signal }).call(authRoutes.session, {})).rejects.toBe(reason);
    expect(seen).toHaveLength(1);
  });
});

describe("a missing device proof", () => {
  const missing = problem(401, "proof-required");

  it("is made once for all calls that were under way, and each is repeated once", async () => {
    let proofs = 0;
    answer = (response, index) => (index < 2 ? json(response, 401, missing) : json(response, 200, OPENED));
    const calling = api({
      prove: () => {
        proofs += 1;
        return Promise.resolve();
      },
    });
    const calls = [1, 2].map(() => calling.call(intakeRoutes.openSubmission, OPENING));
    expect(await Promise.all(calls)).toEqual([OPENED, OPENED]);
    expect([proofs, seen.length]).toEqual([1, 4]);
  });

  it("is renewed before it is too old, so that no call is refused for it", async () => {
    answer = (response) => json(response, 200, OPENED);
    const proved: number[] = [];
    const calling = api({ prove: () => Promise.resolve(void proved.push(seen.length)) });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 280_000 });
    try {
      await calling.call(intakeRoutes.openSubmission, OPENING);
      await calling.call(intakeRoutes.openSubmission, OPENING);
    } finally {
      vi.useRealTimers();
    }
    expect(proved).toEqual([0]);
    expect(seen).toHaveLength(2);
  });

  it("is renewed first when nobody knows how old it is", async () => {
    answer = (response) => json(response, 200, OPENED);
    const proved: number[] = [];
    const prove = () => Promise.resolve(void proved.push(seen.length));
    const calling = api({ prove, provenAtMs: () => 0 });
    await calling.call(intakeRoutes.openSubmission, OPENING);
    await calling.call(intakeRoutes.openSubmission, OPENING);
    expect([proved, seen.length]).toEqual([[0], 2]);
    const knowing = api({ prove, provenAtMs: Date.now });
    await knowing.call(intakeRoutes.openSubmission, OPENING);
    expect(proved).toEqual([0]);
  });

  it("is told when the proof did not help, or nobody can make one", async () => {
    answer = (response) => json(response, 401, missing);
    const proving = api({ prove: () => Promise.resolve() });
    expect((await failureOf(proving.call(authRoutes.session, {}))).code).toBe("proof-required");
    expect(seen).toHaveLength(2);
    expect((await failureOf(api().call(authRoutes.session, {}))).code).toBe("proof-required");
    expect(seen).toHaveLength(3);
  });

  it("is tried once more, from its challenge on, when another one came between", async () => {
    let proofs = 0;
    const prove = async (wrong: number) => {
      proofs += 1;
      if (proofs <= wrong) throw new ApiProblem("no", { status: 401, code: "proof-wrong" });
    };
    answer = (response, index) => (index < 2 ? json(response, 401, missing) : json(response, 200, OPENED));
    const calling = api({ prove: () => prove(1) });
    const calls = [1, 2].map(() => calling.call(intakeRoutes.openSubmission, OPENING));
    expect(await Promise.all(calls)).toEqual([OPENED, OPENED]);
    expect([proofs, seen.length]).toEqual([2, 4]);
    [proofs, seen] = [0, []];
    const failing = api({ prove: () => prove(Infinity) });
    expect((await failureOf(failing.call(authRoutes.session, {}))).code).toBe("proof-wrong");
    expect([proofs, seen.length]).toEqual([2, 1]);
  });

  it("is not tried again when something else went wrong", async () => {
    let proofs = 0;
    answer = (response) => json(response, 401, missing);
    const prove = () => {
      proofs += 1;
      return Promise.reject(new ApiProblem("no", { status: 0, code: "offline" }));
    };
    expect((await failureOf(api({ prove }).call(authRoutes.session, {}))).code).toBe("offline");
    expect(proofs).toBe(1);
  });

  it("is not waited for by the calls that make it", async () => {
    answer = (response) => json(response, 401, missing);
    const calling = api({ prove: () => Promise.reject(new Error("asked for a proof")) });
    expect((await failureOf(calling.call(authRoutes.challenge, {}))).code).toBe("proof-required");
  });

  it("is not made for other refusals", async () => {
    answer = (response) => json(response, 401, problem(401, "signed-out"));
    const calling = api({ prove: () => Promise.reject(new Error("asked for a proof")) });
    expect((await failureOf(calling.call(authRoutes.session, {}))).code).toBe("signed-out");
  });
});
