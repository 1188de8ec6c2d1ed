import { Show, createSignal, createUniqueId } from "solid-js";
import { Icon } from "../../ui/icon.tsx";

/** A button that lets one JSON file be chosen, and the name of the last one. The same file may be chosen again. */
export function ChooseFile(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  /** For tests: which chooser of the page it is. */
  readonly picker: string;
  readonly isMain?: boolean | undefined;
  /** The last file is of no more account: its name is not shown. */
  readonly isDropped?: boolean | undefined;
  readonly onChoose: (file: File) => void;
}) {
  const hintID = createUniqueId();
  const [input, setInput] = createSignal<HTMLInputElement>();
  const [name, setName] = createSignal<string>();
  function chosen(element: HTMLInputElement) {
    const file = element.files?.[0];
    element.value = "";
    if (file === undefined) return;
    setName(file.name);
    props.onChoose(file);
  }
  return (
    <div class="stack tight">
      <button
        class="btn"
        classList={{ "primary lg": props.isMain === true, secondary: props.isMain !== true }}
        type="button"
        aria-describedby={props.hint === undefined ? undefined : hintID}
        onClick={() => input()?.click()}
      >
        <Icon name="file-up" />
        {props.label}
      </button>
      <Show when={props.hint}>
        <p class="small muted" id={hintID}>
          {props.hint}
        </p>
      </Show>
      <Show when={props.isDropped !== true && name()}>
        <p class="small file-name">{name()}</p>
      </Show>
      <input
        ref={setInput}
        hidden
        type="file"
        accept=".json,application/json"
        data-picker={props.picker}
        onChange={(event) => chosen(event.currentTarget)}
      />
    </div>
  );
}
