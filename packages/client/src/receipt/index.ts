export {
  RECEIPT_FILE_SIZE_BYTES,
  fingerprintOf,
  parseReceipt,
  parseReceiptKeys,
  verifyReceipt,
  type ReceiptVerdict,
} from "./verify.ts";
