import { RECEIPT_FILE_SIZE_BYTES, parseReceiptKeys } from "@postern/client";
import { RECEIPT_KEYS_PATH, type ReceiptKey } from "@postern/contract";
import type { VerifyCommand } from "./arguments/command.ts";
import { EXIT, Failure, usage } from "./exit.ts";
import { readSession } from "./session/session-file.ts";
import type { System } from "./system.ts";
import { readTextFile } from "./text-file.ts";

/** Keys whose signatures are believed, and on whose word: a portal's, or a file's of the person's own. */
export interface BelievedKeys {
  readonly keys: readonly ReceiptKey[];
  readonly from: { readonly file: string } | { readonly portal: string };
}

const ANSWER_TIMEOUT_MS = 30_000;

/**
 * Gets the keys that a receipt is verified with: of a file, or else of a portal. With a file, nothing leaves this
 * machine.
 *
 * @throws Failure when there are none, or the portal or the session file cannot be asked; Error of the file system
 */
export async function believedKeys(
  system: Pick<System, "fetch" | "signal">,
  { keysFile, portal }: Pick<VerifyCommand, "keysFile" | "portal">,
  sessionFile: string,
): Promise<BelievedKeys> {
  if (keysFile !== undefined) {
    const text = (await readTextFile(keysFile, RECEIPT_FILE_SIZE_BYTES)) ?? "";
    return { keys: keysIn(text), from: { file: keysFile } };
  }
  const origin = portal ?? (await ownPortal(sessionFile));
  return { keys: keysIn(await publishedBy(origin, system)), from: { portal: origin } };
}

async function ownPortal(sessionFile: string): Promise<string> {
  try {
    return (await readSession(sessionFile)).portal;
  } catch (error) {
    const isSignedOut = error instanceof Failure && error.code === "signed-out";
    throw isSignedOut ? usage("Say where the keys are: --keys FILE, or --portal URL") : error;
  }
}

async function publishedBy(
  origin: string,
  { fetch: send, signal }: Pick<System, "fetch" | "signal">,
): Promise<string> {
  try {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const response = await send(new URL(RECEIPT_KEYS_PATH, origin), { redirect: "error", signal: ends });
    if (!response.ok) throw new Failure(EXIT.missing, "no-keys", "The portal publishes no keys of receipts.");
    return await textOf(response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    throw new Failure(
      EXIT.failed,
      "offline",
      "The portal cannot be reached. Try again, or name a file: --keys",
    );
  }
}

/** @returns nothing of an answer that is longer than a file of keys: no more of it is taken into memory */
async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body ?? []) {
    sizeBytes += piece.length;
    if (sizeBytes > RECEIPT_FILE_SIZE_BYTES) return "";
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function keysIn(text: string): readonly ReceiptKey[] {
  const keys = parseReceiptKeys(text);
  if (keys === null) throw new Failure(EXIT.refused, "no-keys", "These are no keys of receipts.");
  return keys;
}
