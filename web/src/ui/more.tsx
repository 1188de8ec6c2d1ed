import { Show } from "solid-js";
import type { Pages } from "../lib/create-pages.ts";
import { Icon } from "./icon.tsx";
import { TroubleNote } from "./note.tsx";

/** Asks for the next page of a list, where there is one, and leads on to its first row. Stands beside the list. */
export function MoreButton<Item>(props: { readonly pages: Pages<Item>; readonly word: string }) {
  async function more(button: HTMLElement): Promise<void> {
    const place = button.closest(".list-foot")?.parentElement;
    const known = new Set(controlsOf(place));
    await props.pages.more();
    // Whoever has gone elsewhere meanwhile stays there. The button itself has gone with the last page.
    const isHere = document.activeElement === button || document.activeElement?.contains(place ?? null);
    if (isHere === true)
      controlsOf(place)
        .find((each) => !known.has(each))
        ?.focus();
  }
  return (
    <Show when={props.pages.hasMore()}>
      <div class="list-foot">
        <Show when={props.pages.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
        <button
          class="btn secondary"
          type="button"
          aria-busy={props.pages.isBusy()}
          onClick={(event) => void more(event.currentTarget)}
        >
          <Show when={props.pages.isBusy()}>
            <Icon name="loader-circle" />
          </Show>
          {props.word}
        </button>
      </div>
    </Show>
  );
}

const controlsOf = (place: Element | null | undefined) => [
  ...(place?.querySelectorAll<HTMLElement>("a[href], button") ?? []),
];
