import type { PersonID, TaskView } from "@postern/contract";
import { createAsync, revalidate } from "@solidjs/router";
import { Show, createSignal } from "solid-js";
import { Dialog } from "../../ui/dialog.tsx";
import { Choice } from "../../ui/field.tsx";
import { Loading } from "../../ui/page.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { readColleagues } from "./queries.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/** Asks to whom a task goes: one of the colleagues of its location, by name. */
export function HandOverDialog(props: {
  readonly task: TaskView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChoose: (toPersonID: PersonID) => void;
}) {
  const [chosen, setChosen] = createSignal<PersonID>();
  const [isTried, setTried] = createSignal(false);
  function choose() {
    const toPersonID = chosen();
    setTried(toPersonID === undefined);
    if (toPersonID === undefined) return;
    props.onClose();
    props.onChoose(toPersonID);
  }
  return (
    <Dialog isOpen={props.isOpen} title={WORDS.handOverTitle} onClose={props.onClose}>
      <p class="muted">{WORDS.handOverText}</p>
      <Show when={props.isOpen}>
        <Loading onRetry={() => void revalidate(readColleagues.key)}>
          <Colleagues
            task={props.task}
            chosen={chosen()}
            onChoose={(personID) => setChosen(() => personID)}
          />
        </Loading>
      </Show>
      <p class="small needed" role="status">
        <Show when={isTried() && chosen() === undefined}>{WORDS.colleagueMissing}</Show>
      </p>
      <div class="foot">
        <button class="btn secondary" type="button" onClick={() => props.onClose()}>
          {WORDS.keep}
        </button>
        <button class="btn primary" type="button" aria-disabled={chosen() === undefined} onClick={choose}>
          {WORDS.handOverAct}
        </button>
      </div>
    </Dialog>
  );
}

function Colleagues(props: {
  readonly task: TaskView;
  readonly chosen: PersonID | undefined;
  readonly onChoose: (personID: PersonID) => void;
}) {
  const colleagues = createAsync(() => readColleagues(props.task.taskID));
  return (
    <Show when={(colleagues()?.length ?? 0) > 0} fallback={<p>{WORDS.noColleagues}</p>}>
      <Choice
        legend={WORDS.colleagues}
        name="colleague"
        options={(colleagues() ?? []).map(({ personID, displayName, role }) => ({
          value: personID,
          word: displayName,
          hint: SHARED.roles[role],
        }))}
        value={props.chosen}
        onChange={props.onChoose}
      />
    </Show>
  );
}
