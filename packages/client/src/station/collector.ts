/** More than the 64 MiB of buffers after which Chromium's collector sets to work. */
const UNTOUCHED_BYTES = 72 * 1024 ** 2;

/**
 * Has Chromium's collector look round; undefined elsewhere. Each frame leaves a hundred small things of streams,
 * promises and messages, some 4 KiB, and a worker's collector lets tens of MiB of them gather. It does heed buffers:
 * this one is let go at once, and as nothing is written to it no memory stands behind it. Node would fill it with zeros.
 */
export const wakeCollector = isChromium() ? allocate : undefined;

function isChromium(): boolean {
  return "navigator" in globalThis && "userAgentData" in navigator;
}

function allocate(): void {
  try {
    void new ArrayBuffer(UNTOUCHED_BYTES);
  } catch {
    // Without address space for it the collector has reason enough to work.
  }
}
