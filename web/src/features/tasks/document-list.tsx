import type { DocumentID, TaskView } from "@postern/contract";
import { Index, Show, createMemo } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import type { DocumentsPage } from "../opening/create-documents.ts";
import type { ListedDocument } from "../opening/listed.ts";
import { OPENING_WORDS } from "../opening/words.ts";
import { inStudies, type Row } from "../submissions/in-order.ts";
import { documentStateWords } from "../submissions/words.ts";
import { newSince } from "./asked.ts";
import { newState } from "./words.ts";

interface ListProps {
  readonly documents: DocumentsPage;
  readonly fresh: ReadonlySet<DocumentID>;
  readonly onChoose: () => void;
}

/** The open documents, in the order in which they were sent. The images of a study are one row, which opens to them. */
export function DocumentList(props: Omit<ListProps, "fresh"> & { readonly task: TaskView }) {
  const fresh = createMemo(() => newSince(props.task));
  const rows = createMemo(() =>
    inStudies(props.documents.list(), ({ name, mediaType }) => mediaType && { name, mediaType }),
  );
  return (
    <ul class="document-list">
      <Index each={rows()}>
        {(row) => (
          <li>
            <Show when={row().length > 1} fallback={<Item {...listProps(props, fresh)} item={row()[0]} />}>
              <Study {...listProps(props, fresh)} row={row()} />
            </Show>
          </li>
        )}
      </Index>
    </ul>
  );
}

function listProps(props: Omit<ListProps, "fresh">, fresh: () => ListProps["fresh"]): ListProps {
  return {
    documents: props.documents,
    onChoose: props.onChoose,
    get fresh() {
      return fresh();
    },
  };
}

function Study(props: ListProps & { readonly row: Row<ListedDocument> }) {
  const at = () => props.row.findIndex((item) => props.documents.isCurrent(item));
  return (
    <details class="study">
      <summary class="btn secondary wide" data-current={at() < 0 ? undefined : ""}>
        <Icon name="files" />
        <span>{OPENING_WORDS.study(props.row.length)}</span>
        <Show when={at() >= 0}>
          <span class="meta">{OPENING_WORDS.placeOf(at() + 1, props.row.length)}</span>
        </Show>
        <Icon name="chevron-right" />
      </summary>
      <ul class="document-list">
        <Index each={props.row}>
          {(item) => (
            <li>
              <Item documents={props.documents} fresh={props.fresh} onChoose={props.onChoose} item={item()} />
            </li>
          )}
        </Index>
      </ul>
    </details>
  );
}

function Item(props: ListProps & { readonly item: ListedDocument }) {
  function choose(): void {
    void props.documents.choose(props.item);
    props.onChoose();
  }
  return (
    <>
      <button
        class="btn secondary wide"
        type="button"
        aria-pressed={props.documents.isCurrent(props.item)}
        onClick={choose}
      >
        <Icon name={props.item.isPicture ? "image" : "file-text"} />
        {props.item.name}
      </button>
      <span class="meta">
        {props.item.type}, {formatSize(props.item.sizeBytes)}
      </span>
      <Show when={props.fresh.has(props.item.document.documentID)}>
        <State state={newState()} bare />
      </Show>
      <Show when={props.item.document.state !== "verified"}>
        <State state={documentStateWords(props.item.document.state)} bare />
      </Show>
    </>
  );
}
