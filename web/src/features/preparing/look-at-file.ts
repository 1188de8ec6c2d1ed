import { checkFile, fromBlob } from "@postern/client";
import type { MediaType } from "@postern/contract";
import { MAX_DRAWN_BYTES } from "../opening/drawing/limits.ts";
import { digestOf } from "./digest.ts";
import type { Prepared } from "./prepare.ts";

export interface LookOptions {
  readonly keepsOriginal: boolean;
  /** The code that reads this type has arrived. */
  readonly onBegun: () => void;
  /** What is known so far is enough to send it. */
  readonly onCleaned: (prepared: Prepared) => void;
}

/** A file of a type that we take, in memory where it is to be read. */
export interface ReadFile {
  readonly file: File;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: MediaType;
}

/** What reading a file told. */
export type Found = Partial<Omit<Prepared, "sha256">>;

/** Looks at one file: its type, whether it opens, what is to be taken out of it, how it looks. */
export async function lookAtFile(file: File, options: LookOptions): Promise<Prepared> {
  const check = await checkFile(fromBlob(file));
  const sha256 = await digestOf(file).catch(() => "");
  const bare = { changes: [], advice: [], sha256 } satisfies Prepared;
  if (!check.ok) return { ...bare, problem: check.reason };
  if (sha256 === "") return { ...bare, problem: "unreadable" };
  const { mediaType } = check;
  const whole = (found: Found): Prepared => ({ ...bare, file, mediaType, ...found });
  const look = await lookerOf(mediaType);
  options.onBegun();
  if (look === undefined) return whole({});
  if (file.size > MAX_DRAWN_BYTES) return whole(tooLarge(mediaType, options));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const onCleaned = (found: Found) => options.onCleaned(whole(found));
  const found = await look({ file, bytes, mediaType }, { ...options, onCleaned });
  return whole(found.problem === undefined ? found : { ...found, file: undefined });
}

type Looker = (
  read: ReadFile,
  options: { readonly keepsOriginal: boolean; readonly onCleaned: (found: Found) => void },
) => Promise<Found>;

async function lookerOf(mediaType: MediaType): Promise<Looker | undefined> {
  if (mediaType === "application/pdf") return lookerOfPDF();
  if (mediaType.startsWith("image/")) return (await import("./look-at-picture.ts")).lookAtPicture;
  return undefined;
}

/** A browser that cannot load the library for PDF can send one all the same: nothing is taken out of it. */
async function lookerOfPDF(): Promise<Looker | undefined> {
  return import("./look-at-pdf.ts").then(
    ({ lookAtPDF }) => lookAtPDF,
    () => undefined,
  );
}

/** A PDF may go unread; a picture that cannot be rid of its place may not. */
function tooLarge(mediaType: MediaType, { keepsOriginal }: LookOptions): Found {
  const mayGo = keepsOriginal || mediaType === "application/pdf";
  return mayGo ? {} : { problem: "unreadable" };
}
