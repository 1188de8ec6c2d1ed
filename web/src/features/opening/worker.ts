import "../../strict-parsing.ts";
import { createOpener, type Opener } from "@postern/client";
import { TroubleError, troubleOf } from "../../lib/trouble.ts";
import { makeWorkerApi } from "../../lib/worker-start.ts";
import { MAX_PICTURE_BYTES, MAX_PIXELS, pictureSizeOf } from "./picture.ts";
import { readAll } from "@postern/client";
import type { OpeningAnswer, OpeningRequest, Picture } from "./protocol.ts";

/** Opens documents away from the page: keys, sealed bytes and plaintext stay in here; only pixels and lists leave. */
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
    tell({ type: "picture", id, picture: await openPicture(opener, request) });
  } catch (error) {
    tell({ type: "trouble", id, trouble: troubleOf(error) });
  }
}

async function openPicture(
  opening: Opener,
  { submissionID, document }: Extract<Asked, { type: "picture" }>,
): Promise<Picture> {
  if (document.sealedSizeBytes > MAX_PICTURE_BYTES) return { isShown: false, why: "too-large" };
  const { stream } = await opening.openDocument({ submissionID, document });
  const bytes = await readAll(stream);
  const size = pictureSizeOf(bytes);
  if (size === null) return { isShown: false, why: "no-picture" };
  if (size.width * size.height > MAX_PIXELS) return { isShown: false, why: "too-many-pixels" };
  try {
    return { isShown: true, bitmap: await createImageBitmap(new Blob([bytes])) };
  } catch {
    return { isShown: false, why: "damaged" };
  }
}

function tell(message: OpeningAnswer): void {
  const isPicture = message.type === "picture" && message.picture.isShown;
  self.postMessage(message, { transfer: isPicture ? [message.picture.bitmap] : [] });
}
