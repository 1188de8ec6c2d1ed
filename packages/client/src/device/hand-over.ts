import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import {
  deviceProofInfo,
  keyReleaseAAD,
  keyReleaseInfo,
  type ClinicID,
  type KeyRelease,
  type ReleasePurpose,
  type SessionHandle,
  type SubmissionID,
} from "@postern/contract";
import { importDataKey } from "@postern/envelope";
import { fromBase64, toBase64 } from "../base64.ts";
import type { Device } from "./device.ts";

/** What the server handed over does not open here, or is for something else than was asked. */
export class HandOverError extends Error {
  override readonly name = "HandOverError";
}

/** A submission's data key on this device, and what sealed headers say about it. */
export interface OpenedRelease {
  /** HKDF, not extractable. */
  readonly dataKey: CryptoKey;
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly keyARN: string;
  readonly context: { readonly clinic: ClinicID; readonly submission: SubmissionID };
}

interface Sealed {
  readonly encapsulated: string;
  readonly ciphertext: string;
}

/**
 * Opens a released data key. The 32 bytes are imported as a key that cannot be read again, and overwritten.
 *
 * @throws HandOverError when the release was sealed to another device or session, or is bound to another clinic,
 * submission, purpose, wrapped key or event than this one
 */
export async function openRelease(opening: {
  readonly device: Device;
  readonly sessionHandle: SessionHandle;
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  readonly purpose: ReleasePurpose;
  readonly release: KeyRelease;
}): Promise<OpenedRelease> {
  const { device, sessionHandle, clinicID, submissionID, purpose, release } = opening;
  // Headers are sealed with this context, and no one authenticates it but us.
  if (release.context.clinic !== clinicID || release.context.submission !== submissionID) {
    throw new HandOverError("the released key belongs to another submission");
  }
  const wrappedKey = fromBase64(release.wrappedKey);
  const wrappedKeySha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", wrappedKey));
  const bytes = await openSealed(
    device,
    release,
    keyReleaseInfo(sessionHandle),
    keyReleaseAAD({ clinicID, submissionID, purpose, wrappedKeySha256, eventID: release.eventID }),
  );
  const dataKey = await importDataKey(bytes);
  return { dataKey, wrappedKey, keyARN: release.keyARN, context: release.context };
}

/**
 * Opens the nonce of a device proof.
 *
 * @returns base64 of its 32 bytes, as `auth/proof` takes it
 * @throws HandOverError when it was sealed to another device or session
 */
export async function openProof(opening: {
  readonly device: Device;
  readonly sessionHandle: SessionHandle;
  readonly challenge: Sealed;
}): Promise<string> {
  const info = deviceProofInfo(opening.sessionHandle);
  return toBase64(await openSealed(opening.device, opening.challenge, info, new Uint8Array(0)));
}

async function openSealed(
  device: Device,
  sealed: Sealed,
  info: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  try {
    // The pair, not its private half: the public half is part of the key schedule and cannot be exported from it.
    const recipient = { recipientKey: device.pair, enc: fromBase64(sealed.encapsulated), info };
    return new Uint8Array(await suite.open(recipient, fromBase64(sealed.ciphertext), aad));
  } catch (cause) {
    throw new HandOverError("what was handed over is not for this device, session and purpose", { cause });
  }
}
