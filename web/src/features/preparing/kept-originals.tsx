import { Show } from "solid-js";
import { Note } from "../../ui/note.tsx";
import { PREPARING_WORDS as WORDS } from "./words.ts";

/** Tells whoever sends that photos go as they were taken, because the clinic wants them so; not there where they do not. */
export function KeptOriginals(props: { readonly keepsOriginal: boolean }) {
  return (
    <Show when={props.keepsOriginal}>
      <Note tone="info" title={WORDS.keepsOriginal}>
        <p>{WORDS.keepsOriginalText}</p>
      </Note>
    </Show>
  );
}
