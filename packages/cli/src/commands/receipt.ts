import {
  RECEIPT_FILE_SIZE_BYTES,
  parseReceiptKeys,
  verifyReceipt,
  type ReceiptVerdict,
} from "@postern/client";
import { RECEIPT_KEYS_PATH, type ReceiptKey } from "@postern/contract";
import type { VerifyCommand } from "../arguments/command.ts";
import { EXIT, Failure, type ExitCode } from "../exit.ts";
import { readSession } from "../session/session-file.ts";
import type { System } from "../system.ts";
import { readTextFile } from "../text-file.ts";

/**
 * Verifies a receipt with the public keys of a file, or else with those that the portal publishes. With a file, nothing
 * leaves this machine.
 *
 * @throws Failure when receipt or keys cannot be had
 */
export async function verify(system: System, command: VerifyCommand, sessionFile: string): Promise<ExitCode> {
  const { terminal } = system;
  const text = (await readTextFile(command.file, RECEIPT_FILE_SIZE_BYTES)) ?? "";
  const keys = await keysOf(system, command, sessionFile);
  const verdict = await verifyReceipt(text, keys);
  terminal.print(command.isJSON ? JSON.stringify(eventOf(verdict)) : wordsOf(verdict));
  return EXITS[verdict.kind];
}

const EXITS: Readonly<Record<ReceiptVerdict["kind"], ExitCode>> = {
  valid: EXIT.ok,
  "not-signed-by": EXIT.missing,
  altered: EXIT.refused,
  malformed: EXIT.refused,
};

function eventOf(verdict: ReceiptVerdict) {
  const result = { event: "done", verdict: verdict.kind };
  if (verdict.kind !== "valid") return result;
  const { submissionID, number, issuedAt, keyID } = verdict.receipt;
  return { ...result, submissionID, number, issuedAt, keyID, fingerprint: verdict.fingerprint };
}

function wordsOf(verdict: ReceiptVerdict): string {
  switch (verdict.kind) {
    case "valid": {
      const { number, clinicName, issuedAt, dueAt, documents } = verdict.receipt;
      return [
        `Valid. ${clinicName} signed on ${issuedAt} that submission ${number} came in whole:`,
        `${documents.length} sealed files, their list among them. A first look is promised by ${dueAt}.`,
        `Signed with the key of this fingerprint: ${verdict.fingerprint}`,
        "Compare the fingerprint with the one that the clinic gave you by another way.",
      ].join("\n");
    }
    case "not-signed-by":
      return `Nothing is proven: the receipt names the key ${verdict.receipt.keyID}, which is not among these.`;
    case "altered":
      return "Not valid: this is not what the clinic signed.";
    case "malformed":
      return "This is no receipt.";
  }
}

async function keysOf(
  { fetch: send, signal }: System,
  { keysFile, portal }: VerifyCommand,
  sessionFile: string,
): Promise<readonly ReceiptKey[]> {
  if (keysFile !== undefined) return keysIn((await readTextFile(keysFile, RECEIPT_FILE_SIZE_BYTES)) ?? "");
  const origin = portal ?? (await readSession(sessionFile).catch(noPortal)).portal;
  const response = await send(new URL(RECEIPT_KEYS_PATH, origin), { redirect: "error", signal }).catch(() => {
    signal.throwIfAborted();
    throw new Failure(
      EXIT.failed,
      "offline",
      "The portal cannot be reached. Try again, or name a file: --keys",
    );
  });
  if (!response.ok) throw new Failure(EXIT.missing, "no-keys", "The portal publishes no keys of receipts.");
  return keysIn(await response.text());
}

function noPortal(): never {
  throw new Failure(EXIT.usage, "usage", "Say where the keys are: --keys FILE, or --portal URL");
}

function keysIn(text: string): readonly ReceiptKey[] {
  const keys = parseReceiptKeys(text);
  if (keys === null) throw new Failure(EXIT.refused, "no-keys", "These are no keys of receipts.");
  return keys;
}
