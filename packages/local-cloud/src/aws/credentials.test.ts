import { describe, expect, it } from "vitest";
import { createCredentialStore } from "./credentials.ts";
import { roleSession } from "./cloud.fixture.ts";

describe("a credential store", () => {
  const principal = roleSession("app");

  it("draws access key ids that tell permanent credentials from temporary ones", () => {
    const store = createCredentialStore({ now: () => 0 });
    const permanent = store.issue({ secretAccessKey: "s", principal });
    const temporary = store.issue({ secretAccessKey: "s", sessionToken: "t", expiresAtMs: 1, principal });
    expect(permanent.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(temporary.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(store.find(temporary.accessKeyId)).toEqual(temporary);
    expect(store.find("AKIAUNKNOWN")).toBeUndefined();
  });

  it("forgets what has expired and keeps the rest, however many it has issued", () => {
    let nowMs = 0;
    const store = createCredentialStore({ now: () => nowMs });
    const permanent = store.issue({ secretAccessKey: "s", principal });
    const issue = (expiresAtMs: number) =>
      store.issue({ secretAccessKey: "s", sessionToken: "t", expiresAtMs, principal }).accessKeyId;
    const early = Array.from({ length: 1500 }, () => issue(10));
    nowMs = 10;
    const late = Array.from({ length: 1500 }, () => issue(20));
    expect(early.some((id) => store.find(id) !== undefined)).toBe(false);
    expect(late.every((id) => store.find(id) !== undefined)).toBe(true);
    expect(store.find(permanent.accessKeyId)).toEqual(permanent);
  });
});
