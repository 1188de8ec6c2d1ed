import { Show, createSignal } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { PREPARING_WORDS as WORDS } from "../preparing/words.ts";
import type { UploadState } from "./machine.ts";
import { isPhoto } from "./selection.ts";

/** Offers to make one file of several photos: a letter of three pages is one letter. */
export function JoinPhotos(props: { readonly state: UploadState; readonly onJoin: () => Promise<boolean> }) {
  const [isBusy, setBusy] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const photos = () => props.state.files.filter((file) => file.state === "ready" && isPhoto(file));
  async function join() {
    if (isBusy()) return;
    setBusy(true);
    setFailed(!(await props.onJoin()));
    setBusy(false);
  }
  return (
    <Show when={props.state.stage === "choosing" && photos().length > 1}>
      <div class="row">
        <button class="btn secondary" type="button" aria-busy={isBusy()} onClick={() => void join()}>
          <Icon name={isBusy() ? "loader-circle" : "files"} />
          {WORDS.joinPhotos}
        </button>
      </div>
      <p class="small muted" role="status">
        {hasFailed() ? WORDS.joinFailed : ""}
      </p>
    </Show>
  );
}
