import { Index, Show, batch, createMemo } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { PREPARING_WORDS } from "../preparing/words.ts";
import type { Together } from "../upload/studies.ts";
import type { GoOnPage } from "./create-go-on.ts";
import { placesOf, type Place } from "./match.ts";
import { expectedWords, UNFINISHED_WORDS as WORDS } from "./words.ts";

/** The files that were begun; each turns green when it is found among those chosen. */
export function ExpectedList(props: { readonly page: GoOnPage }) {
  const rows = createMemo(() => placesOf(props.page.expected()));
  return (
    <section class="stack" aria-labelledby="expected">
      <h2 id="expected">{WORDS.expected}</h2>
      <ul class="files">
        <Index each={rows()}>{(row) => <Row row={row()} page={props.page} />}</Index>
      </ul>
    </section>
  );
}

function Row(props: { readonly row: Together<Place>; readonly page: GoOnPage }) {
  const first = () => props.row[0];
  const state = () => first().state;
  const look = () => expectedWords(state());
  const sizeBytes = () => props.row.reduce((sum, { file }) => sum + file.sizeBytes, 0);
  return (
    <li class="file" data-state={state() === "found" ? "verified" : "waiting"}>
      <span class="thumb">
        <Icon name={look().icon} />
      </span>
      <span class="name">
        {nameOf(props.row)} <span class="size">{formatSize(sizeBytes())}</span>
      </span>
      <State state={look()} bare />
      <Show when={state() === "changed"}>
        <p class="why">{WORDS.changedText}</p>
      </Show>
      <Show when={state() !== "found"}>
        <Choices row={props.row} page={props.page} />
      </Show>
    </li>
  );
}

const nameOf = (row: Together<Place>) =>
  row[0].file.study === undefined ? row[0].file.name : PREPARING_WORDS.study(row.length);

function Choices(props: { readonly row: Together<Place>; readonly page: GoOnPage }) {
  const state = () => props.row[0].state;
  const each = (act: (place: Place) => void) => batch(() => props.row.forEach(act));
  function sendAsNow() {
    each(({ key }) => key !== undefined && props.page.sendAsNow(key));
  }
  function leaveOutOrNot() {
    if (state() === "left-out") each(({ index }) => props.page.takeBack(index));
    else each(({ index, key }) => props.page.leaveOut(index, key));
  }
  return (
    <div class="fix">
      <Show when={state() === "changed"}>
        <button class="btn secondary" type="button" onClick={sendAsNow}>
          {WORDS.sendNew}
          <span class="sr">: {nameOf(props.row)}</span>
        </button>
      </Show>
      <button class="btn quiet" type="button" onClick={leaveOutOrNot}>
        {state() === "left-out" ? WORDS.takeBack : WORDS.leaveOut}
        <span class="sr">: {nameOf(props.row)}</span>
      </button>
    </div>
  );
}
