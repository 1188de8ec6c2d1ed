import { AUDIT_OUTCOMES, AuditOutcome, PersonID, type AuditEventView } from "@postern/contract";
import { For, Show, createSignal } from "solid-js";
import { Field } from "../../ui/field.tsx";
import { WORDS as SHARED } from "../../words.ts";
import type { AuditFilter } from "./filter.ts";
import { typedFilter } from "./filter.ts";
import { MonthSelect } from "./month-select.tsx";
import { actionOptions, AUDIT_WORDS as WORDS, compareWords } from "./words.ts";

/** Someone who appears in the log. */
export interface Somebody {
  readonly personID: PersonID;
  readonly name: string;
  readonly role: AuditEventView["role"];
}

interface Option {
  readonly value: string;
  readonly word: string;
}

/** What to look for. Each choice counts at once; what is typed counts when it is sent. */
export function AuditFilters(props: {
  readonly filter: AuditFilter;
  readonly people: readonly Somebody[];
  readonly onChange: (change: AuditFilter) => void;
}) {
  const people = (): readonly Option[] => {
    const { personID } = props.filter;
    const known = props.people
      .map(({ personID: value, name, role }) => ({ value, word: `${name}, ${SHARED.roles[role]}` }))
      .sort((one, other) => compareWords(one.word, other.word));
    const isKnown = personID === undefined || known.some(({ value }) => value === personID);
    return isKnown ? known : [{ value: personID, word: personID }, ...known];
  };
  const actions = (): readonly Option[] => {
    const { action } = props.filter;
    const known = actionOptions();
    const isKnown = action === undefined || known.some(({ value }) => value === action);
    return isKnown ? known : [{ value: action, word: action }, ...known];
  };
  const isOfSubmission = () => (props.filter.submissionID ?? props.filter.number) !== undefined;
  return (
    <div class="filter-bar" role="group" aria-label={WORDS.filters}>
      <MonthSelect
        month={props.filter.month}
        hasAny={isOfSubmission()}
        onChange={(month) => props.onChange({ month })}
      />
      <Choose
        label={WORDS.person}
        any={WORDS.anyone}
        options={people()}
        value={props.filter.personID}
        onChange={(value) => props.onChange({ personID: PersonID.safeParse(value).data })}
      />
      <Choose
        label={WORDS.what}
        any={WORDS.anything}
        options={actions()}
        value={props.filter.action}
        onChange={(action) => props.onChange({ action })}
      />
      <Choose
        label={WORDS.outcome}
        any={WORDS.anyOutcome}
        options={AUDIT_OUTCOMES.map((value) => ({ value, word: WORDS.outcomes[value] }))}
        value={props.filter.outcome}
        onChange={(value) => props.onChange({ outcome: AuditOutcome.safeParse(value).data })}
      />
      <Typed filter={props.filter} onChange={props.onChange} />
    </div>
  );
}

function Choose(props: {
  readonly label: string;
  readonly any: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) {
  return (
    <Field label={props.label}>
      {(ties) => (
        <select
          {...ties()}
          class="input"
          onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
        >
          <option value="" selected={props.value === undefined}>
            {props.any}
          </option>
          <For each={props.options}>
            {({ value, word }) => (
              <option value={value} selected={value === props.value}>
                {word}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  );
}

/** One field for whatever the officer has at hand: a person's or a submission's id, or its number. */
function Typed(props: { readonly filter: AuditFilter; readonly onChange: (change: AuditFilter) => void }) {
  const [isWrong, setWrong] = createSignal(false);
  const [input, setInput] = createSignal<HTMLInputElement>();
  function find(event: SubmitEvent): void {
    event.preventDefault();
    const typed = typedFilter(input()?.value ?? "");
    setWrong(typed === null);
    if (typed === null) {
      input()?.focus();
      return;
    }
    const none = { submissionID: undefined, number: undefined, month: undefined };
    props.onChange(typed.personID === undefined ? { ...none, ...typed } : typed);
  }
  return (
    <form class="filter-typed" onSubmit={find}>
      <Field label={WORDS.typed} hint={WORDS.typedHint} error={isWrong() ? WORDS.typedWrong : undefined}>
        {(ties) => (
          <input
            {...ties()}
            ref={setInput}
            class="input"
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={props.filter.submissionID ?? props.filter.number ?? ""}
          />
        )}
      </Field>
      <button class="btn secondary" type="submit">
        {WORDS.find}
      </button>
      <Show when={Object.keys(props.filter).some((name) => name !== "month")}>
        <a class="btn quiet" href="/audit">
          {WORDS.clear}
        </a>
      </Show>
    </form>
  );
}
