import "../../strict-parsing.ts";
import {
  addDocuments,
  fromBlob,
  replaceDocuments,
  submitPackage,
  type SendingOptions,
} from "@postern/client";
import { pause } from "../../lib/poll.ts";
import { troubleOf } from "../../lib/trouble.ts";
import { makeWorkerApi } from "../../lib/worker-start.ts";
import type { Handed } from "./machine.ts";
import type { Answering, SendAnswer, SendRequest } from "./protocol.ts";

/** Seals and sends away from the page: WebCrypto would stop it for as long as it seals. */
self.addEventListener("message", ({ data }: MessageEvent<SendRequest>) => void send(data));

async function send(request: SendRequest): Promise<void> {
  const { session, device, content } = request;
  const sending: SendingOptions = {
    api: makeWorkerApi(request),
    session,
    device,
    onProgress: (progress) => tell({ type: "progressed", progress }),
    wait: async (ms, signal) => {
      tell({ type: "waited", isWaiting: true });
      await pause(ms, signal);
      signal.throwIfAborted();
      tell({ type: "waited", isWaiting: false });
    },
  };
  try {
    const handed =
      "submissionID" in content
        ? await answer(sending, request, content)
        : await submitPackage({
            ...sending,
            ...content,
            files: sourcesOf(request),
            idempotencyKey: request.idempotencyKey,
          });
    tell({ type: "handed-in", handed: { submissionID: handed.submissionID, number: handed.number } });
  } catch (error) {
    tell({ type: "failed", trouble: troubleOf(error) });
  }
}

/** Goes on with a submission that came back: stands in for what was put aside, or adds to what is there. */
async function answer(
  sending: SendingOptions,
  request: SendRequest,
  { submissionID, number, replaces }: Answering,
): Promise<Handed> {
  const { manifest, standIns, isRepeat } = request.earlier;
  const files = sourcesOf(request);
  const answering = {
    ...sending,
    submissionID,
    manifest,
    isRepeat,
    onManifest: (opened: NonNullable<typeof manifest>) => tell({ type: "list-opened", manifest: opened }),
  };
  if (replaces === undefined) await addDocuments({ ...answering, files });
  else {
    const replacements = files.flatMap((file, index) => {
      const documentID = replaces[index];
      return documentID === undefined ? [] : [{ file, documentID }];
    });
    const onStandIn = (documentID: (typeof replaces)[number], standInID: (typeof replaces)[number]) =>
      tell({ type: "stood-in", documentID, standInID });
    await replaceDocuments({ ...answering, replacements, standIns, onStandIn });
  }
  return { submissionID, number };
}

function sourcesOf({ files, kinds }: SendRequest) {
  return files.map((file, index) => fromBlob(file, kinds?.[index]));
}

function tell(message: SendAnswer): void {
  self.postMessage(message);
}
