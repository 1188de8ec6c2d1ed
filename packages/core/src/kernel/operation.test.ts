import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Actor } from "./actor.ts";
import type { Context, Ledger } from "./context.ts";
import { idSource } from "./id.ts";
import { notebook } from "./notebook.fixture.ts";
import { operation } from "./operation.ts";
import { change, put, release, settled } from "./plan.ts";
import { Problem } from "./problem.ts";

const clinicID = `cli_${"1".repeat(26)}`;
const session = { handle: `ses_${"1".repeat(26)}`, devicePublicKey: "", locked: false };
const patient = {
  type: "patient",
  clinicID,
  personID: `per_${"1".repeat(26)}`,
  patientID: `pat_${"1".repeat(26)}`,
  session,
} as unknown as Actor;
const frontDesk = { ...patient, type: "front-desk", locationIDs: [] } as Actor;

let book: ReturnType<typeof notebook>;
let now: number;
const context = (actor: Actor = patient): Context => {
  const clock = { now: () => now };
  return {
    actor,
    ledger: book.ledger,
    clock,
    newID: idSource(clock),
    request: { id: "r-1" },
    pause: async () => {},
  };
};

beforeEach(() => {
  book = notebook();
  now = Date.UTC(2026, 10, 22);
});

const Input = z.strictObject({ word: z.string().max(5) });
const row = put({ row: 1 });

const write = operation({
  action: "thing.write",
  allow: ["patient"],
  input: Input,
  run: (steps: string[], _ctx, { word }) => {
    steps.push("run");
    return Promise.resolve(
      change({ writes: [row], facts: { code: word }, afterwards: () => void steps.push("afterwards") }),
    );
  },
});

describe("an operation", () => {
  it("commits its writes with one audit row, and only then runs the last step", async () => {
    const steps: string[] = [];
    const commit = book.ledger.commit.bind(book.ledger);
    const ledger: Ledger = {
      ...book.ledger,
      commit: (writes) => {
        steps.push("commit");
        return commit(writes);
      },
    };
    await write(steps, { ...context(), ledger }, { word: "abc" });
    expect(steps).toEqual(["run", "commit", "afterwards"]);
    expect(book.committed).toHaveLength(1);
    expect(book.committed[0]).toHaveLength(2);
    expect(book.events).toMatchObject([
      { action: "thing.write", outcome: "ok", code: "abc", role: "patient" },
    ]);
  });

  it("refuses a role that is not allowed, and writes the refusal as a row", async () => {
    const steps: string[] = [];
    await expect(write(steps, context(frontDesk), { word: "abc" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(steps).toEqual([]);
    expect(book.events).toMatchObject([{ outcome: "refused", code: "forbidden", role: "front-desk" }]);
  });

  it("refuses a locked session unless the operation continues", async () => {
    const locked = { ...patient, session: { ...session, locked: true } } as Actor;
    await expect(write([], context(locked), { word: "a" })).rejects.toMatchObject({ code: "session-locked" });
    const goesOn = operation({
      action: "thing.go-on",
      allow: ["patient"],
      continues: true,
      input: Input,
      run: () => Promise.resolve(release({ facts: {}, afterwards: () => "on" })),
    });
    expect(await goesOn(undefined, context(locked), { word: "a" })).toBe("on");
  });

  it.each([[{ word: "too long" }], [{ word: "a", more: 1 }], [null], [[]]])(
    "refuses %j by the names of its fields, never with their values",
    async (raw) => {
      const refusal = await write([], context(), raw).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ kind: "input", code: "input" });
      expect((refusal as Problem).message).not.toContain("too long");
      expect(book.events).toMatchObject([{ outcome: "refused", code: "input" }]);
    },
  );

  it("gives nothing out when the audit row cannot be written", async () => {
    const steps: string[] = [];
    book.answers.push(new Problem("unavailable", "unavailable", "down"));
    await expect(write(steps, context(), { word: "a" })).rejects.toMatchObject({ kind: "unavailable" });
    expect(steps).toEqual(["run"]);
    expect(book.events).toEqual([]);
  });

  it("looks again after a conflict, and commits once", async () => {
    const steps: string[] = [];
    book.answers.push({ outcome: "conflict" }, { outcome: "refused", failed: [0] });
    await write(steps, context(), { word: "a" });
    expect(steps).toEqual(["run", "run", "run", "afterwards"]);
    expect(book.committed).toHaveLength(1);
  });

  it("turns a failed condition into the refusal that was named for it", async () => {
    const taken = new Problem("conflict", "taken", "Someone was faster.");
    const claim = operation({
      action: "thing.claim",
      allow: ["patient"],
      input: Input,
      run: () =>
        Promise.resolve(change({ writes: [put({}, () => taken)], facts: {}, afterwards: () => undefined })),
    });
    book.answers.push({ outcome: "refused", failed: [0] });
    await expect(claim(undefined, context(), { word: "a" })).rejects.toBe(taken);
    expect(book.events).toMatchObject([{ outcome: "refused", code: "taken" }]);
  });

  it("tidies up what a thrown-away plan made outside the table", async () => {
    const tidied: string[] = [];
    const begin = operation({
      action: "thing.begin",
      allow: ["patient"],
      input: Input,
      run: () =>
        Promise.resolve(
          change({
            writes: [row],
            facts: {},
            discard: () => Promise.resolve(void tidied.push("tidied")),
            afterwards: () => undefined,
          }),
        ),
    });
    book.answers.push({ outcome: "conflict" });
    await begin(undefined, context(), { word: "a" });
    expect(tidied).toEqual(["tidied"]);
  });

  it("answers 503 when the last step fails after the commit, and the commit stands", async () => {
    const sign = operation({
      action: "thing.sign",
      allow: ["patient"],
      input: Input,
      run: () =>
        Promise.resolve(release({ facts: {}, afterwards: () => Promise.reject(new Error("KMS is out")) })),
    });
    await expect(sign(undefined, context(), { word: "a" })).rejects.toMatchObject({ kind: "unavailable" });
    expect(book.events).toMatchObject([{ outcome: "ok" }]);
  });

  it("writes nothing for a call whose change already stands", async () => {
    const again = operation({
      action: "thing.again",
      allow: ["patient"],
      input: Input,
      run: () => Promise.resolve(settled(() => "as before")),
    });
    expect(await again(undefined, context(), { word: "a" })).toBe("as before");
    expect(book.events).toEqual([]);
  });

  it("writes one row for an unchanged poll within five minutes, and another after", async () => {
    const list = operation({
      action: "thing.list",
      allow: ["patient"],
      input: Input,
      run: () => Promise.resolve(release({ facts: {}, once: "things", afterwards: () => "list" })),
    });
    expect(await list(undefined, context(), { word: "a" })).toBe("list");
    expect(await list(undefined, context(), { word: "a" })).toBe("list");
    expect(book.events).toHaveLength(1);
    now += 5 * 60_000;
    await list(undefined, context(), { word: "a" });
    expect(book.events).toHaveLength(2);
  });

  it("records an unexpected error as failed, and lets it out as it is", async () => {
    const broken = operation({
      action: "thing.break",
      allow: ["patient"],
      input: Input,
      run: () => Promise.reject(new TypeError("a defect")),
    });
    await expect(broken(undefined, context(), { word: "a" })).rejects.toBeInstanceOf(TypeError);
    expect(book.events).toMatchObject([{ outcome: "failed", code: "internal" }]);
  });
});
