import { Show } from "solid-js";
import { areKeysOn, switchKeys } from "./create-keys.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/** Says which keys there are, and turns them off. */
export function KeysHelp(props: { readonly canClaim: boolean }) {
  return (
    <p class="keys-help">
      <Show when={areKeysOn()}>
        <span>
          <kbd>J</kbd> <kbd>K</kbd> {WORDS.keysMove}, <kbd>Enter</kbd> {WORDS.keysOpen}
          <Show when={props.canClaim}>
            , <kbd>C</kbd> {WORDS.keysClaim}
          </Show>
          .
        </span>
      </Show>
      <button class="btn quiet" type="button" onClick={switchKeys}>
        {areKeysOn() ? WORDS.keysOff : WORDS.keysOn}
      </button>
    </p>
  );
}
