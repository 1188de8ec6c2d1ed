import { Show } from "solid-js";
import { Note } from "../../ui/note.tsx";
import type { ReferralPage } from "./create-referral.ts";
import { begunWords, UPLOAD_WORDS as WORDS } from "./words.ts";

/** That a referral was begun before. Whom it is about is not shown until the person has chosen to go on. */
export function KeptReferral(props: { readonly referral: ReferralPage }) {
  return (
    <Show when={props.referral.begunAt()}>
      {(begunAt) => (
        <Note tone="info" title={begunWords(begunAt())}>
          <p>{WORDS.keptText}</p>
          <div class="row">
            <button class="btn primary" type="button" onClick={() => props.referral.goOn()}>
              {WORDS.goOn}
            </button>
            <button class="btn secondary" type="button" onClick={() => props.referral.startEmpty()}>
              {WORDS.startEmpty}
            </button>
          </div>
        </Note>
      )}
    </Show>
  );
}
