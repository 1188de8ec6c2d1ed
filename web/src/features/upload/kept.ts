import {
  DocumentID,
  DocumentKind,
  PatientFacts,
  RoutingFacts,
  SubmissionID,
  WrittenLanguage,
} from "@postern/contract";

/** By what a file is known again: its bytes, and its name for the person. */
export interface KeptFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Of the original, as `Prepared` has it. */
  readonly sha256: string;
  readonly kind?: DocumentKind | undefined;
  /** Images of one examination have the same. */
  readonly study?: string | undefined;
  /** Which document it was begun as, once the server knows of it. */
  readonly documentID?: DocumentID | undefined;
}

/** What this browser keeps, sealed, of a sending that was begun: with it the same person can go on after a reload. */
export interface KeptSending {
  readonly submissionID: SubmissionID;
  readonly number: string;
  readonly facts: RoutingFacts;
  readonly note?: string | undefined;
  readonly patient?: PatientFacts | undefined;
  readonly language: WrittenLanguage;
  readonly files: readonly KeptFile[];
}

/** The text to keep. */
export function packSending(sending: KeptSending): string {
  return JSON.stringify(sending);
}

/** Reads what was kept. Undefined when there is nothing, or not the whole. */
export function unpackSending(text: string): KeptSending | undefined {
  if (text === "") return undefined;
  try {
    const found: unknown = JSON.parse(text);
    return isSending(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isSending(value: unknown): value is KeptSending {
  if (!isRecord(value)) return false;
  return (
    SubmissionID.safeParse(value["submissionID"]).success &&
    RoutingFacts.safeParse(value["facts"]).success &&
    WrittenLanguage.safeParse(value["language"]).success &&
    PatientFacts.optional().safeParse(value["patient"]).success &&
    typeof value["number"] === "string" &&
    ["string", "undefined"].includes(typeof value["note"]) &&
    Array.isArray(value["files"]) &&
    value["files"].every(isFile)
  );
}

function isFile(value: unknown): value is KeptFile {
  return (
    isRecord(value) &&
    typeof value["name"] === "string" &&
    typeof value["sizeBytes"] === "number" &&
    typeof value["sha256"] === "string" &&
    ["string", "undefined"].includes(typeof value["study"]) &&
    DocumentKind.optional().safeParse(value["kind"]).success &&
    DocumentID.optional().safeParse(value["documentID"]).success
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
