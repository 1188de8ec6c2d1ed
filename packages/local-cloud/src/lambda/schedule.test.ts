import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createSchedule } from "./schedule.ts";

const place = {
  name: "tick",
  region: "us-east-1",
  account: "000000000000",
  now: () => Date.UTC(2026, 10, 22),
};

/** A function that is under way until the test lets it end. */
function gate() {
  const ends: ((failure?: Error) => void)[] = [];
  const events: object[] = [];
  const invoke = (event: object) =>
    new Promise<void>((resolve, reject) => {
      events.push(event);
      ends.push((failure) => (failure === undefined ? resolve() : reject(failure)));
    });
  return { invoke, events, end: (failure?: Error) => ends.shift()?.(failure) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("runs once when it is asked, with the event of a rule, and not by itself", async () => {
  const { invoke, events, end } = gate();
  const schedule = createSchedule({ ...place, everySeconds: 60, invoke });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(events).toEqual([]);
  const run = schedule.run();
  await vi.advanceTimersByTimeAsync(0);
  end();
  await run;
  expect(events).toMatchObject([{ source: "aws.events", time: "2026-11-22T00:00:00Z" }]);
});

it("leaves a turn out while a run is under way, and goes on after one that failed", async () => {
  const { invoke, events, end } = gate();
  const schedule = createSchedule({ ...place, everySeconds: 60, invoke });
  schedule.start();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(events).toHaveLength(1);
  end(new Error("no"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(events).toHaveLength(2);
  schedule.stop();
  end();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(events).toHaveLength(2);
});

it("begins a run that is asked for after the one that is under way", async () => {
  const { invoke, events, end } = gate();
  const schedule = createSchedule({ ...place, everySeconds: 60, invoke });
  const [first, second] = [schedule.run(), schedule.run()];
  await vi.advanceTimersByTimeAsync(0);
  expect(events).toHaveLength(1);
  end();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  end();
  await second;
  expect(events).toHaveLength(2);
});
