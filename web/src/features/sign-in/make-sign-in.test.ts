import type { Device } from "@postern/client";
import { ApiProblem } from "@postern/client";
import { SessionView, authRoutes, type Route, type SignInStage } from "@postern/contract";
import { describe, expect, it } from "vitest";
import type { SignInEvent } from "./machine.ts";
import { makeSignIn, type SignInOptions } from "./make-sign-in.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const session = SessionView.parse({
  handle: id("ses"),
  clinicID: id("cli"),
  personID: id("per"),
  role: "patient",
  idleSeconds: 3600,
  endsAt: "2026-11-22T12:00:00.000Z",
});
const device = { publicKey: "the public half" } as Device;

function open(answer: (route: Route, input: unknown) => SignInStage) {
  const order: string[] = [];
  const events: SignInEvent[] = [];
  const inputs: unknown[] = [];
  const acts = makeSignIn({
    call: ((route: Route, input: unknown) => {
      order.push(route.path);
      inputs.push(input);
      return Promise.resolve().then(() => answer(route, input));
    }) as SignInOptions["call"],
    createDevice: () => {
      order.push("device");
      return Promise.resolve(device);
    },
    startSession: (started, with_) => {
      order.push(`started with ${with_.publicKey}`);
      expect(started).toEqual(session);
      return Promise.resolve();
    },
    send: (event) => events.push(event),
  });
  return { acts, order, events, inputs };
}

describe("makeSignIn", () => {
  it("makes the device before the last factor is sent, and sends its public half along", async () => {
    const { acts, order, events, inputs } = open(() => ({ stage: "done", session }));
    await acts.totp("123 456");
    expect(order).toEqual(["device", authRoutes.totp.path, "started with the public half"]);
    expect(inputs[0]).toEqual({ code: "123 456", devicePublicKey: "the public half" });
    expect(events).toEqual([{ type: "sent" }]);
  });

  it("tells which step comes next, without a device for the first factor", async () => {
    const { acts, order, events } = open(() => ({ stage: "totp" }));
    await acts.password("rosa@example.org", "quiet river stone");
    expect(order).toEqual([authRoutes.signIn.path]);
    expect(events.at(-1)).toEqual({ type: "answered", stage: { stage: "totp" } });
  });

  it("starts no session when the password alone is said to be enough", async () => {
    const { acts, events } = open(() => ({ stage: "done", session }));
    await acts.password("rosa@example.org", "quiet river stone");
    expect(events.at(-1)).toMatchObject({ type: "failed", trouble: { code: "no-device" } });
  });

  it("tells of a refusal by its code", async () => {
    const { acts, events } = open(() => {
      throw new ApiProblem("no", { status: 401, code: "code-used" });
    });
    await acts.enrolTotp("123456");
    expect(events.at(-1)).toMatchObject({ type: "failed", trouble: { code: "code-used" } });
  });
});
