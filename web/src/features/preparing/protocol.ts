import type { Prepared } from "./prepare.ts";

/** What is asked of the worker that looks at files; `id` comes back with each answer. */
export type PreparingRequest =
  | { readonly type: "prepare"; readonly id: number; readonly file: File; readonly keepsOriginal: boolean }
  | { readonly type: "join"; readonly id: number; readonly files: readonly File[] }
  | { readonly type: "group"; readonly id: number; readonly files: readonly File[] };

/** A `Group`, its files named by their place among those that were asked about: a worker's own are copies. */
export type FoundGroup =
  | { readonly kind: "study"; readonly files: readonly number[]; readonly missing: number }
  | { readonly kind: "file"; readonly file: number };

export type PreparingAnswer =
  /** The code that reads it has arrived: from here on it is the file that takes time. */
  | { readonly type: "begun"; readonly id: number }
  /** It can be sent so, though it was not drawn yet. */
  | { readonly type: "cleaned"; readonly id: number; readonly prepared: Prepared }
  | { readonly type: "prepared"; readonly id: number; readonly prepared: Prepared }
  | { readonly type: "joined"; readonly id: number; readonly file: File | undefined }
  | { readonly type: "grouped"; readonly id: number; readonly groups: readonly FoundGroup[] }
  | { readonly type: "failed"; readonly id: number };
