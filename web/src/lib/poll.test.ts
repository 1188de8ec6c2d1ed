import { waitByTimer } from "@postern/client";
import { describe, expect, it } from "vitest";
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, makePoll, nextDelayMs } from "./poll.ts";

/** Answers in order; records what was waited, seen and failed. */
function watch(answers: readonly (string | Error)[], seen: readonly boolean[] = []) {
  const stop = new AbortController();
  const waits: number[] = [];
  const values: string[] = [];
  const troubles: unknown[] = [];
  const left = [...answers];
  const done = makePoll("sent", {
    load: () => {
      const next = left.shift();
      if (next === undefined) stop.abort();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? "");
    },
    isFinal: (value) => value === "closed",
    isSame: (one, other) => one === other,
    onValue: (value) => values.push(value),
    onTrouble: (error) => troubles.push(error),
    signal: stop.signal,
    isSeen: () => seen[waits.length - 1] ?? true,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });
  return { done, waits, values, troubles };
}

describe("makePoll", () => {
  it("waits longer while nothing changes, and starts anew when something does", async () => {
    const poll = watch(["sent", "sent", "routed", "closed"]);
    await poll.done;
    expect(poll.waits).toEqual([2000, 3000, 4500, 2000]);
    expect(poll.values.at(-1)).toBe("closed");
  });

  it("stops at a final value without asking again", async () => {
    const poll = watch(["closed", "sent"]);
    await poll.done;
    expect(poll.values).toEqual(["closed"]);
  });

  it("goes on after a failure, and tells of it", async () => {
    const poll = watch([new Error("offline"), "closed"]);
    await poll.done;
    expect(poll.troubles).toHaveLength(1);
    expect(poll.values).toEqual(["closed"]);
  });

  it("asks for nothing while nobody sees the page", async () => {
    const poll = watch(["closed"], [false, false, true]);
    await poll.done;
    expect(poll.waits).toHaveLength(3);
    expect(poll.values).toEqual(["closed"]);
  });

  it("ends without a word when it is stopped while it waits", async () => {
    const stop = new AbortController();
    const troubles: unknown[] = [];
    const done = makePoll("sent", {
      load: () => Promise.reject(new Error("was asked")),
      isFinal: () => false,
      isSame: () => true,
      onValue: () => undefined,
      onTrouble: (error) => troubles.push(error),
      signal: stop.signal,
      isSeen: () => true,
      wait: waitByTimer,
    });
    stop.abort();
    await done;
    expect(troubles).toEqual([]);
  });

  it("never waits longer than half a minute", () => {
    expect(nextDelayMs(LONGEST_DELAY_MS, false)).toBe(LONGEST_DELAY_MS);
    expect(nextDelayMs(LONGEST_DELAY_MS, true)).toBe(FIRST_DELAY_MS);
  });
});
