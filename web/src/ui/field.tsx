import { Show, createUniqueId, type JSX } from "solid-js";
import { Icon } from "./icon.tsx";

/** What a control needs to be tied to its label, hint and error. */
export interface FieldTies {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Keeps the label for screen readers only, where a heading says the same. */
  readonly isLabelHidden?: boolean | undefined;
}

/** A label, a hint, an error, and the control that `children` makes of the ties. */
export function Field(props: FieldProps & { readonly children: (ties: () => FieldTies) => JSX.Element }) {
  const id = createUniqueId();
  const described = () =>
    [props.error === undefined ? "" : `${id}-error`, props.hint === undefined ? "" : `${id}-hint`]
      .filter((part) => part !== "")
      .join(" ");
  const ties = (): FieldTies => ({
    id,
    "aria-describedby": described() === "" ? undefined : described(),
    "aria-invalid": props.error === undefined ? undefined : "true",
  });
  return (
    <div class="field" data-invalid={props.error === undefined ? undefined : ""}>
      <label for={id} class={props.isLabelHidden ? "sr" : undefined}>
        {props.label}
      </label>
      <Show when={props.hint}>
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      </Show>
      <Show when={props.error}>
        <p class="error" id={`${id}-error`}>
          <Icon name="circle-alert" />
          <span>{props.error}</span>
        </p>
      </Show>
      {props.children(ties)}
    </div>
  );
}

/** One choice of few; the whole row is the target. */
export function Choice<Value extends string>(props: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly { readonly value: Value; readonly word: string; readonly hint?: string }[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{props.legend}</legend>
      {props.options.map(({ value, word, hint }) => (
        <label class="check">
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          <span>
            {word}
            <Show when={hint}>
              <small>{hint}</small>
            </Show>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
