import { For, onMount } from "solid-js";
import { LANGUAGES, LANGUAGE_CODES, chooseLanguage, language } from "../lib/language.ts";
import { Asking } from "./asking.tsx";
import { Controls } from "./controls.tsx";
import { Following } from "./following.tsx";
import { Gates } from "./gates.tsx";
import { GoingOn } from "./going-on.tsx";
import { Notices } from "./notices.tsx";
import { Oversight } from "./oversight.tsx";
import { Sending } from "./sending.tsx";
import { Viewing } from "./viewing.tsx";
import { Work } from "./work.tsx";

/**
 * Every part of the portal in each of its states, with the real components and fixed samples. For whoever works on the
 * look: an entry of its own, so that nothing of it comes into the portal that is served.
 */
export function Gallery() {
  // Some parts take the focus as they appear, and would leave the page where the last one stands.
  onMount(() => scrollTo(0, 0));
  return (
    <main class="gallery">
      <header class="page-head">
        <h1>Gallery</h1>
        <p class="lede">Each part once, in each state. The pages use these and nothing else.</p>
        <div class="row">
          <For each={LANGUAGE_CODES}>
            {(code) => (
              <button
                class="chip"
                type="button"
                lang={code}
                aria-pressed={language() === code}
                onClick={() => chooseLanguage(code)}
              >
                {LANGUAGES[code].name}
              </button>
            )}
          </For>
        </div>
      </header>
      <Controls />
      <Notices />
      <Gates />
      <Sending />
      <GoingOn />
      <Asking />
      <Following />
      <Work />
      <Viewing />
      <Oversight />
    </main>
  );
}
