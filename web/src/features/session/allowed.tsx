import { A } from "@solidjs/router";
import { Show, type JSX } from "solid-js";
import { PageHead } from "../../ui/page.tsx";
import { audienceOf, homeOf, type Audience } from "./audience.ts";
import { sessionState } from "./session.ts";
import { RoleName } from "./shell.tsx";
import { SESSION_WORDS } from "./words.ts";

/** Shows a page to those it is made for, and a plain word to others. The server decides all the same. */
export function Allowed(props: { readonly to: readonly Audience[]; readonly children: JSX.Element }) {
  const present = () => {
    const state = sessionState();
    return state.status === "signed-in" ? state : undefined;
  };
  return (
    <Show when={present()}>
      {(signedIn) => (
        <Show
          when={props.to.includes(audienceOf(signedIn().session.role))}
          fallback={
            <>
              <PageHead title={SESSION_WORDS.noPermission}>
                <p class="lede">
                  {SESSION_WORDS.noPermissionText} <RoleName signedIn={signedIn()} />.
                </p>
              </PageHead>
              <p>
                <A class="btn secondary" href={homeOf(signedIn().session.role)}>
                  {SESSION_WORDS.goHome}
                </A>
              </p>
            </>
          }
        >
          {props.children}
        </Show>
      )}
    </Show>
  );
}
