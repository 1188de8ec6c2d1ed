import type { RejectReason, ReturnReason, TaskView } from "@postern/contract";
import { Show, createSignal } from "solid-js";
import { Dialog } from "../../ui/dialog.tsx";
import { Choice } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { areKeysOn, createKeys } from "./create-keys.ts";
import type { DecisionPage } from "./create-decision.ts";
import { HandOverDialog } from "./hand-over.tsx";
import { REJECT_OPTIONS, RETURN_OPTIONS, TASK_WORDS as WORDS } from "./words.ts";

type Asking = "return" | "reject" | "hand-over";

/** The acts that are open to this person now; the server decides again at each. */
export function DecisionBar(props: { readonly task: TaskView; readonly decision: DecisionPage }) {
  const [asking, setAsking] = createSignal<Asking>();
  const may = () => props.task.may;
  const isIdle = () => !may().claim && !may().release && !may().decide;
  const act = (name: "claim" | "release" | "accept") => void props.decision.act({ name });
  createKeys((wanted) => {
    if (wanted === "claim" && may().claim) act("claim");
  });
  return (
    <>
      <div class="decide" role="group" aria-label={WORDS.decide} aria-busy={props.decision.isBusy()}>
        <Show when={may().claim}>
          <ClaimButton isClaiming={props.decision.isClaiming()} onClaim={() => act("claim")} />
        </Show>
        <Show when={may().decide}>
          <button class="btn primary" type="button" onClick={() => act("accept")}>
            <Icon name="check" />
            {WORDS.accept}
          </button>
        </Show>
        <Show when={may().release}>
          <button class="btn secondary" type="button" onClick={() => setAsking("return")}>
            <Icon name="rotate-ccw" />
            {WORDS.return}
          </button>
          <button class="btn secondary" type="button" onClick={() => act("release")}>
            <Icon name="undo-2" />
            {WORDS.release}
          </button>
        </Show>
        <Show when={may().handOver}>
          <button class="btn secondary" type="button" onClick={() => setAsking("hand-over")}>
            <Icon name="users" />
            {WORDS.handOver}
          </button>
        </Show>
        <Show when={may().release}>
          <p class="say">{WORDS.told}</p>
        </Show>
        <Show when={may().decide}>
          <button class="btn danger spacer" type="button" onClick={() => setAsking("reject")}>
            {WORDS.reject}
          </button>
        </Show>
        <Show when={isIdle()}>
          <p class="say">{WORDS.nothing}</p>
        </Show>
      </div>
      <Questions {...props} asking={asking()} onClose={() => setAsking(undefined)} />
    </>
  );
}

/** What is asked before an act that needs an answer. */
function Questions(props: {
  readonly task: TaskView;
  readonly decision: DecisionPage;
  readonly asking: Asking | undefined;
  readonly onClose: () => void;
}) {
  return (
    <>
      <HandOverDialog
        task={props.task}
        isOpen={props.asking === "hand-over"}
        onClose={props.onClose}
        onChoose={(toPersonID) => void props.decision.act({ name: "hand-over", toPersonID })}
      />
      <ReasonDialog<ReturnReason>
        isOpen={props.asking === "return"}
        title={WORDS.returnTitle}
        text={WORDS.returnText}
        name="return-reason"
        options={RETURN_OPTIONS}
        act={WORDS.returnAct}
        look="primary"
        onClose={props.onClose}
        onChoose={(reason) => void props.decision.act({ name: "return", reason })}
      />
      <ReasonDialog<RejectReason>
        isOpen={props.asking === "reject"}
        title={WORDS.rejectTitle}
        text={WORDS.rejectText}
        name="reject-reason"
        options={REJECT_OPTIONS}
        act={WORDS.rejectAct}
        look="danger-fill"
        onClose={props.onClose}
        onChoose={(reason) => void props.decision.act({ name: "reject", reason })}
      />
    </>
  );
}

/** The claim shows at once; the server's answer keeps it or takes it back. */
function ClaimButton(props: { readonly isClaiming: boolean; readonly onClaim: () => void }) {
  return (
    <button
      class="btn primary"
      type="button"
      aria-disabled={props.isClaiming}
      aria-keyshortcuts={areKeysOn() ? "c" : undefined}
      onClick={() => props.onClaim()}
    >
      <Icon name={props.isClaiming ? "check" : "clipboard-check"} />
      {props.isClaiming ? WORDS.claimed : WORDS.claim}
      <Show when={areKeysOn() && !props.isClaiming}>
        <kbd class="desk-key" aria-hidden="true">
          C
        </kbd>
      </Show>
    </button>
  );
}

/** Asks for the reason of a decision: one of a few, since free words would stand in the clear. */
function ReasonDialog<Reason extends string>(props: {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  readonly name: string;
  readonly options: readonly { readonly value: Reason; readonly word: string }[];
  readonly act: string;
  readonly look: "primary" | "danger-fill";
  readonly onClose: () => void;
  readonly onChoose: (reason: Reason) => void;
}) {
  const [reason, setReason] = createSignal<Reason>();
  function choose() {
    const chosen = reason();
    if (chosen === undefined) return;
    props.onClose();
    props.onChoose(chosen);
  }
  return (
    <Dialog isOpen={props.isOpen} title={props.title} onClose={props.onClose}>
      <p class="muted">{props.text}</p>
      <Choice
        legend={WORDS.reason}
        name={props.name}
        options={props.options}
        value={reason()}
        onChange={(value) => setReason(() => value)}
      />
      <div class="foot">
        <button class="btn secondary" type="button" onClick={() => props.onClose()}>
          {WORDS.keep}
        </button>
        <button
          class={`btn ${props.look}`}
          type="button"
          aria-disabled={reason() === undefined}
          onClick={choose}
        >
          {props.act}
        </button>
      </div>
    </Dialog>
  );
}
