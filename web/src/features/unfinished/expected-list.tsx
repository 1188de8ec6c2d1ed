import { For, Show } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import type { GoOnPage } from "./create-go-on.ts";
import type { Expected } from "./match.ts";
import { expectedWords, UNFINISHED_WORDS as WORDS } from "./words.ts";

/** The files that were begun; each turns green when it is found among those chosen. */
export function ExpectedList(props: { readonly page: GoOnPage }) {
  return (
    <section class="stack" aria-labelledby="expected">
      <h2 id="expected">{WORDS.expected}</h2>
      <ul class="files">
        <For each={props.page.expected()}>
          {(row, index) => <Row row={row} index={index()} page={props.page} />}
        </For>
      </ul>
    </section>
  );
}

function Row(props: { readonly row: Expected; readonly index: number; readonly page: GoOnPage }) {
  const state = () => props.row.state;
  const look = () => expectedWords(state());
  return (
    <li class="file" data-state={state() === "found" ? "verified" : "waiting"}>
      <span class="thumb">
        <Icon name={look().icon} />
      </span>
      <span class="name">
        {props.row.file.name} <span class="size">{formatSize(props.row.file.sizeBytes)}</span>
      </span>
      <State state={look()} bare />
      <Show when={state() === "changed"}>
        <p class="why">{WORDS.changedText}</p>
      </Show>
      <Show when={state() !== "found"}>
        <Choices row={props.row} index={props.index} page={props.page} />
      </Show>
    </li>
  );
}

function Choices(props: { readonly row: Expected; readonly index: number; readonly page: GoOnPage }) {
  const name = () => props.row.file.name;
  const isLeftOut = () => props.row.state === "left-out";
  return (
    <div class="fix">
      <Show when={props.row.state === "changed" && props.row.key}>
        {(key) => (
          <button class="btn secondary" type="button" onClick={() => props.page.sendAsNow(key())}>
            {WORDS.sendNew}
            <span class="sr">: {name()}</span>
          </button>
        )}
      </Show>
      <button
        class="btn quiet"
        type="button"
        onClick={() =>
          isLeftOut() ? props.page.takeBack(props.index) : props.page.leaveOut(props.index, props.row.key)
        }
      >
        {isLeftOut() ? WORDS.takeBack : WORDS.leaveOut}
        <span class="sr">: {name()}</span>
      </button>
    </div>
  );
}
