import "../../strict-parsing.ts";
import { createOpener, readAll, type Opener } from "@postern/client";
import { TroubleError, troubleOf } from "../../lib/trouble.ts";
import { makeWorkerApi } from "../../lib/worker-start.ts";
import { blobOf } from "./export/blob-of.ts";
import type { OpeningAnswer, OpeningRequest } from "./protocol.ts";

/**
 * Opens documents away from the page: keys and sealed bytes stay in here. Lists go to the page; what a stranger sent
 * is never read in here, where the keys are, but goes to the worker that draws.
 */
let opener: Opener | undefined;

type Asked = Exclude<OpeningRequest, { type: "start" }>;

self.addEventListener("message", ({ data }: MessageEvent<OpeningRequest>) => {
  if (data.type === "start") {
    opener = createOpener({ api: makeWorkerApi(data), device: data.device, session: data.session });
  } else {
    void answer(data);
  }
});

async function answer(request: Asked): Promise<void> {
  const { id } = request;
  try {
    if (opener === undefined) throw new TroubleError({ kind: "page", code: "not-started" });
    if (request.type === "manifest") {
      return tell({ type: "manifest", id, opened: await opener.openManifest(request) });
    }
    if (request.type === "copy") return tell({ type: "copied", id, blob: await copy(opener, request) });
    await deliver(opener, request);
    tell({ type: "delivered", id });
  } catch (error) {
    tell({ type: "trouble", id, trouble: troubleOf(error) });
  }
}

async function deliver(
  opening: Opener,
  { submissionID, document, port }: Extract<Asked, { type: "document" }>,
): Promise<void> {
  const { stream } = await opening.openDocument({ submissionID, document });
  const bytes = await readAll(stream);
  port.postMessage(bytes, [bytes.buffer]);
}

async function copy(opening: Opener, request: Extract<Asked, { type: "copy" }>): Promise<Blob> {
  const { stream } = await opening.openDocument(request);
  return blobOf(stream);
}

function tell(message: OpeningAnswer): void {
  self.postMessage(message);
}
