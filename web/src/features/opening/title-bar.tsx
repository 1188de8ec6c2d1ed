import { Show } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { isOf } from "./listed.ts";
import { Tool } from "./tool.tsx";
import type { ViewedDocuments } from "./viewed.ts";
import { OPENING_WORDS as WORDS } from "./words.ts";

/** What is shown, and whether something is to stand beside it. */
export function TitleBar(props: {
  readonly documents: ViewedDocuments;
  readonly isLinked: boolean;
  readonly onLink: (isLinked: boolean) => void;
  readonly onStop: () => void;
  readonly onClose: (() => void) | undefined;
  /** The button that begins and ends it. */
  readonly ref: (button: HTMLButtonElement) => void;
}) {
  const isComparing = () => props.documents.panes.isComparing();
  return (
    <div class="viewer-bar">
      <span class="title">
        {isComparing() ? props.documents.words.comparing : (props.documents.panes.first.item()?.name ?? "")}
      </span>
      <Show when={!isComparing()}>
        <Neighbours documents={props.documents} />
      </Show>
      <Show when={isComparing()}>
        <label class="viewer-switch">
          <input
            type="checkbox"
            role="switch"
            checked={props.isLinked}
            onChange={(event) => props.onLink(event.currentTarget.checked)}
          />
          {WORDS.moveTogether}
        </label>
      </Show>
      <Show when={isComparing() || canCompare(props.documents)}>
        <button
          ref={props.ref}
          class="btn quiet"
          type="button"
          onClick={() => (isComparing() ? props.onStop() : void props.documents.panes.compare())}
        >
          <Icon name={isComparing() ? "x" : "columns-2"} />
          {isComparing() ? WORDS.stopComparing : WORDS.compare}
        </button>
      </Show>
      <Show when={!isComparing() && props.onClose}>
        {(onClose) => (
          <button class="btn quiet" type="button" onClick={() => onClose()()}>
            <Icon name="x" />
            {WORDS.close}
          </button>
        )}
      </Show>
    </div>
  );
}

/** The ways to the document before and after the one that is shown, in the order of the list. */
function Neighbours(props: { readonly documents: ViewedDocuments }) {
  const all = () => props.documents.panes.comparable();
  const at = () => all().findIndex((item) => isOf(item, props.documents.panes.first.item()));
  const step = (by: -1 | 1) => {
    const { first, beside } = props.documents.panes;
    const next = beside(first, by);
    if (next !== undefined) props.documents.show(next, first);
  };
  return (
    <Show when={at() >= 0 && all().length > 1}>
      <span class="neighbours">
        <Tool
          icon="chevron-left"
          label={props.documents.words.previousDocument}
          isOff={at() === 0}
          onClick={() => step(-1)}
        />
        <span class="zoom">{WORDS.placeOf(at() + 1, all().length)}</span>
        <Tool
          icon="chevron-right"
          label={props.documents.words.nextDocument}
          isOff={at() === all().length - 1}
          onClick={() => step(1)}
        />
      </span>
    </Show>
  );
}

/** A second one is only of use beside a first. */
function canCompare(documents: ViewedDocuments): boolean {
  return documents.panes.first.open() !== undefined && documents.panes.comparable().length > 1;
}
