import { fromBlob } from "@postern/client";
import { awsClient } from "./aws-browser.ts";
import type { Done, Task } from "./work.ts";
import { worksWith } from "./works.ts";

const works = worksWith(awsClient);

self.addEventListener("message", ({ data }: MessageEvent<Task<File>>) => void answer(data));

async function answer({ work, file, share }: Task<File>): Promise<void> {
  const tell = (done: Done) => self.postMessage(done);
  try {
    await works[work]?.(fromBlob(file), share);
    tell({});
  } catch (error) {
    tell({ failure: String(error) });
  }
}
