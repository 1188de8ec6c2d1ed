import { Problem } from "../kernel/index.ts";
import type { SignInRefusal } from "./store.ts";

const TRY_AGAIN_SECONDS = 60;

export const signedOut = () => new Problem("unauthenticated", "signed-out", "Sign in to go on.");

export const signInExpired = () =>
  new Problem("unauthenticated", "sign-in-expired", "This sign-in took too long or was used. Begin again.");

export const tooManyTries = () =>
  new Problem("limit", "too-many-tries", "Too many tries. Wait a little before the next one.", {
    retryAfterSeconds: TRY_AGAIN_SECONDS,
  });

export const noClinic = () =>
  new Problem("forbidden", "no-clinic", "You have no place in a clinic here. Ask the clinic.");

export const wrongDeviceKey = () =>
  new Problem("input", "input", "Something in this request is missing or not as it should be.", {
    fields: ["devicePublicKey"],
  });

export const proofRequired = () =>
  new Problem("unauthenticated", "proof-required", "This device must show again that it is the one.");

/** Neither what was wrong, nor that anything was right. */
export const stepUpFailed = () =>
  new Problem(
    "unauthenticated",
    "step-up-failed",
    "This did not work. Check the password, and wait for a new code.",
  );

export const tooManyCalls = (retryAfterSeconds: number) =>
  new Problem("limit", "too-many-calls", "This was asked too often. Wait a little and go on.", {
    retryAfterSeconds,
  });

/** What a person is told when a step of the sign-in is refused. */
export function refusal(reason: SignInRefusal): Problem {
  switch (reason) {
    case "wrong":
      return new Problem("unauthenticated", "sign-in-failed", "E-mail address or password is wrong.");
    case "code-wrong":
      return new Problem("unauthenticated", "code-wrong", "This code is wrong. Look at the app again.");
    case "code-used":
      return new Problem("unauthenticated", "code-used", "This code was used. Wait for the next one.");
    case "expired":
      return signInExpired();
    case "too-many":
      return tooManyTries();
    case "weak-password":
      return new Problem("input", "password-weak", "This password is too easy to guess.", {
        fields: ["password"],
      });
  }
}

export const samePassword = () =>
  new Problem("input", "password-given", "Choose another password than the one you were given.", {
    fields: ["password"],
  });
