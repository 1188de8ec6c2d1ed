import type { SubmissionView } from "@postern/contract";
import { Icon } from "../../ui/icon.tsx";
import type { OpeningPage } from "../opening/create-opening.ts";
import { SENDER_WORDS as WORDS } from "./words.ts";

/** Opens the sealed list of names, when its sender asks for it. */
export function ShowNames(props: { readonly opening: OpeningPage; readonly view: SubmissionView }) {
  return (
    <div class="stack tight">
      <button
        class="btn secondary"
        type="button"
        aria-busy={props.opening.isBusy()}
        onClick={() => void props.opening.openManifest(props.view)}
      >
        <Icon name="eye" />
        {WORDS.showNames}
      </button>
      <p class="small muted">{WORDS.showNamesText}</p>
    </div>
  );
}
