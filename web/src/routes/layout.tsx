import { Navigate, type RouteSectionProps } from "@solidjs/router";
import { Match, Switch } from "solid-js";
import { Starting } from "../features/session/starting.tsx";
import { Shell } from "../features/session/shell.tsx";
import { sessionState, type SessionState } from "../features/session/session.ts";

/** Every page but sign-in: shown to those who are signed in, a way to sign in for others. */
export function SignedInLayout(props: RouteSectionProps) {
  const as = <Status extends SessionState["status"]>(status: Status) => {
    const state = sessionState();
    return state.status === status ? (state as Extract<SessionState, { status: Status }>) : undefined;
  };
  return (
    <Switch fallback={<Starting trouble={as("failed")?.trouble} />}>
      <Match when={as("signed-out")}>
        <Navigate href="/sign-in" />
      </Match>
      <Match when={as("signed-in")}>
        {(signedIn) => <Shell signedIn={signedIn()}>{props.children}</Shell>}
      </Match>
    </Switch>
  );
}
