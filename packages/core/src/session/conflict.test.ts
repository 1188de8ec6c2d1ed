import { PLATFORM } from "@postern/contract";
import { describe, expect, test } from "vitest";
import {
  idSource,
  systemClock,
  type Committed,
  type Context,
  type Item,
  type Reader,
  type Write,
} from "../kernel/index.ts";
import type { SignInDeps } from "./deps.ts";
import { newPassword, signIn } from "./sign-in.ts";
import type { IdentityProvider } from "./store.ts";

/** A ledger that is busy as often as it is told, and a reader of what it took. */
function createMemory(busy: { times: number }) {
  const rows = new Map<unknown, Item>();
  const take = ({ part }: Write) => {
    if ("Put" in part) {
      const { Item: item } = part.Put as { Item: Item };
      rows.set(item["pk"], item);
    }
    if ("Delete" in part) rows.delete((part.Delete as { Key: Item }).Key["pk"]);
  };
  const commit = (writes: readonly Write[]): Promise<Committed> => {
    const isCount = writes.some(({ part }) => "Update" in part);
    if (!isCount && busy.times-- > 0) return Promise.resolve({ outcome: "conflict" });
    for (const write of writes) take(write);
    return Promise.resolve({ outcome: "done" });
  };
  const reader: Reader = {
    get: (params) => Promise.resolve(rows.get((params as { Key: Item }).Key["pk"])),
    query: () => Promise.resolve({ items: [] }),
  };
  return { commit, reader };
}

/** A provider that gives each challenge once, as Cognito does. */
function createProvider(calls: string[]): IdentityProvider {
  const refused = { kind: "refused", reason: "expired" } as const;
  const open = new Set<string>();
  const ask = (challenge: "new-password" | "totp") => {
    const session = `session ${calls.length}`;
    open.add(session);
    return Promise.resolve({ kind: "challenge", challenge, session, username: "a" } as const);
  };
  return {
    begin() {
      calls.push("begin");
      return ask("new-password");
    },
    answerNewPassword({ session }) {
      calls.push("answerNewPassword");
      return open.delete(session) ? ask("totp") : Promise.resolve(refused);
    },
    associate: () => Promise.resolve(refused),
    answerEnrolment: () => Promise.resolve(refused),
    answerTotp: () => Promise.resolve(refused),
    usernameOf: () => Promise.resolve(null),
  };
}

function requestOf(
  memory: ReturnType<typeof createMemory>,
  provider: IdentityProvider,
  presessionToken?: string,
): [SignInDeps, Context] {
  let kept: Promise<unknown> | undefined;
  const deps: SignInDeps = {
    base: memory.reader,
    readerOf: () => Promise.resolve(memory.reader),
    clock: systemClock,
    provider,
    presessionToken,
    sessionToken: undefined,
    address: "203.0.113.1",
    userAgent: undefined,
    hashEmail: () => Promise.resolve("00"),
    hashPassword: (password) => Promise.resolve(password),
    once: <Result>(call: () => Promise<Result>) => (kept ??= call()) as Promise<Result>,
  };
  const audit = (): Write => ({ part: { Put: { Item: { pk: "audit" } } }, otherwise: () => "again" });
  const ctx: Context = {
    actor: { type: "anonymous", clinicID: PLATFORM },
    ledger: { audit, useStepUp: audit, commit: memory.commit },
    clock: systemClock,
    newID: idSource(systemClock),
    request: { id: "request" },
    pause: () => Promise.resolve(),
  };
  return [deps, ctx];
}

describe("a step whose transaction meets another one", () => {
  test("is committed in the end, and the provider was asked once", async () => {
    const calls: string[] = [];
    const busy = { times: 0 };
    const memory = createMemory(busy);
    const provider = createProvider(calls);
    const first = await signIn(...requestOf(memory, provider), { email: "a@example.org", password: "p" });
    busy.times = 2;
    const step = requestOf(memory, provider, first.presessionToken);
    const second = await newPassword(...step, { password: "the sea is a slow clock" });
    expect(second.stage).toEqual({ stage: "totp" });
    expect(second.presessionToken).not.toBe(first.presessionToken);
    expect(calls).toEqual(["begin", "answerNewPassword"]);
  });
});
