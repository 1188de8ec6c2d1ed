import "../../strict-parsing.ts";
import { fromBlob, submitPackage } from "@postern/client";
import { pause } from "../../lib/poll.ts";
import { troubleOf } from "../../lib/trouble.ts";
import { makeWorkerApi } from "../../lib/worker-start.ts";
import type { SendAnswer, SendRequest } from "./protocol.ts";

/** Seals and sends away from the page: WebCrypto would stop it for as long as it seals. */
self.addEventListener("message", ({ data }: MessageEvent<SendRequest>) => void send(data));

async function send(request: SendRequest): Promise<void> {
  const { session, device, facts, files, note, idempotencyKey } = request;
  try {
    const { submissionID, number } = await submitPackage({
      api: makeWorkerApi(request),
      session,
      device,
      facts,
      files: files.map(fromBlob),
      note,
      idempotencyKey,
      onProgress: (progress) => tell({ type: "progressed", progress }),
      wait: async (ms, signal) => {
        tell({ type: "waited", isWaiting: true });
        await pause(ms, signal);
        signal.throwIfAborted();
        tell({ type: "waited", isWaiting: false });
      },
    });
    tell({ type: "handed-in", handed: { submissionID, number } });
  } catch (error) {
    tell({ type: "failed", trouble: troubleOf(error) });
  }
}

function tell(answer: SendAnswer): void {
  self.postMessage(answer);
}
