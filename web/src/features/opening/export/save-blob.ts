/** Long enough for the browser to have begun to read, short enough that nothing stays. */
const KEPT_MS = 60_000;

/** Lets the browser save what was opened, as any download, under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Nothing tells when a download has been read: a browser that still reads keeps what it has begun.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
