import { timingSafeEqual } from "node:crypto";
import { ROLES, SESSION_SECONDS, authRoutes } from "@postern/contract";
import { sealNonce } from "../device/index.ts";
import { Problem, change, iso, operation } from "../kernel/index.ts";
import type { SessionDeps } from "./deps.ts";
import { signedOut } from "./problem.ts";
import { noteChallenge, noteProof } from "./store.ts";

const NONCE_BYTES = 32;

const wrongProof = () =>
  new Problem(
    "unauthenticated",
    "proof-wrong",
    "This is not the device that signed in, or it took too long.",
  );

async function hashNonce(nonce: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", nonce)).toString("hex");
}

/** Asks the device for a sign of life: a nonce that only its private key opens. A later one replaces it. */
export const challenge = operation({
  action: "session.challenge",
  allow: ROLES,
  continues: true,
  input: authRoutes.challenge.input,
  async run({ signedIn: { session } }: SessionDeps, ctx) {
    const { devicePublicKey, handle: sessionHandle } = session;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = await sealNonce({ devicePublicKey, sessionHandle, nonce });
    return change({
      writes: [noteChallenge(session, await hashNonce(nonce), iso(ctx.clock.now()), signedOut)],
      facts: { entityID: sessionHandle },
      afterwards: () => sealed,
    });
  },
});

/** Takes the opened nonce, once. It shows that the device is still the one that signed in. */
export const prove = operation({
  action: "session.prove",
  allow: ROLES,
  continues: true,
  input: authRoutes.prove.input,
  async run({ signedIn: { session } }: SessionDeps, ctx, { nonce }) {
    const { nonceHash, challengedAt = "", handle } = session;
    const nowMs = ctx.clock.now();
    const isInTime = nowMs - Date.parse(challengedAt) <= SESSION_SECONDS.proof * 1000;
    const given = await hashNonce(Uint8Array.from(Buffer.from(nonce, "base64")));
    if (nonceHash === undefined || !isInTime || !isSame(given, nonceHash)) throw wrongProof();
    const provenAt = iso(nowMs);
    return change({
      writes: [noteProof(session, nonceHash, provenAt, wrongProof)],
      facts: { entityID: handle },
      afterwards: () => ({ provenAt }),
    });
  },
});

function isSame(given: string, kept: string): boolean {
  const [a, b] = [Buffer.from(given, "hex"), Buffer.from(kept, "hex")];
  return a.length === b.length && timingSafeEqual(a, b);
}
