import type { Role } from "@postern/contract";
import { A, Navigate, createAsync, revalidate } from "@solidjs/router";
import { Show, Suspense } from "solid-js";
import { audienceOf, homeOf } from "../features/session/audience.ts";
import { sessionState } from "../features/session/session.ts";
import { asksOf } from "../features/submissions/ask.ts";
import { AskList } from "../features/submissions/ask-list.tsx";
import { SubmissionList } from "../features/submissions/list.tsx";
import { readClinic, readSubmission, readSubmissions } from "../features/submissions/queries.ts";
import { firstNameOf, SENDER_WORDS as WORDS } from "../features/submissions/words.ts";
import { Icon } from "../ui/icon.tsx";
import { EmergencyLine, Guarded, Loading, PageHead, Skeleton } from "../ui/page.tsx";

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
          <SenderHome role={present()} />
        </Show>
      )}
    </Show>
  );
}

function SenderHome(props: { readonly role: Role }) {
  const reload = () => void revalidate([readSubmissions.key, readSubmission.key]);
  return (
    <>
      <Loading
        isPage
        fallback={<PageHead title={WORDS.hello("")} />}
        onRetry={() => void revalidate(readClinic.key)}
      >
        <Greeting />
      </Loading>
      <EmergencyLine />
      <div class="columns">
        {/* They come together: what came first would be pushed down under a thumb. */}
        <Suspense fallback={<Skeleton />}>
          <div class="stack loose">
            <Guarded onRetry={reload}>
              <AskList />
              <SubmissionList role={props.role} />
            </Guarded>
          </div>
          <aside aria-label={WORDS.help}>
            <SendCardInTurn role={props.role} />
          </aside>
        </Suspense>
      </div>
    </>
  );
}

function Greeting() {
  const clinic = createAsync(() => readClinic());
  const name = () => firstNameOf(clinic()?.me.displayName ?? "");
  return <PageHead title={WORDS.hello(name())}>{null}</PageHead>;
}

/** Sending something new is the main act, unless something is asked of the person. */
function SendCardInTurn(props: { readonly role: Role }) {
  const first = createAsync(() => readSubmissions().catch(() => undefined));
  return <SendCard role={props.role} isMain={asksOf(first()?.submissions ?? []).length === 0} />;
}

function SendCard(props: { readonly role: Role; readonly isMain?: boolean }) {
  const words = () =>
    props.role === "referrer"
      ? { title: WORDS.referTitle, text: WORDS.referText, act: WORDS.refer }
      : { title: WORDS.sendTitle, text: WORDS.sendText, act: WORDS.send };
  return (
    <section class="sheet" aria-labelledby="send-head">
      <header>
        <h2 id="send-head">{words().title}</h2>
      </header>
      <p class="small muted">{words().text}</p>
      <A class={`btn lg wide ${props.isMain ? "primary" : "secondary"}`} href="/send">
        <Icon name="file-up" />
        {words().act}
      </A>
    </section>
  );
}
