import type { Role } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { ErrorBoundary, Show, Suspense } from "solid-js";
import { WORDS as SHARED } from "../../words.ts";
import { monthOf } from "../audit/month.ts";
import { readAudit } from "../audit/queries.ts";
import { readClinic } from "../submissions/queries.ts";
import { readQueues } from "../tasks/queries.ts";
import { audienceOf } from "./audience.ts";

/** Name, role and clinic of the person, at the foot of the rail. Without an answer the role alone stands there. */
export function Me(props: { readonly role: Role }) {
  const bare = () => <p>{SHARED.roles[props.role]}</p>;
  return (
    <ErrorBoundary fallback={bare()}>
      <Suspense fallback={bare()}>
        <Named role={props.role} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Named(props: { readonly role: Role }) {
  const me = createAsync(() => readMe(props.role));
  return (
    <>
      <p>
        <Show when={me()?.name}>
          <strong>{me()?.name}</strong>
        </Show>
        {SHARED.roles[props.role]}
      </p>
      <Show when={me()?.clinic}>
        <p>{me()?.clinic}</p>
      </Show>
    </>
  );
}

/** What `readMe` may have read, for reading it again. */
export const meKeys = () => [readClinic.key, readQueues.key, readAudit.key];

/** Each role learns its own name from the page's own data, so that nothing more is asked. */
export async function readMe(role: Role): Promise<{ name: string; clinic?: string }> {
  switch (audienceOf(role)) {
    case "sender": {
      const clinic = await readClinic();
      return { name: clinic.me.displayName, clinic: clinic.name };
    }
    case "care-team":
    case "owner":
      return readQueues().then(({ me, clinicName }) => ({ name: me.displayName, clinic: clinicName }));
    case "officer":
      return { name: (await readAudit({ month: monthOf(new Date()) })).me.displayName };
  }
}
