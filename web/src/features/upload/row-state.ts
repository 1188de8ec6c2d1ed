import type { StateWords } from "../../ui/state.tsx";
import type { Stage } from "./machine.ts";
import type { UploadFile } from "./rows.ts";
import { UPLOAD_WORDS } from "./words.ts";

/** How a file looks and is called: where it is itself, or why it does not move. */
export function rowState(file: UploadFile, stage: Stage, refusal: string | undefined): StateWords {
  const { fileStates: words } = UPLOAD_WORDS;
  // What came in of it goes nowhere: it was never sent, as far as anyone is concerned.
  if (stage === "cancelled") return { tone: "neutral", icon: "x", word: words.cancelled };
  const percent = Math.floor((100 * file.sentBytes) / Math.max(1, file.totalBytes));
  switch (file.state) {
    case "checking":
      return { tone: "neutral", icon: "loader-circle", word: words.checking };
    case "ready":
      return { tone: "neutral", icon: "check", word: words.ready };
    case "refused":
      return { tone: "danger", icon: "octagon-x", word: refusal ?? "" };
    case "sent":
      return { tone: "info", icon: "check", word: words.sent };
    case "matching":
      return stillState(stage) ?? { tone: "neutral", icon: "eye", word: words.matching(percent) };
    case "sealing":
      return stillState(stage) ?? { tone: "neutral", icon: "lock-keyhole", word: words.sealing(percent) };
    case "sending":
      return stillState(stage) ?? { tone: "info", icon: "arrow-up", word: words.sending(percent) };
  }
}

/** Undefined while files move. */
function stillState(stage: Stage): StateWords | undefined {
  const { fileStates: words } = UPLOAD_WORDS;
  if (stage === "sending") return undefined;
  return stage === "waiting"
    ? { tone: "warn", icon: "clock", word: words.waiting }
    : { tone: "neutral", icon: "pause", word: words.paused };
}
