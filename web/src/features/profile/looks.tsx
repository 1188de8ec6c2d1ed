import { For, Show } from "solid-js";
import { LANGUAGES, LANGUAGE_CODES, chooseLanguage, language } from "../../lib/language.ts";
import { THEMES, chooseTheme, theme } from "../../lib/theme.ts";
import { Choice } from "../../ui/field.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { isReviewed } from "../session/reviewed.ts";
import { PROFILE_WORDS as WORDS } from "./words.ts";

/** Language and colours: the person's own choice, at once. */
export function Looks() {
  const colors = () => [
    { value: "device" as const, word: WORDS.theme.device },
    ...THEMES.map((value) => ({ value, word: WORDS.theme[value] })),
  ];
  return (
    <section class="sheet" aria-labelledby="looks">
      <header>
        <h2 id="looks">{WORDS.looks}</h2>
        <p class="small muted">{WORDS.languageHint}</p>
      </header>
      <LanguageChoice />
      <Choice
        legend={WORDS.colors}
        name="colors"
        options={colors()}
        value={theme() ?? "device"}
        onChange={(value) => chooseTheme(value === "device" ? undefined : value)}
      />
    </section>
  );
}

/** Its rows stay when the words change, and with them the focus of whoever chose. */
function LanguageChoice() {
  return (
    <fieldset class="choice">
      <legend>{SHARED.languageLabel}</legend>
      <For each={LANGUAGE_CODES}>
        {(code) => (
          <label class="check">
            <input
              type="radio"
              name="language"
              value={code}
              checked={language() === code}
              onChange={() => chooseLanguage(code)}
            />
            <span>
              <span lang={code}>{LANGUAGES[code].name}</span>
              <Show when={!isReviewed(code)}>
                <small>{SHARED.notReviewed}</small>
              </Show>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
