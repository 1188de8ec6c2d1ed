import { For, Show } from "solid-js";
import { LANGUAGES, LANGUAGE_CODES, chooseLanguage, language } from "../../lib/language.ts";
import { WORDS } from "../../words.ts";
import { isReviewed } from "./reviewed.ts";

/** Each language by its own name, for whoever cannot read this one. Nothing that was typed is lost. */
export function Languages() {
  return (
    <div class="languages" role="group" aria-label={WORDS.languageLabel}>
      <For each={LANGUAGE_CODES}>
        {(code) => (
          <button
            type="button"
            lang={code}
            aria-pressed={language() === code}
            onClick={() => chooseLanguage(code)}
          >
            {LANGUAGES[code].name}
          </button>
        )}
      </For>
      <Show when={!isReviewed(language())}>
        <p class="tiny muted">{WORDS.notReviewed}</p>
      </Show>
    </div>
  );
}
