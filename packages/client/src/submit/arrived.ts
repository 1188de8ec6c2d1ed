import type { DocumentView } from "@postern/contract";
import { readExactly, type SourceFile } from "../file.ts";
import { createOpener } from "../open/opener.ts";
import type { AnsweringOptions } from "./present.ts";

/** Another file was chosen where one of an earlier try has come in whole, which can no longer be exchanged. */
export class ArrivedFile extends Error {
  override readonly name = "ArrivedFile";
  readonly fileIndex: number;

  constructor(fileIndex: number) {
    super("another file has come in here already");
    this.fileIndex = fileIndex;
  }
}

/**
 * Makes sure that a document which came in earlier holds these very bytes: a list must never name a file whose bytes
 * are another's. Names do not matter, and equal sizes do not suffice, so the document is opened and compared.
 *
 * @throws ArrivedFile when it holds others; as `Opener.openDocument`; RangeError when the file cannot be read
 */
export async function requireSame(
  options: AnsweringOptions,
  document: DocumentView,
  { file, fileIndex }: { readonly file: SourceFile; readonly fileIndex: number },
): Promise<void> {
  const { submissionID, signal } = options;
  const { stream, sizeBytes } = await createOpener(options).openDocument({ submissionID, document, signal });
  const reader = stream.getReader();
  try {
    if (sizeBytes !== file.sizeBytes) throw new ArrivedFile(fileIndex);
    for (let start = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      const chosen = await readExactly(file, start, start + value.length);
      if (chosen.some((byte, index) => byte !== value[index])) throw new ArrivedFile(fileIndex);
      start += value.length;
    }
  } finally {
    await reader.cancel();
  }
}
