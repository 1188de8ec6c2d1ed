import { DocumentID, StepUpID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { TroubleError, type Trouble } from "../../lib/trouble.ts";
import { reduceStepUp, STEP_UP_START, type StepUpEvent, type StepUpState } from "./machine.ts";
import { makeStepUp, type StepUpOptions } from "./make-step-up.ts";

const targetID = DocumentID.parse(`doc_${"0".repeat(26)}`);
const stepUpID = StepUpID.parse(`prf_${"0".repeat(26)}`);
const answer = async () => ({ stepUpID, expiresAt: "2026-01-01T00:05:00.000Z" });
const fails = (trouble: Trouble) => async () => {
  throw new TroubleError(trouble);
};

function start(server: () => Promise<unknown>, act: StepUpOptions["act"] = async () => undefined) {
  let state: StepUpState = STEP_UP_START;
  const asked: unknown[] = [];
  const question = new AbortController();
  const prove = makeStepUp({
    call: (async (_route: unknown, input: unknown) => {
      asked.push(input);
      return server();
    }) as unknown as StepUpOptions["call"],
    operation: "document.export",
    targetID: () => targetID,
    act,
    send: (event: StepUpEvent) => (state = reduceStepUp(state, event)),
    signal: () => question.signal,
  });
  return { prove, asked, state: () => state, leave: () => question.abort() };
}

describe("a step-up", () => {
  it("proves who it is for one act on one thing, and does it", async () => {
    const acts: StepUpID[] = [];
    const page = start(answer, async (id) => void acts.push(id));
    await page.prove("secret", "123 456");
    expect(page.asked).toEqual([
      { password: "secret", code: "123 456", operation: "document.export", targetID },
    ]);
    expect(acts).toEqual([stepUpID]);
    expect(page.state()).toEqual(STEP_UP_START);
  });

  it("does nothing after a refusal, and tells nobody which of the two was wrong", async () => {
    const acts: StepUpID[] = [];
    for (const code of ["step-up-failed", "input"]) {
      const page = start(fails({ kind: "input", code }), async (id) => void acts.push(id));
      await page.prove("wrong", "000000");
      expect(page.state()).toEqual({ isBusy: false, faults: 1, fault: { name: "refused" } });
    }
    expect(acts).toEqual([]);
  });

  it("says when to come back after too many tries", async () => {
    const trouble = { kind: "limit", code: "too-many-tries", retryAfterSeconds: 60 } as const;
    const page = start(fails(trouble));
    await page.prove("wrong", "000000");
    expect(page.state().fault).toEqual({ name: "too-many-tries", trouble });
  });

  it("stays when the act itself fails, and counts every fault", async () => {
    const trouble = { kind: "server", code: "unavailable" } as const;
    const page = start(answer, fails(trouble));
    await page.prove("secret", "123456");
    await page.prove("secret", "123457");
    expect(page.state()).toEqual({ isBusy: false, faults: 2, fault: { name: "other", trouble } });
  });

  it("does nothing for somebody who has left the question meanwhile, and says nothing of it later", async () => {
    const acts: StepUpID[] = [];
    for (const server of [answer, fails({ kind: "input", code: "step-up-failed" })]) {
      const page = start(server, async (id) => void acts.push(id));
      const proving = page.prove("secret", "123456");
      page.leave();
      await proving;
      expect(page.state().fault).toBeUndefined();
    }
    expect(acts).toEqual([]);
  });

  it("asks once more when the proof was not used in time", async () => {
    const page = start(answer, fails({ kind: "forbidden", code: "step-up-required" }));
    await page.prove("secret", "123456");
    expect(page.state().fault).toEqual({ name: "used-up" });
  });
});
