import { LIMITS, type AttemptID, type DocumentID } from "@postern/contract";
import { createSealer, newMessageID, type Sealer } from "@postern/envelope";
import { toBase64 } from "../base64.ts";
import type { OpenedRelease } from "../device/index.ts";

/** One try at sealing a file under a message id of its own, not yet known to the server. */
export interface SealedAttempt {
  readonly sealer: Sealer;
  /** What the server is told about it. */
  readonly facts: {
    readonly messageID: string;
    readonly sealedSizeBytes: number;
    readonly upload: "single" | "multipart";
  };
}

/** An attempt that the server knows. */
export interface DeclaredAttempt extends SealedAttempt {
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
}

/**
 * Draws a message id and prepares to seal under it. Nothing is read or sealed yet.
 *
 * @throws EnvelopeError `invalid-input` when the file cannot be sealed
 */
export async function prepareAttempt(key: OpenedRelease, plaintextSizeBytes: number): Promise<SealedAttempt> {
  const messageID = newMessageID();
  const sealer = await createSealer({ ...key, messageID, plaintextSizeBytes });
  const { sealedSizeBytes } = sealer;
  const isSingle = sealedSizeBytes <= LIMITS.singlePutSizeBytes && sealer.parts.length === 1;
  return {
    sealer,
    facts: {
      messageID: toBase64(messageID),
      sealedSizeBytes,
      upload: isSingle ? "single" : "multipart",
    },
  };
}
