import { useLocation } from "@solidjs/router";
import { For, Show, createEffect, createSignal, on, onCleanup, onMount, type JSX } from "solid-js";
import { keepFocus } from "../../ui/focus.ts";
import { Icon } from "../../ui/icon.tsx";
import { MineCount } from "../tasks/mine-count.tsx";
import { taskPlace } from "../tasks/task-place.ts";
import { Wordmark } from "../../ui/mark.tsx";
import { Loading } from "../../ui/page.tsx";
import { WORDS } from "../../words.ts";
import { audienceOf, homeOf } from "./audience.ts";
import { createActivity } from "./create-activity.ts";
import { createOnline } from "./create-online.ts";
import { Me } from "./me.tsx";
import { NAV } from "./nav.ts";
import { signOut, type SignedIn } from "./session.ts";
import { maySignOut } from "./sign-out-question.ts";
import { SESSION_WORDS } from "./words.ts";

/** The frame of every page of a signed-in person: one navigation, bar on a phone and rail at a desk. */
export function Shell(props: { readonly signedIn: SignedIn; readonly children: JSX.Element }) {
  const location = useLocation();
  const role = () => props.signedIn.session.role;
  const [main, setMain] = createSignal<HTMLElement>();
  const isNear = createActivity(props.signedIn.session);
  createDensity(() => audienceOf(role()) !== "sender");
  createPageFocus(main, () => props.signedIn.began);
  function skip(event: Event) {
    // The router would take the press for a way to another page.
    event.preventDefault();
    main()?.focus();
  }
  function leave() {
    if (maySignOut()) signOut();
  }
  return (
    <>
      <a class="skip" href="#main" on:click={skip}>
        {WORDS.skip}
      </a>
      <div class="shell" classList={{ focused: /^\/(send|tasks\/.)/.test(location.pathname) }}>
        <header class="topbar">
          <Wordmark href={homeOf(role())} />
          <div class="end">
            <button class="btn quiet" type="button" onClick={leave}>
              <Icon name="lock-keyhole" />
              {WORDS.signOut}
            </button>
          </div>
        </header>
        <nav class="nav" aria-label={WORDS.mainNav}>
          <div class="nav-brand">
            <Wordmark href={homeOf(role())} />
          </div>
          <ul>
            <For each={NAV[audienceOf(role())]}>
              {(item) => (
                <li>
                  <a
                    href={item.href}
                    aria-current={isCurrent(location.pathname, item.href) ? "page" : undefined}
                  >
                    <span class="glyph">
                      <Icon name={item.icon} />
                    </span>
                    <span>{SESSION_WORDS.nav[item.word]}</span>
                    <Show when={item.href === "/tasks"}>
                      <MineCount />
                    </Show>
                  </a>
                </li>
              )}
            </For>
          </ul>
          <div class="nav-foot">
            <Me role={role()} />
          </div>
        </nav>
        <main id="main" class="main" tabindex="-1" ref={setMain}>
          <Notices isLockNear={isNear()} />
          <Loading isPage>{props.children}</Loading>
        </main>
      </div>
    </>
  );
}

/** The focus follows the page: each that comes has it, and keeps it when a control goes away. */
function createPageFocus(main: () => HTMLElement | undefined, began: () => SignedIn["began"]): void {
  const location = useLocation();
  createEffect(
    on(
      () => location.pathname,
      () => main()?.focus(),
      { defer: true },
    ),
  );
  onMount(() => {
    const element = main();
    if (element === undefined) return;
    onCleanup(keepFocus(element));
    // The form that had the focus is gone. A page that was loaded begins at its start, with the way past the navigation.
    if (began() === "here") element.focus();
  });
}

/** A page below an item belongs to it: a submission to home, a queue to queues. */
function isCurrent(path: string, href: string): boolean {
  const place = taskPlace();
  if (place !== undefined && path.startsWith("/tasks/")) return href === place;
  if (href === "/") return path === "/" || path.startsWith("/submissions/");
  return path === href || path.startsWith(`${href}/`);
}

/** What concerns every page: no network, and the lock that is near. */
function Notices(props: { readonly isLockNear: boolean }) {
  const isOnline = createOnline();
  return (
    <div class="notices" role="status">
      <Show when={props.isLockNear}>
        <div class="note" data-tone="next">
          <Icon name="lock-keyhole" />
          <p>{SESSION_WORDS.lockNear}</p>
        </div>
      </Show>
      <Show when={!isOnline()}>
        <div class="note" data-tone="warn">
          <Icon name="wifi-off" />
          <p>{WORDS.offline}</p>
        </div>
      </Show>
    </div>
  );
}

/** Staff sit at desks: smaller steps, except where fingers point. */
function createDensity(isDesk: () => boolean): void {
  onMount(() => {
    if (isDesk()) document.documentElement.dataset["density"] = "desk";
  });
  onCleanup(() => {
    delete document.documentElement.dataset["density"];
  });
}

/** Who is signed in, as the rail says it. */
export function RoleName(props: { readonly signedIn: SignedIn }) {
  return <b>{WORDS.roles[props.signedIn.session.role]}</b>;
}
