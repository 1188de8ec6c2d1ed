import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from "solid-js";
import { sentBytesOf, type UploadState } from "./machine.ts";
import { NO_PACE, markPace, secondsLeft, speedOf } from "./pace.ts";

/** What is shown is looked at anew so often, also when nothing comes in. */
const LOOK_MS = 2000;

/** Speed in bytes a second, and seconds left; undefined unless files move and it can be said honestly. */
export function createPace(
  state: () => UploadState,
): Accessor<{ readonly speed: number; readonly secondsLeft: number } | undefined> {
  const [pace, setPace] = createSignal(NO_PACE);
  const [nowMs, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), LOOK_MS);
  onCleanup(() => clearInterval(timer));
  createEffect(() => {
    if (state().stage !== "sending") return void setPace(NO_PACE);
    const mark = { atMs: Date.now(), sentBytes: sentBytesOf(state()) };
    setPace((present) => markPace(present, mark));
  });
  return createMemo(() => {
    const { files } = state();
    const rest = files.reduce((sum, file) => sum + file.totalBytes - file.sentBytes, 0);
    const speed = speedOf(pace(), nowMs());
    const left = secondsLeft(pace(), { bytes: rest, nowMs: nowMs() });
    return speed === undefined || left === undefined ? undefined : { speed, secondsLeft: left };
  });
}
