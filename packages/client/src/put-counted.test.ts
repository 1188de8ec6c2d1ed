import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { putOnce } from "./store.ts";

const URL_OF_PART = "https://store.test/o?partNumber=1";
const signed = {
  partNumber: 1,
  url: URL_OF_PART,
  headers: { "content-length": "100", host: "store.test", "x-amz-checksum-sha256": "abc" },
  expiresAt: "",
};
const body = new Uint8Array(100);

/** What a browser's own request does as far as it is used, led by the test. */
class FakeRequest extends EventTarget {
  static last: FakeRequest;
  readonly upload = new EventTarget();
  readonly sentHeaders: Record<string, string> = {};
  opened: readonly string[] = [];
  sent: unknown;
  isAborted = false;
  status = 0;
  responseURL = "";
  answerHeaders = "";
  constructor() {
    super();
    FakeRequest.last = this;
  }
  open(...opened: string[]) {
    this.opened = opened;
  }
  setRequestHeader(name: string, value: string) {
    this.sentHeaders[name] = value;
  }
  send(sent: unknown) {
    this.sent = sent;
  }
  getAllResponseHeaders() {
    return this.answerHeaders;
  }
  abort() {
    this.isAborted = true;
    this.end("abort");
  }
  progress(loaded: number) {
    this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded }));
  }
  answer(status: number, headers = "", responseURL = URL_OF_PART) {
    Object.assign(this, { status, answerHeaders: headers, responseURL });
    this.end("load");
  }
  end(how: "load" | "error" | "abort") {
    this.dispatchEvent(new Event(how));
    this.dispatchEvent(new Event("loadend"));
  }
}

let told: number[];
beforeEach(() => {
  told = [];
  vi.useFakeTimers();
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function put(signal = new AbortController().signal) {
  return putOnce(undefined, signed, body, { signal, onSent: (sentBytes) => told.push(sentBytes) });
}

it("puts these very bytes, with the headers that a page may set", async () => {
  const putting = put();
  const request = FakeRequest.last;
  expect(request.opened).toEqual(["PUT", URL_OF_PART]);
  expect(request.sentHeaders).toEqual({ "x-amz-checksum-sha256": "abc" });
  expect(request.sent).toBe(body);
  request.answer(503, "etag: x\r\nRetry-After: 7\r\n");
  expect(await putting).toEqual({ status: 503, retryAfterSeconds: 7 });
});

it("tells how much has left a few times a second, the newest count last, and nothing when it is over", async () => {
  const putting = put();
  const request = FakeRequest.last;
  for (let loaded = 1; loaded <= 40; loaded += 1) {
    request.progress(loaded);
    vi.advanceTimersByTime(25);
  }
  expect(told).toEqual([10, 20, 30, 40]);
  request.progress(60);
  request.answer(200);
  await putting;
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([10, 20, 30, 40]);
});

it("has a status of 0 where there was no answer, or another address has answered", async () => {
  const silent = put();
  FakeRequest.last.end("error");
  expect(await silent).toMatchObject({ status: 0 });
  const elsewhere = put();
  FakeRequest.last.answer(200, "", "https://else.test/o");
  expect(await elsewhere).toMatchObject({ status: 0 });
});

it("ends with the signal's reason, and a request under way with it", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const putting = put(stop.signal);
  FakeRequest.last.progress(10);
  stop.abort(reason);
  await expect(putting).rejects.toBe(reason);
  expect(FakeRequest.last.isAborted).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([]);
  const { last } = FakeRequest;
  await expect(put(stop.signal)).rejects.toBe(reason);
  expect(FakeRequest.last).toBe(last);
});
