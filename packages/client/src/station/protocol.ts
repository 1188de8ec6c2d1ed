import type { SignedPart } from "@postern/contract";
import { EnvelopeError, type EnvelopeErrorCode } from "@postern/envelope";
import type { OpenedRelease } from "../device/index.ts";
import type { StoreAnswer } from "../store.ts";
import type { SealedPart } from "./station.ts";

/** One end of a `MessageChannel`, or what behaves like it. */
export type StationPort = Pick<MessagePort, "postMessage" | "addEventListener" | "start" | "close">;

/** A file on its way to another thread: as the browser's own handle, or as the bytes of the one part. */
export type PostedFile =
  | { readonly blob: Blob; readonly sizeBytes: number }
  | { readonly plaintext: Uint8Array<ArrayBuffer>; readonly sizeBytes: number };

export interface PostedJob {
  readonly key: OpenedRelease;
  readonly messageID: string;
  readonly file: PostedFile;
  readonly partNumber: number;
}

/** What the near end says. `id` names a call; its answer bears the same. */
export type StationRequest =
  | { readonly type: "seal"; readonly id: number; readonly job: PostedJob }
  | { readonly type: "put"; readonly id: number; readonly ref: number; readonly signed: SignedPart }
  | { readonly type: "stop"; readonly id: number }
  | { readonly type: "drop"; readonly ref: number }
  | { readonly type: "close" };

export type StationValue = SealedPart | Omit<StoreAnswer, "cause">;
export type StationReply =
  /** Of a put that is under way: so many bytes of its part have left. */
  | { readonly id: number; readonly sentBytes: number }
  | { readonly id: number; readonly value: StationValue }
  | { readonly id: number; readonly failure: PostedError };

/** An error as it crosses threads: classes of our own would arrive as plain errors. */
export interface PostedError {
  readonly name: string;
  readonly message: string;
  readonly code?: EnvelopeErrorCode | undefined;
}

export function postedError(error: unknown): PostedError {
  if (error instanceof EnvelopeError) return { name: error.name, message: error.message, code: error.code };
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: "Error", message: "a part could not be sealed" };
}

/** What the far end threw, as near as can be: `EnvelopeError`, `RangeError`, else a `DOMException` of its name. */
export function errorOf({ name, message, code }: PostedError): Error {
  if (code !== undefined) return new EnvelopeError(code, message);
  return name === "RangeError" ? new RangeError(message) : new DOMException(message, name);
}
