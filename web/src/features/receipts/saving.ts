import type { SignedReceipt } from "@postern/contract";
import { saveBlob } from "../opening/export/save-blob.ts";

/** By number and round: nothing of it tells a person or an illness. */
const nameOf = ({ number, round }: SignedReceipt, ending: string) =>
  `receipt-${number}${round === 1 ? "" : `-${round}`}.${ending}`;

/** Saves the receipt as it was signed. */
export function saveReceipt(receipt: SignedReceipt): void {
  const text = `${JSON.stringify(receipt, null, 2)}\n`;
  saveBlob(new Blob([text], { type: "application/json" }), nameOf(receipt, "json"));
}

/** Makes the paper, whose code comes when it is first asked for, and saves it. @throws when that code did not come */
export async function savePaper(receipt: SignedReceipt): Promise<void> {
  const { receiptPaper } = await import("./paper.ts");
  const blob = new Blob([receiptPaper(receipt, location.origin)], { type: "application/pdf" });
  saveBlob(blob, nameOf(receipt, "pdf"));
}
