import { SignedReceipt } from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Reader, Write } from "../kernel/index.ts";
import { put } from "../kernel/index.ts";
import { ReceiptRow } from "./entities.ts";
import type { SubmissionKey } from "./store.ts";

const PREFIX = "receipt#";
const sortKey = (round: number) => `${PREFIX}${String(round).padStart(6, "0")}`;
const partition = ({ clinicID, submissionID }: SubmissionKey) => keys.submission(clinicID, submissionID);

/** Created once for each round, never changed. Its 201 documents take some 40 KB of the 400 KB that a row may have. */
export function describeReceipt(receipt: SignedReceipt): Write {
  const { clinicID, submissionID, number, round } = receipt;
  const row = { clinicID, submissionID, number, round, signed: JSON.stringify(receipt) };
  return put(ReceiptRow.create({ ...row, pk: partition(receipt), sk: sortKey(round) }).params());
}

/** The newest receipt of a submission, exactly as it was signed; null before the first. */
export async function findReceipt(reader: Reader, key: SubmissionKey): Promise<SignedReceipt | null> {
  const query = ReceiptRow.query
    .primary({ pk: partition(key) })
    .begins({ sk: PREFIX })
    .params();
  const { items } = await reader.query({ ...query, ScanIndexForward: false }, { limit: 1 });
  const row = items[0] as { readonly signed: string } | undefined;
  return row === undefined ? null : SignedReceipt.parse(JSON.parse(row.signed));
}
