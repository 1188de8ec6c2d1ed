/**
 * What a client of Postern does, in a browser's worker or in Node: call the API, hold the device's key, seal and send
 * a package, open documents. WebCrypto, `fetch` and streams only.
 */
export {
  createApi,
  type Api,
  type ApiOptions,
  type CallOptions,
  type InputOf,
  type OutputOf,
} from "./api.ts";
export {
  createDevice,
  DEVICE_ALGORITHM,
  HandOverError,
  proveDevice,
  type Device,
  type OpenedRelease,
} from "./device/index.ts";
export {
  checkFile,
  fromBlob,
  isFileChanged,
  RefusedFiles,
  type FileCheck,
  type FileProblem,
  type SourceFile,
} from "./file.ts";
export { cleanFileName } from "./file-name.ts";
export { jsonOf } from "./json.ts";
export type { FactDifference, OpenedManifest } from "./open/manifest.ts";
export { createOpener, type OpenedDocument, type Opener, type OpenerOptions } from "./open/opener.ts";
export { readAll } from "./open/read-all.ts";
export { UnreadableDocument, type UnreadableCode } from "./open/unreadable.ts";
export type { Online } from "./online.ts";
export { patienceOf, withRetry, type Wait, type Waiting, waitByTimer } from "./patience.ts";
export { ApiProblem, endingOf, type SessionEnding } from "./problem.ts";
export {
  connectStation,
  createStation,
  serveStation,
  type PartJob,
  type SealedPart,
  type Station,
  type StationOptions,
  type StationPort,
} from "./station/index.ts";
export {
  RECEIPT_FILE_SIZE_BYTES,
  parseReceiptKeys,
  verifyReceipt,
  type ReceiptVerdict,
} from "./receipt/index.ts";
export { StoreProblem } from "./store.ts";
export { factsOf } from "./submit/facts.ts";
export { addDocuments, type AddOptions } from "./submit/add.ts";
export { ArrivedFile } from "./submit/arrived.ts";
export type { AnsweringOptions } from "./submit/present.ts";
export type { ResumePolicy } from "./submit/plan.ts";
export type { OnProgress, Progress } from "./submit/progress.ts";
export { replaceDocument, replaceDocuments, type ReplaceOptions } from "./submit/replace.ts";
export { ChangedFile, MissingFiles } from "./submit/resume-error.ts";
export { callPatiently, type Calls } from "./submit/round.ts";
export {
  submitPackage,
  type PackageOptions,
  type SendingOptions,
  type SubmittedPackage,
} from "./submit/submission.ts";
