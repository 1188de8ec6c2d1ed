import "../../strict-parsing.ts";
import {
  addDocuments,
  connectStation,
  createStation,
  fromBlob,
  replaceDocuments,
  submitPackage,
  type SendingOptions,
} from "@postern/client";
import { troubleOf } from "../../lib/trouble.ts";
import { makeWorkerApi } from "../../lib/worker-start.ts";
import type { Handed } from "./machine.ts";
import type { Answering, NewPackage, SendAnswer, SendRequest } from "./protocol.ts";

/** Seals and sends away from the page: WebCrypto would stop it for as long as it seals. */
self.addEventListener("message", ({ data }: MessageEvent<SendRequest>) => void send(data));

async function send(request: SendRequest): Promise<void> {
  const { session, device, content, station } = request;
  const sending: SendingOptions = {
    api: makeWorkerApi(request),
    session,
    device,
    stations: station === undefined ? undefined : [createStation(), connectStation(station)],
    onProgress: (progress) => tell({ type: "progressed", progress }),
    onWaiting: (waiting) => tell({ type: "waited", waiting }),
  };
  try {
    const { submissionID, number } =
      "submissionID" in content
        ? await answer(sending, request, content)
        : await submit(sending, request, content);
    tell({ type: "handed-in", handed: { submissionID, number } });
  } catch (error) {
    tell({ type: "failed", trouble: troubleOf(error) });
  }
}

/** Begins a submission, or goes on with one that was begun: here, before a reload, or elsewhere. */
function submit(
  sending: SendingOptions,
  request: SendRequest,
  { resume, ...content }: NewPackage,
): Promise<Handed> {
  let opened: Handed | undefined;
  return submitPackage({
    ...sending,
    ...request.policy,
    ...content,
    files: sourcesOf(request),
    ...(resume === undefined
      ? { idempotencyKey: request.idempotencyKey }
      : { resume: { submissionID: resume.submissionID } }),
    begunAs: request.begunAs,
    onOpened(begun) {
      opened = begun;
      tell({ type: "opened", opened });
    },
    onDeclared: (documentIDs) => opened && tell({ type: "declared", opened, documentIDs }),
  });
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
