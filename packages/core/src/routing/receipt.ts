import {
  RECEIPT_FORMAT,
  receiptLine,
  receiptStatement,
  receiptText,
  type Receipt,
  type SignedReceipt,
} from "@postern/contract";
import type { ClinicSettings } from "../clinic/index.ts";
import type { SubmissionRecord } from "../intake/index.ts";
import { present, sha256 } from "../kernel/index.ts";
import type { VerifiedDocument } from "./settlement.ts";
import type { Signer } from "./store.ts";

/** What a receipt is made from. */
export interface Received {
  readonly head: SubmissionRecord;
  readonly documents: readonly VerifiedDocument[];
  readonly settings: ClinicSettings;
  /** ISO 8601. */
  readonly issuedAt: string;
  readonly dueAt: string;
}

/**
 * Writes the receipt of a submission and has it signed. Harmless when it is thrown away: nobody has seen it.
 *
 * @throws Problem `unavailable` when the key cannot be used just now
 */
export async function signReceipt(signer: Signer, received: Received): Promise<SignedReceipt> {
  const receipt = receiptOf(received, signer.keyID);
  const statement = receiptStatement(await sha256(receiptText(receipt)));
  return { ...receipt, signature: Buffer.from(await signer.sign(statement)).toString("base64") };
}

/** What is said of a submission: what the bucket attested, when, and the promise. No person is named. */
export function receiptOf({ head, documents, settings, issuedAt, dueAt }: Received, keyID: string): Receipt {
  const { clinicID, locationID, submissionID, number, round, kind } = head;
  const location = settings.locations.find((each) => each.locationID === locationID);
  return present({
    format: RECEIPT_FORMAT,
    clinicID,
    clinicName: receiptLine(settings.clinic.name) ?? clinicID,
    locationID,
    locationName: location && receiptLine(location.name),
    submissionID,
    number,
    round,
    kind,
    issuedAt,
    dueAt,
    keyID,
    documents: documents
      .map(({ documentID, kind, sealedSizeBytes, sha256 }) => ({ documentID, kind, sealedSizeBytes, sha256 }))
      .toSorted((a, b) => (a.documentID < b.documentID ? -1 : 1)),
  });
}
