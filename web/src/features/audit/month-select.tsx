import { For, Show, createUniqueId } from "solid-js";
import { formatMonth } from "../../lib/format.ts";
import { monthsBefore } from "./month.ts";
import { AUDIT_WORDS as WORDS } from "./words.ts";

const MONTHS = 24;

/** A choice among the last two years' months; `hasAny` adds that the month does not matter. */
export function MonthSelect(props: {
  readonly month: string | undefined;
  readonly hasAny?: boolean;
  readonly onChange: (month: string | undefined) => void;
}) {
  const id = createUniqueId();
  const months = () => {
    const known = monthsBefore(new Date(), MONTHS);
    return props.month === undefined || known.includes(props.month) ? known : [...known, props.month];
  };
  return (
    <div class="field">
      <label for={id}>{WORDS.month}</label>
      <select
        class="input"
        id={id}
        onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      >
        <Show when={props.hasAny}>
          <option value="" selected={props.month === undefined}>
            {WORDS.anyMonth}
          </option>
        </Show>
        <For each={months()}>
          {(each) => (
            <option value={each} selected={each === props.month}>
              {formatMonth(each)}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}
