import { ROLES, SESSION_SECONDS, authRoutes } from "@postern/contract";
import { sealNonce } from "../device/index.ts";
import { Problem, change, iso, operation } from "../kernel/index.ts";
import type { SessionDeps } from "./deps.ts";
import { signedOut } from "./problem.ts";
import { consumeChallenge, describeChallenge, noteProof } from "./store.ts";

const NONCE_BYTES = 32;
const PROOF_MS = SESSION_SECONDS.proof * 1000;

const wrongProof = () =>
  new Problem(
    "unauthenticated",
    "proof-wrong",
    "This is not the device that signed in, or it took too long.",
  );

async function hashNonce(nonce: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", nonce)).toString("hex");
}

/** Asks the device for a sign of life: a nonce that only its private key opens, in five minutes. */
export const challenge = operation({
  action: "session.challenge",
  allow: ROLES,
  continues: true,
  input: authRoutes.challenge.input,
  async run({ signedIn: { session } }: SessionDeps, ctx) {
    const { devicePublicKey, handle: sessionHandle } = session;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = await sealNonce({ devicePublicKey, sessionHandle, nonce });
    const nowMs = ctx.clock.now();
    const asked = { nonceHash: await hashNonce(nonce), challengedAt: iso(nowMs) };
    return change({
      writes: [describeChallenge(session, asked, iso(nowMs + PROOF_MS))],
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
    const nowMs = ctx.clock.now();
    const provenAt = iso(nowMs);
    // The row is found by the nonce's hash: nothing is compared whose time could tell about it.
    const nonceHash = await hashNonce(Uint8Array.from(Buffer.from(nonce, "base64")));
    return change({
      writes: [
        noteProof(session, provenAt, signedOut),
        consumeChallenge(session, nonceHash, iso(nowMs - PROOF_MS), wrongProof),
      ],
      facts: { entityID: session.handle },
      afterwards: () => ({ provenAt }),
    });
  },
});
