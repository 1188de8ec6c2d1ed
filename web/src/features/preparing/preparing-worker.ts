import "../../strict-parsing.ts";
import { SNIFF_SIZE_BYTES, sniffMediaType } from "@postern/contract";
import { lookAtFile } from "./look-at-file.ts";
import type { Prepared } from "./prepare.ts";
import type { FoundGroup, PreparingAnswer, PreparingRequest } from "./protocol.ts";

/**
 * Looks at files before they are sealed. What is in them may come from anywhere, so they are read in here and nowhere
 * else: this worker has no key and no session, and the policy of its own file (`infra/policy/headers.ts`) lets it reach
 * nothing but scripts of the portal.
 */
self.addEventListener("message", ({ data }: MessageEvent<PreparingRequest>) => {
  // The library that reads PDF listens here, too; what it posts to itself is not for us.
  if (data.type === "prepare" || data.type === "join" || data.type === "group") void answer(data);
});

async function answer(request: PreparingRequest): Promise<void> {
  const { id } = request;
  try {
    tell(await answerTo(request));
  } catch {
    tell({ type: "failed", id });
  }
}

async function answerTo(request: PreparingRequest): Promise<PreparingAnswer> {
  const { id } = request;
  const onBegun = () => tell({ type: "begun", id });
  switch (request.type) {
    case "prepare": {
      const { file, keepsOriginal } = request;
      const onCleaned = (prepared: Prepared) => tell({ type: "cleaned", id, prepared });
      return {
        type: "prepared",
        id,
        prepared: await lookAtFile(file, { keepsOriginal, onBegun, onCleaned }),
      };
    }
    case "join": {
      const { joinPhotos } = await import("./join-photos.ts");
      onBegun();
      return { type: "joined", id, file: await joinPhotos(request.files) };
    }
    case "group": {
      const { files } = request;
      const groups = (await holdsScans(files)) ? await studiesAmong(files, onBegun) : files.map(alone);
      return { type: "grouped", id, groups };
    }
  }
}

const alone = (_: File, file: number): FoundGroup => ({ kind: "file", file });

/** The library that reads scans is fetched only where there is one. */
async function holdsScans(files: readonly File[]): Promise<boolean> {
  for (const file of files) {
    const start = await file.slice(0, SNIFF_SIZE_BYTES).arrayBuffer();
    if (sniffMediaType(new Uint8Array(start)) === "application/dicom") return true;
  }
  return false;
}

async function studiesAmong(files: readonly File[], onBegun: () => void): Promise<readonly FoundGroup[]> {
  const { asStudies } = await import("./study.ts");
  onBegun();
  return (await asStudies(files)).map((group) =>
    group.kind === "file"
      ? { kind: "file", file: files.indexOf(group.file) }
      : { ...group, files: group.files.map((file) => files.indexOf(file)) },
  );
}

function tell(message: PreparingAnswer): void {
  self.postMessage(message);
}
