import { Navigate } from "@solidjs/router";
import { Show, createEffect, createSignal } from "solid-js";
import { homeOf } from "../features/session/audience.ts";
import { sessionState, type Place } from "../features/session/session.ts";
import { Starting } from "../features/session/starting.tsx";
import { SignIn } from "../features/sign-in/sign-in.tsx";

/** Sign in; whoever is signed in goes on to where he was, or to his first page. */
export default function SignInPage() {
  const [place, setPlace] = createSignal<Place>();
  createEffect(() => {
    const state = sessionState();
    if (state.status === "signed-out") setPlace(state.place);
  });
  const next = () => {
    const state = sessionState();
    if (state.status !== "signed-in") return undefined;
    const { personID, role } = state.session;
    const left = place();
    return left?.personID === personID ? left.path : homeOf(role);
  };
  const isStarting = () => ["unknown", "failed"].includes(sessionState().status);
  const trouble = () => {
    const state = sessionState();
    return state.status === "failed" ? state.trouble : undefined;
  };
  return (
    <Show when={next()} fallback={<Gate isStarting={isStarting()} trouble={trouble()} />}>
      {(href) => <Navigate href={href()} />}
    </Show>
  );
}

function Gate(props: {
  readonly isStarting: boolean;
  readonly trouble: Parameters<typeof Starting>[0]["trouble"];
}) {
  return (
    <Show when={!props.isStarting} fallback={<Starting trouble={props.trouble} />}>
      <SignIn />
    </Show>
  );
}
