import { createAsync, revalidate } from "@solidjs/router";
import { Show, type JSX } from "solid-js";
import { Loading } from "../../ui/page.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { meKeys, readMe } from "../session/me.tsx";
import { signedIn } from "../session/session.ts";
import { PROFILE_WORDS as WORDS } from "./words.ts";

/** Who the person is to the clinic. */
export function Person() {
  return (
    <section class="sheet" aria-labelledby="about">
      <header>
        <h2 id="about">{WORDS.about}</h2>
        <p class="small muted">{WORDS.aboutWrong}</p>
      </header>
      <Loading onRetry={() => void revalidate(meKeys())}>
        <Facts />
      </Loading>
    </section>
  );
}

function Facts() {
  const { role } = signedIn().session;
  const me = createAsync(() => readMe(role));
  return (
    <Show when={me()}>
      {(present) => (
        <dl class="pairs">
          <Pair term={WORDS.name}>{present().name}</Pair>
          <Pair term={WORDS.role}>{SHARED.roles[role]}</Pair>
          <Show when={present().clinic}>
            <Pair term={WORDS.clinic}>{present().clinic}</Pair>
          </Show>
        </dl>
      )}
    </Show>
  );
}

function Pair(props: { readonly term: string; readonly children: JSX.Element }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
