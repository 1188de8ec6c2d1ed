import type { SessionSummary } from "@postern/contract";
import { createAsync, revalidate } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { Loading } from "../../ui/page.tsx";
import { State, type StateWords } from "../../ui/state.tsx";
import { createEnding, type Ending } from "./create-ending.ts";
import { readSessions } from "./queries.ts";
import { PROFILE_WORDS as WORDS, placeWords } from "./words.ts";

/** Where the person is signed in, and a way to end what is not theirs. */
export function Devices() {
  const ending = createEnding();
  return (
    <section class="sheet" aria-labelledby="devices">
      <header>
        <h2 id="devices">{WORDS.devices}</h2>
        <p class="small muted">{WORDS.devicesText}</p>
      </header>
      <p class="small" role="status">
        <Show when={ending.ended()}>{(ended) => WORDS.ended(placeWords(ended()))}</Show>
      </p>
      <Loading onRetry={() => void revalidate(readSessions.key)}>
        <List ending={ending} />
      </Loading>
      <EndDialog ending={ending} />
    </section>
  );
}

function List(props: { readonly ending: Ending }) {
  const sessions = createAsync(() => readSessions());
  return (
    <>
      <ul class="rows devices">
        <For each={sessions()} fallback={<Show when={sessions()}>{WORDS.noneListed}</Show>}>
          {(session) => <Device session={session} onEnd={() => props.ending.ask(session)} />}
        </For>
      </ul>
      <Show when={sessions()?.length === 1}>
        <p class="small muted">{WORDS.onlyHere}</p>
      </Show>
    </>
  );
}

function Device(props: { readonly session: SessionSummary; readonly onEnd: () => void }) {
  const place = () => placeWords(props.session);
  const current = (): StateWords => ({ tone: "ok", icon: "circle-check", word: WORDS.current });
  return (
    <li>
      <b>{place()}</b>
      <p class="meta">{WORDS.since(formatWhen(props.session.openedAt))}</p>
      <p class="meta">{WORDS.seen(formatWhen(props.session.seenAt))}</p>
      <Show
        when={props.session.current}
        fallback={
          <button
            class="btn secondary"
            type="button"
            aria-label={WORDS.endNamed(place())}
            onClick={() => props.onEnd()}
          >
            {WORDS.end}
          </button>
        }
      >
        <State state={current()} />
      </Show>
    </li>
  );
}

function EndDialog(props: { readonly ending: Ending }) {
  const place = () => {
    const session = props.ending.asked();
    return session === undefined ? "" : placeWords(session);
  };
  return (
    <Dialog
      isOpen={props.ending.asked() !== undefined}
      title={WORDS.endTitle(place())}
      onClose={props.ending.leave}
    >
      <p class="muted">{WORDS.endText}</p>
      <Show when={props.ending.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
      <div class="foot">
        <button class="btn secondary" type="button" onClick={props.ending.leave}>
          {WORDS.keep}
        </button>
        <button
          class="btn danger-fill"
          type="button"
          aria-busy={props.ending.isBusy()}
          onClick={() => void props.ending.end()}
        >
          {WORDS.end}
        </button>
      </div>
    </Dialog>
  );
}
