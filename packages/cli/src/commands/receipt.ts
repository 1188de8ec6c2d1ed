import { RECEIPT_FILE_SIZE_BYTES, verifyReceipt, type ReceiptVerdict } from "@postern/client";
import type { VerifyCommand } from "../arguments/command.ts";
import { believedKeys, type BelievedKeys } from "../believed-keys.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { System } from "../system.ts";
import { readTextFile } from "../text-file.ts";

/**
 * Verifies a receipt with the public keys of a file, or else with those that the portal publishes, and says whose they
 * are: a signature proves nothing about that.
 *
 * @throws Failure when receipt or keys cannot be had
 */
export async function verify(system: System, command: VerifyCommand, sessionFile: string): Promise<ExitCode> {
  const { terminal } = system;
  const text = (await readTextFile(command.file, RECEIPT_FILE_SIZE_BYTES)) ?? "";
  const { keys, from } = await believedKeys(system, command, sessionFile);
  const verdict = await verifyReceipt(text, keys);
  terminal.print(command.isJSON ? JSON.stringify(eventOf(verdict, from)) : wordsOf(verdict, from));
  return EXITS[verdict.kind];
}

type From = BelievedKeys["from"];

const EXITS: Readonly<Record<ReceiptVerdict["kind"], ExitCode>> = {
  valid: EXIT.ok,
  "not-signed-by": EXIT.missing,
  altered: EXIT.refused,
  malformed: EXIT.refused,
};

function eventOf(verdict: ReceiptVerdict, keysFrom: From) {
  const result = { event: "done", verdict: verdict.kind, keysFrom };
  if (verdict.kind !== "valid") return result;
  const { submissionID, number, issuedAt, keyID } = verdict.receipt;
  return { ...result, submissionID, number, issuedAt, keyID, fingerprint: verdict.fingerprint };
}

function wordsOf(verdict: ReceiptVerdict, from: From): string {
  const keys = `the keys ${"file" in from ? `in ${from.file}` : `of ${from.portal}`}`;
  switch (verdict.kind) {
    case "valid": {
      const { number, issuedAt, dueAt, documents } = verdict.receipt;
      return [
        `Valid by ${keys}. ${signerOf(verdict.receipt, from)} on ${issuedAt} that submission ${number} came in whole:`,
        `${documents.length} sealed files, their list among them. A first look is promised by ${dueAt}.`,
        `Signed with the key of this fingerprint: ${verdict.fingerprint}`,
        "Compare the fingerprint with the one that the clinic gave you by another way.",
      ].join("\n");
    }
    case "not-signed-by":
      return `Nothing is proven: the receipt names the key ${verdict.receipt.keyID}, which is not among ${keys}.`;
    case "altered":
      return `Not valid by ${keys}: this is not what was signed with the key that it names.`;
    case "malformed":
      return "This is no receipt.";
  }
}

/** A portal vouches for its keys. A file may have come from whoever made the receipt. */
function signerOf({ clinicName }: { readonly clinicName: string }, from: From): string {
  return "file" in from ? `If those are the clinic's, ${clinicName} signed` : `${clinicName} signed`;
}
