import { expect, it } from "vitest";
import { hashPassword, isPassword, UNKNOWN_PASSWORD } from "./password.ts";

it("a stored password knows itself, however its accents were typed, and nothing else", () => {
  const stored = hashPassword("un été à la mer");
  expect(isPassword(stored, "un e\u0301te\u0301 a\u0300 la mer")).toBe(true);
  expect(isPassword(stored, "un ete a la mer")).toBe(false);
  expect(isPassword(stored, "")).toBe(false);
});

it("two hashes of one password differ, and none holds it", () => {
  const [first, second] = [hashPassword("the same"), hashPassword("the same")];
  expect(first.key).not.toBe(second.key);
  const stored = [first.key, first.salt].map((text) => Buffer.from(text, "base64"));
  expect(Buffer.concat(stored).includes("the same")).toBe(false);
});

it("a user who isn't there has no password, and saying so takes as long", () => {
  const measure = (judge: () => boolean) => {
    const startedAtMs = performance.now();
    for (let time = 0; time < 5; time += 1) expect(judge()).toBe(false);
    return performance.now() - startedAtMs;
  };
  const stored = hashPassword("something");
  const known = measure(() => isPassword(stored, "a guess"));
  const unknown = measure(() => isPassword(UNKNOWN_PASSWORD, "a guess"));
  // Skipping the work would be a thousand times faster; a busy machine is not.
  expect(unknown).toBeGreaterThan(known / 20);
});
