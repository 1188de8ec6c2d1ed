import { LIMITS, type AttemptID, type DocumentID } from "@postern/contract";
import { createSealer, newMessageID, type Sealer } from "@postern/envelope";
import { fromBase64, toBase64 } from "../base64.ts";
import type { OpenedRelease } from "../device/index.ts";
import type { RecordedPart } from "./recorded.ts";

/** One try at sealing a file under a message id of its own. */
export interface PreparedAttempt {
  readonly sealer: Sealer;
  /** What the server is told about it. */
  readonly facts: {
    readonly messageID: string;
    readonly sealedSizeBytes: number;
    readonly upload: "single" | "multipart";
  };
}

/** An attempt that the server knows. */
export interface DeclaredAttempt extends PreparedAttempt {
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
  /** By part number, what an earlier run has had signed; nothing for a new attempt. */
  readonly recorded?: ReadonlyMap<number, RecordedPart> | undefined;
}

/**
 * Cuts a file into the parts that will be sealed. Nothing is read or sealed yet.
 *
 * @param messageID base64; a fresh one is drawn when it is left out
 * @throws EnvelopeError `invalid-input` when the file cannot be sealed
 */
export async function prepareAttempt(
  key: OpenedRelease,
  plaintextSizeBytes: number,
  messageID: string = toBase64(newMessageID()),
): Promise<PreparedAttempt> {
  const sealer = await createSealer({ ...key, messageID: fromBase64(messageID), plaintextSizeBytes });
  const { parts, sealedSizeBytes } = sealer;
  const isSingle = sealedSizeBytes <= LIMITS.singlePutSizeBytes && parts.length === 1;
  return { sealer, facts: { messageID, sealedSizeBytes, upload: isSingle ? "single" : "multipart" } };
}
