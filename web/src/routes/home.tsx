import { A, Navigate, createAsync, revalidate } from "@solidjs/router";
import { Show } from "solid-js";
import { audienceOf, homeOf } from "../features/session/audience.ts";
import { sessionState } from "../features/session/session.ts";
import { SubmissionList } from "../features/submissions/list.tsx";
import { readClinic, readSubmissions } from "../features/submissions/queries.ts";
import { SENDER_WORDS as WORDS } from "../features/submissions/words.ts";
import { Icon } from "../ui/icon.tsx";
import { EmergencyLine, Loading, PageHead } from "../ui/page.tsx";

/** First page of whoever sends files; others go to their own. */
export default function HomePage() {
  const role = () => {
    const state = sessionState();
    return state.status === "signed-in" ? state.session.role : undefined;
  };
  return (
    <Show when={role()}>
      {(present) => (
        <Show when={audienceOf(present()) === "sender"} fallback={<Navigate href={homeOf(present())} />}>
          <SenderHome />
        </Show>
      )}
    </Show>
  );
}

function SenderHome() {
  return (
    <>
      <Loading isPage onRetry={() => void revalidate(readClinic.key)}>
        <Greeting />
      </Loading>
      <EmergencyLine />
      <div class="columns">
        <aside class="send-first" aria-label={WORDS.help}>
          <section class="sheet" aria-labelledby="send-head">
            <header>
              <h2 id="send-head">{WORDS.sendTitle}</h2>
            </header>
            <p class="small muted">{WORDS.sendText}</p>
            <A class="btn primary lg wide" href="/send">
              <Icon name="file-up" />
              {WORDS.send}
            </A>
          </section>
        </aside>
        <Loading onRetry={() => void revalidate(readSubmissions.key)}>
          <SubmissionList />
        </Loading>
      </div>
    </>
  );
}

function Greeting() {
  const clinic = createAsync(() => readClinic());
  return <PageHead title={WORDS.hello(clinic()?.me.displayName ?? "")}>{null}</PageHead>;
}
