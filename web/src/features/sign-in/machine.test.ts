import { describe, expect, it } from "vitest";
import type { Trouble } from "../../lib/trouble.ts";
import { SIGN_IN_START, reduceSignIn, type SignInEvent, type SignInState } from "./machine.ts";

const run = (...events: SignInEvent[]): SignInState => events.reduce(reduceSignIn, SIGN_IN_START);
const failed = (code: string, kind: Trouble["kind"] = "input"): SignInEvent => ({
  type: "failed",
  trouble: { kind, code },
});
const totp: SignInEvent = { type: "answered", stage: { stage: "totp" } };

describe("sign-in", () => {
  it("goes the way that the server's answers show", () => {
    const stage = { stage: "enrol-totp", secret: "JBSW", uri: "otpauth://totp/x" } as const;
    const state = run(
      { type: "sent" },
      { type: "answered", stage: { stage: "new-password", minimumLength: 12 } },
      { type: "sent" },
      { type: "answered", stage },
    );
    expect(state.step).toEqual({ name: "enrol-totp", secret: "JBSW", uri: "otpauth://totp/x" });
    expect(state.isBusy).toBe(false);
  });

  it("stays at the code, and says which fault it was, when a code is wrong or was used", () => {
    for (const code of ["code-wrong", "code-used"] as const) {
      const state = run(totp, { type: "sent" }, failed(code));
      expect(state.step.name).toBe("totp");
      expect(state.fault).toMatchObject({ at: "code", name: code });
    }
  });

  it("begins again when the time between the factors is over", () => {
    expect(run(totp, failed("sign-in-expired"))).toMatchObject({
      step: { name: "password" },
      fault: { at: "form", name: "sign-in-expired" },
    });
    expect(run(totp, failed("unauthenticated", "signed-out")).step.name).toBe("password");
  });

  it("puts a weak password beside the field and a lock-out above the form", () => {
    const weak = run(
      { type: "answered", stage: { stage: "new-password", minimumLength: 12 } },
      failed("password-weak"),
    );
    expect(weak.fault?.at).toBe("password");
    expect(run(failed("too-many-tries", "limit")).fault).toMatchObject({
      at: "form",
      name: "too-many-tries",
    });
    expect(run(failed("limit", "limit")).fault?.name).toBe("too-many-tries");
  });

  it("takes what is no code at all for a wrong code", () => {
    expect(run(totp, failed("input")).fault).toMatchObject({ at: "code", name: "code-wrong" });
  });

  it("counts faults, so that the same one twice is told twice, and forgets them on the next answer", () => {
    const state = run(totp, failed("code-wrong"), failed("code-wrong"));
    expect(state.faults).toBe(2);
    expect(reduceSignIn(state, totp).fault).toBeUndefined();
  });

  it("keeps what it does not know for a note with the help code", () => {
    const state = run(failed("unavailable", "server"));
    expect(state.fault).toMatchObject({ name: "other", trouble: { code: "unavailable" } });
  });
});
