import type { TaskView } from "@postern/contract";
import { Show, createSignal } from "solid-js";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { signedIn } from "../session/session.ts";
import type { DecisionPage } from "./create-decision.ts";
import { areKeysOn, createKeys } from "./create-keys.ts";
import { HandOverDialog } from "./hand-over.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";
import { WaysOn } from "./ways-on.tsx";
import { idleWords, leftWords, rejectOptions, returnOptions, TASK_WORDS as WORDS } from "./words.ts";

type Asking = "return" | "reject" | "hand-over" | "more";

/** The acts that are open to this person now; the server decides again at each. */
export function DecisionBar(props: { readonly task: TaskView; readonly decision: DecisionPage }) {
  const [asking, setAsking] = createSignal<Asking>();
  const may = () => props.task.may;
  // What somebody who left had claimed can be put back by others, and no more: returning is for its holder.
  const isMine = () => may().release && may().handOver;
  const hasMore = () => may().release || may().handOver || may().decide;
  const isIdle = () => !may().claim && !may().release && !may().decide;
  const me = () => signedIn().session.personID;
  const left = () => leftWords(props.task, props.decision.last(), me());
  // A dialog tells of its end a moment later: by then another may be asked.
  const leave = (left: Asking) => setAsking((present) => (present === left ? undefined : present));
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
        <Show when={isMine()}>
          <button class="btn secondary" type="button" onClick={() => setAsking("return")}>
            <Icon name="rotate-ccw" />
            {WORDS.return}
          </button>
        </Show>
        <Show when={hasMore()}>
          <div class="more-acts desk-only">
            <MoreActs task={props.task} onRelease={() => act("release")} onAsk={setAsking} />
          </div>
          <button class="btn secondary phone-only" type="button" onClick={() => setAsking("more")}>
            {WORDS.moreActs}
          </button>
        </Show>
        <Show when={isMine()}>
          <p class="say">{WORDS.told}</p>
        </Show>
        <p class="say outcome" role="status">
          {left() ?? (isIdle() ? idleWords(props.task, me()) : "")}
        </p>
        <Show when={isIdle() || left()}>
          <WaysOn task={props.task} />
        </Show>
      </div>
      <MoreDialog
        task={props.task}
        isOpen={asking() === "more"}
        onClose={() => leave("more")}
        onRelease={() => act("release")}
        onAsk={setAsking}
      />
      <Questions {...props} asking={asking()} onClose={() => setAsking(undefined)} />
    </>
  );
}

/** The acts beside accepting and returning: on a phone they stand behind one button. */
function MoreActs(props: {
  readonly task: TaskView;
  readonly onRelease: () => void;
  readonly onAsk: (asking: Asking) => void;
}) {
  const may = () => props.task.may;
  return (
    <>
      <Show when={may().release}>
        <button class="btn secondary" type="button" onClick={() => props.onRelease()}>
          <Icon name="undo-2" />
          {WORDS.release}
        </button>
      </Show>
      <Show when={may().handOver}>
        <button class="btn secondary" type="button" onClick={() => props.onAsk("hand-over")}>
          <Icon name="users" />
          {WORDS.handOver}
        </button>
      </Show>
      <Show when={may().decide}>
        <button class="btn danger" type="button" onClick={() => props.onAsk("reject")}>
          {WORDS.reject}
        </button>
      </Show>
    </>
  );
}

/** The same on a phone, behind the button. */
function MoreDialog(props: {
  readonly task: TaskView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onRelease: () => void;
  readonly onAsk: (asking: Asking) => void;
}) {
  function release(): void {
    props.onClose();
    props.onRelease();
  }
  return (
    <Dialog isOpen={props.isOpen} title={WORDS.moreTitle} onClose={props.onClose}>
      <div class="stack more-acts">
        <MoreActs task={props.task} onRelease={release} onAsk={props.onAsk} />
      </div>
      <div class="foot">
        <button class="btn quiet" type="button" onClick={() => props.onClose()}>
          {WORDS.moreClose}
        </button>
      </div>
    </Dialog>
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
      <ReasonDialog
        task={props.task}
        isOpen={props.asking === "return"}
        title={WORDS.returnTitle}
        text={WORDS.returnText}
        decision="return"
        options={returnOptions(signedIn().session.role)}
        act={WORDS.returnAct}
        look="primary"
        onClose={props.onClose}
        onChoose={(telling) => props.decision.act({ name: "return", ...telling })}
      />
      <ReasonDialog
        task={props.task}
        isOpen={props.asking === "reject"}
        title={WORDS.rejectTitle}
        text={WORDS.rejectText}
        decision="reject"
        options={rejectOptions()}
        act={WORDS.rejectAct}
        look="danger-fill"
        onClose={props.onClose}
        onChoose={(telling) => props.decision.act({ name: "reject", ...telling })}
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
