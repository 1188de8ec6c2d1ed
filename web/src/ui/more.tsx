import { Show } from "solid-js";
import type { Pages } from "../lib/create-pages.ts";
import { Icon } from "./icon.tsx";
import { TroubleNote } from "./note.tsx";

/** Asks for the next page of a list, where there is one. */
export function MoreButton<Item>(props: { readonly pages: Pages<Item>; readonly word: string }) {
  return (
    <Show when={props.pages.hasMore()}>
      <div class="list-foot">
        <Show when={props.pages.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
        <button
          class="btn secondary"
          type="button"
          aria-busy={props.pages.isBusy()}
          onClick={props.pages.more}
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
