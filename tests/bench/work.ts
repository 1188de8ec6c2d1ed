import type { SourceFile } from "@postern/client";

/** Which of several workers one is. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Works through a file, or through its own share of it, and keeps nothing. */
export type Work = (file: SourceFile, share: Share) => Promise<void>;

/** What a worker is asked for; `File` stands for how a file is handed to it. */
export interface Task<File> {
  readonly work: string;
  readonly file: File;
  readonly share: Share;
}

export type Done = { readonly failure?: string };

/** What a process with workers is asked for. */
export interface HostCall {
  readonly id: number;
  readonly work: string;
  readonly file: string;
  readonly workers: number;
}

export type HostAnswer =
  { readonly id: number; readonly ms: number } | { readonly id: number; readonly failure: string };
