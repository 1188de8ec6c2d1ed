import { describe, expect, test } from "vitest";
import { browserOf } from "./user-agent.ts";

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

describe("what a browser says it is", () => {
  test.each([
    [`${WINDOWS} ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, "chrome", "windows"],
    [`${WINDOWS} ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, "edge", "windows"],
    [`${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, "safari", "macos"],
    [`${PHONE} Version/18.5 Mobile/15E148 Safari/604.1`, "safari", "ios"],
    [`${PHONE} CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1`, "chrome", "ios"],
    [`${PHONE} FxiOS/145.0 Mobile/15E148 Safari/605.1.15`, "firefox", "ios"],
    [`${PHONE} EdgiOS/142.0 Version/18.0 Mobile/15E148 Safari/604.1`, "edge", "ios"],
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`,
      "chrome",
      "android",
    ],
    [`Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`, "firefox", "linux"],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/142.0.0.0 Safari/537.36`, "chrome", "linux"],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, "chrome", "other"],
    [`${WINDOWS} ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 OPR/125.0.0.0`, "other", "windows"],
    ["Amazon CloudFront", "other", "other"],
    ["", "other", "other"],
    [undefined, "other", "other"],
  ])("%s", (userAgent, browser, system) => {
    expect(browserOf(userAgent)).toEqual({ browser, system });
  });

  test("is told in a time that does not grow with what is sent", () => {
    const long = "Version/ Mobile/".repeat(20_000);
    const startMs = performance.now();
    expect(browserOf(long)).toEqual({ browser: "other", system: "other" });
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});
