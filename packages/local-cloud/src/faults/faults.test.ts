import { expect, it } from "vitest";
import { createFaults, operationOf } from "./faults.ts";

const rates = { throttling: 0.3, kmsOutage: 0.3 };

/** Whether each of so many calls of an operation is struck. */
function pattern(seed: number, operation: string, calls = 60): string {
  const { faults, inject } = createFaults();
  inject({ seed, rates });
  const hits = Array.from({ length: calls }, () => (faults.strike("throttling", operation) ? "x" : "."));
  return hits.join("");
}

it("the same seed strikes the same calls of an operation, another seed or operation others", () => {
  expect(pattern(1, "intake dynamodb:Query")).toBe(pattern(1, "intake dynamodb:Query"));
  expect(pattern(2, "intake dynamodb:Query")).not.toBe(pattern(1, "intake dynamodb:Query"));
  expect(pattern(1, "review dynamodb:Query")).not.toBe(pattern(1, "intake dynamodb:Query"));
});

it("what is called in between has no part in it", () => {
  const { faults, inject } = createFaults();
  inject({ seed: 1, rates });
  const hits = Array.from({ length: 60 }, () => {
    faults.strike("throttling", "ingest s3:GetObject");
    faults.strike("kmsOutage", "intake dynamodb:Query");
    return faults.strike("throttling", "intake dynamodb:Query") ? "x" : ".";
  });
  expect(hits.join("")).toBe(pattern(1, "intake dynamodb:Query"));
});

it("strikes about as often as its rate says, always at 1 and never without one", () => {
  const hits = pattern(3, "a", 4000).replaceAll(".", "").length;
  expect(hits / 4000).toBeGreaterThan(0.27);
  expect(hits / 4000).toBeLessThan(0.33);
  const { faults, inject } = createFaults();
  inject({ seed: 1, rates: { lateEvent: 1 } });
  expect([faults.strike("lateEvent", "q"), faults.strike("throttling", "q")]).toEqual([
    { size: expect.any(Number) },
    undefined,
  ]);
});

it("an outage lasts for some calls in a row", () => {
  const { faults, inject } = createFaults();
  inject({ seed: 5, rates });
  const hits = Array.from({ length: 80 }, () => (faults.strike("kmsOutage", "keys kms:Decrypt") ? "x" : "."));
  expect(hits.join("").match(/.{4}/g)).toEqual(expect.arrayContaining(["xxxx", "...."]));
  expect(
    hits
      .join("")
      .match(/.{4}/g)
      ?.filter((four) => new Set(four).size > 1),
  ).toEqual([]);
});

it("keeps a log of what was struck, and counts anew when faults are switched on again", () => {
  const { faults, inject, struck } = createFaults();
  const end = inject({ seed: 1, rates: { lateEvent: 1 } });
  faults.strike("lateEvent", "events");
  faults.strike("lateEvent", "events");
  end();
  expect(faults.strike("lateEvent", "events")).toBeUndefined();
  const once = { fault: "lateEvent", operation: "events" };
  expect(struck()).toEqual([
    { ...once, call: 1 },
    { ...once, call: 2 },
  ]);
  inject({ seed: 1, rates: { lateEvent: 1 } });
  faults.strike("lateEvent", "events");
  expect(struck()).toEqual([{ ...once, call: 1 }]);
});

it("refuses rates that are none, faults that do not exist, and a second set of faults", () => {
  const { inject } = createFaults();
  const asked = (name: string, rate: number) => () => inject({ seed: 1, rates: { [name]: rate } });
  expect(asked("throttling", 1.1)).toThrow("throttling");
  expect(asked("throttling", Number.NaN)).toThrow("throttling");
  expect(asked("earthquake", 0.1)).toThrow("earthquake");
  asked("throttling", 1)();
  expect(asked("throttling", 1)).toThrow("Other faults are on.");
});

it("names a call by its role, and spares the root", () => {
  const role = { kind: "role", arn: "arn:x", role: "ingest", tags: {} } as const;
  expect(operationOf(role, "s3:GetObject")).toBe("ingest s3:GetObject");
  expect(operationOf({ kind: "root", arn: "arn:root", tags: {} }, "s3:GetObject")).toBeUndefined();
});
