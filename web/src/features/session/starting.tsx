import { Show } from "solid-js";
import type { Trouble } from "../../lib/trouble.ts";
import { Wordmark } from "../../ui/mark.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { PageHead, Skeleton } from "../../ui/page.tsx";
import { loadSession } from "./session.ts";
import { SESSION_WORDS } from "./words.ts";

/** Before it is known who is here, or when that could not be asked. */
export function Starting(props: { readonly trouble: Trouble | undefined }) {
  return (
    <div class="gate">
      <main class="gate-form" id="main">
        <div class="gate-top">
          <Wordmark href="/" />
        </div>
        <PageHead title={SESSION_WORDS.starting} />
        <Show when={props.trouble} fallback={<Skeleton />}>
          {(trouble) => <TroubleNote trouble={trouble()} onRetry={() => void loadSession()} />}
        </Show>
      </main>
    </div>
  );
}
