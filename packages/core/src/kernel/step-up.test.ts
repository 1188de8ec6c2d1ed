import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Actor } from "./actor.ts";
import type { Context } from "./context.ts";
import { idSource, type IDs } from "./id.ts";
import { notebook } from "./notebook.fixture.ts";
import { operation } from "./operation.ts";
import { release, settled, type Plan } from "./plan.ts";

const clinicID = `cli_${"1".repeat(26)}`;
const session = { handle: `ses_${"1".repeat(26)}`, devicePublicKey: "", locked: false };
const patient = { type: "patient", clinicID, personID: `per_${"1".repeat(26)}`, session } as unknown as Actor;
const stepUpID = `prf_${"1".repeat(26)}` as IDs["prf"];
const now = Date.UTC(2026, 10, 22);
const clock = { now: () => now };

let book: ReturnType<typeof notebook>;
const context = (): Context => ({
  actor: patient,
  ledger: book.ledger,
  clock,
  newID: idSource(clock),
  request: { id: "r-1" },
  pause: async () => {},
});

beforeEach(() => {
  book = notebook();
});

const Input = z.strictObject({ word: z.string().max(5) });

describe("an operation that needs a step-up", () => {
  const plain = release({ facts: {}, afterwards: () => "out" });
  const take = (plan: Plan<string>) =>
    operation({
      action: "document.export",
      allow: ["patient"],
      input: Input,
      stepUp: ({ word }) => ({ stepUpID, targetID: word }),
      run: () => Promise.resolve(plan),
    });

  it("uses it up in the one transaction of the call, for this session, operation and thing, before anything is let out", async () => {
    expect(await take(plain)(undefined, context(), { word: "a" })).toBe("out");
    expect(book.committed).toHaveLength(1);
    const [used, audit] = book.committed[0] ?? [];
    const at = new Date(now).toISOString();
    const binding = { clinicID, sessionHandle: session.handle, operation: "document.export", targetID: "a" };
    expect(used?.part).toEqual({ Delete: { use: { ...binding, stepUpID, at } } });
    expect(audit?.part).toHaveProperty("Put");
  });

  it("lets nothing out without one, and says what is missing", async () => {
    const out: string[] = [];
    const plan = release({ facts: {}, afterwards: () => String(out.push("out")) });
    book.answers.push({ outcome: "refused", failed: [0] });
    await expect(take(plan)(undefined, context(), { word: "a" })).rejects.toMatchObject({
      kind: "forbidden",
      code: "step-up-required",
    });
    expect(out).toEqual([]);
    expect(book.events).toMatchObject([{ outcome: "refused", code: "step-up-required" }]);
  });

  it("asks for it again after a conflict, as another call may have used it", async () => {
    book.answers.push({ outcome: "conflict" }, { outcome: "refused", failed: [0] });
    await expect(take(plain)(undefined, context(), { word: "a" })).rejects.toMatchObject({
      code: "step-up-required",
    });
  });

  it.each([
    ["that was settled before", settled(() => "out")],
    ["whose rows are one for many calls", release({ facts: {}, once: "poll", afterwards: () => "out" })],
  ])("answers no call %s, for that would use up none", async (_, plan) => {
    await expect(take(plan)(undefined, context(), { word: "a" })).rejects.toBeInstanceOf(TypeError);
    expect(book.events).toMatchObject([{ outcome: "failed" }]);
  });

  it("cannot be made without one, nor another with one, nor for those who cannot step up", () => {
    const run = () => Promise.resolve(plain);
    const stepUp = () => ({ stepUpID, targetID: "a" });
    const allow = ["patient"] as const;
    const named = (action: string) => ({ action, input: Input, run });
    expect(() => operation({ ...named("document.export"), allow })).toThrow(TypeError);
    expect(() => operation({ ...named("thing.take"), allow, stepUp })).toThrow(TypeError);
    expect(() => operation({ ...named("document.export"), allow: ["patient", "system"], stepUp })).toThrow(
      TypeError,
    );
  });

  it("is told apart from one that needs none", () => {
    const other = operation({
      action: "thing.take",
      allow: ["patient"],
      input: Input,
      run: () => Promise.resolve(plain),
    });
    expect([take(plain).needsStepUp, other.needsStepUp]).toEqual([true, false]);
  });
});
