import type { ClinicView, Role } from "@postern/contract";
import { Match, Show, Switch, createSignal } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { createFacts, type FactsPage } from "./create-facts.ts";
import { createUpload } from "./create-upload.ts";
import { FactsForm } from "./facts-form.tsx";
import { FileList } from "./file-list.tsx";
import { FilePicker } from "./file-picker.tsx";
import { canSend, type UploadState } from "./machine.ts";
import { Done, Failure, Summary } from "./sending.tsx";
import { announcementOf, noteFault, UPLOAD_WORDS as WORDS } from "./words.ts";

/** One sending after the other: each begins with nothing left of the one before. */
export function SendFlow(props: { readonly clinic: ClinicView }) {
  const [round, setRound] = createSignal(1);
  return (
    <Show when={round()} keyed>
      <Sending clinic={props.clinic} onMore={() => setRound((number) => number + 1)} />
    </Show>
  );
}

function Sending(props: { readonly clinic: ClinicView; readonly onMore: () => void }) {
  const upload = createUpload();
  const facts = createFacts(props.clinic);
  const stage = () => upload.state().stage;
  const start = () => {
    const chosen = facts.facts();
    const note = facts.note().trim();
    if (chosen !== undefined) upload.start({ facts: chosen, note: note === "" ? undefined : note });
  };
  return (
    <div class="columns">
      <div class="stack loose">
        <Switch>
          <Match when={stage() === "choosing"}>
            <FilePicker onPick={upload.add} />
          </Match>
          <Match when={stage() === "failed"}>
            <Failure state={upload.state()} onRetry={start} onReopen={upload.reopen} />
          </Match>
          <Match when={stage() === "sending"}>
            <Summary state={upload.state()} />
          </Match>
          <Match when={upload.state().done}>
            {(handed) => <Done handed={handed()} onMore={props.onMore} />}
          </Match>
        </Switch>
        <FileList state={upload.state()} phone={props.clinic.phone} onRemove={upload.remove} />
        <Show when={stage() === "choosing"}>
          <FactsForm clinic={props.clinic} facts={facts} />
          <SendBar missing={missingOf(upload.state(), facts, props.clinic.me.role)} onSend={start} />
        </Show>
        <p class="sr" role="status">
          {announcementOf(upload.state())}
        </p>
      </div>
      <SafeAside />
    </div>
  );
}

function missingOf(state: UploadState, facts: FactsPage, role: Role): string | undefined {
  if (state.files.length === 0) return WORDS.noFiles;
  if (!canSend(state)) return WORDS.notReady;
  if (facts.facts() === undefined) return WORDS.noChoice;
  // Only the sealed note can say whom an office's package is about.
  if (role === "referrer" && facts.note().trim() === "") return WORDS.noNote;
  return noteFault(facts.note());
}

/** How it is kept safe, beside every sending. */
export function SafeAside() {
  return (
    <aside class="stack" aria-label={WORDS.safeTitle}>
      <section class="sheet" aria-labelledby="safe">
        <header>
          <h2 id="safe">{WORDS.safeTitle}</h2>
        </header>
        <p class="small muted">{WORDS.safeText}</p>
      </section>
    </aside>
  );
}

/** The main act. Before it is ready it can be found all the same, and says what is missing. */
export function SendBar(props: { readonly missing: string | undefined; readonly onSend: () => void }) {
  return (
    <div class="decide send-bar">
      <p class="say" id="send-why">
        {props.missing}
      </p>
      <button
        class="btn primary lg spacer"
        type="button"
        aria-disabled={props.missing !== undefined}
        aria-describedby="send-why"
        onClick={() => {
          if (props.missing === undefined) props.onSend();
        }}
      >
        <Icon name="send" />
        {WORDS.send}
      </button>
    </div>
  );
}
