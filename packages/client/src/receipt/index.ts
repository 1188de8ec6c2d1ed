export { RECEIPT_FILE_SIZE_BYTES, parseReceiptKeys, verifyReceipt, type ReceiptVerdict } from "./verify.ts";
