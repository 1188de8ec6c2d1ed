import { createSignal, Show } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import { PREPARING_WORDS as WORDS } from "./words.ts";

/** Offers to put photos in one PDF, where there are two or more; the PDF is to take their place in the list. */
export function JoinPhotosButton(props: {
  /** As they are to be sent, in the order of their pages. */
  readonly photos: readonly File[];
  readonly join: (photos: readonly File[]) => Promise<File | undefined>;
  readonly onJoined: (file: File) => void;
}) {
  const [isJoining, setJoining] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);

  async function join(): Promise<void> {
    setJoining(true);
    const file = await props.join(props.photos).catch(() => undefined);
    setJoining(false);
    setFailed(file === undefined);
    if (file !== undefined) props.onJoined(file);
  }
  return (
    <Show when={props.photos.length > 1}>
      <button class="btn secondary" type="button" disabled={isJoining()} onClick={() => void join()}>
        <Icon name="file-text" />
        {WORDS.joinPhotos}
      </button>
      <Show when={hasFailed()}>
        <Note tone="warn" alert>
          <p>{WORDS.joinFailed}</p>
        </Note>
      </Show>
    </Show>
  );
}
