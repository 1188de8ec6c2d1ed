import { DOCUMENT_KINDS, DocumentKind } from "@postern/contract";
import { For } from "solid-js";
import { SENDER_WORDS } from "../submissions/words.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** What a file is: guessed, and the person's to change. */
export function KindSelect(props: {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly onChange: (kind: DocumentKind) => void;
}) {
  return (
    <label class="file-kind">
      <span aria-hidden="true">{WORDS.fileKind}</span>
      <select
        class="input"
        aria-label={WORDS.fileKindOf(props.name)}
        onChange={(event) => props.onChange(DocumentKind.parse(event.currentTarget.value))}
      >
        <For each={DOCUMENT_KINDS}>
          {(kind) => (
            <option value={kind} selected={props.kind === kind}>
              {SENDER_WORDS.documentKinds[kind]}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
