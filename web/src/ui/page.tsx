import { A } from "@solidjs/router";
import { ErrorBoundary, Show, Suspense, createEffect, type JSX } from "solid-js";
import { troubleOf } from "../lib/trouble.ts";
import { WORDS } from "../words.ts";
import { Icon } from "./icon.tsx";
import { TroubleNote } from "./note.tsx";

/** Names the browser's tab. Say no health words here: tabs are seen by others, and kept in the history. */
export function createTitle(title: () => string): void {
  createEffect(() => {
    document.title = `${title()} · ${WORDS.product}`;
  });
}

/** The head of a page: where it leads back to, its one first heading, one line. */
export function PageHead(props: {
  readonly title: string;
  readonly back?: { readonly href: string; readonly word: string } | undefined;
  readonly children?: JSX.Element;
}) {
  createTitle(() => props.title);
  return (
    <header class="page-head">
      <Show when={props.back}>{(back) => <BackLink href={back().href} word={back().word} />}</Show>
      <h1>{props.title}</h1>
      {props.children}
    </header>
  );
}

export function BackLink(props: { readonly href: string; readonly word: string }) {
  return (
    <A class="back" href={props.href}>
      <Icon name="chevron-left" />
      {props.word}
    </A>
  );
}

/** Whom to call when it cannot wait. */
export function EmergencyLine() {
  return (
    <p class="emergency">
      <span>
        {WORDS.emergencyBefore}
        <strong>
          {WORDS.emergencyCall} <a href="tel:911">{WORDS.emergencyNumber}</a>
        </strong>
        {WORDS.emergencyAfter}
      </span>
    </p>
  );
}

/** Grey lines where something will show. */
export function Skeleton() {
  return (
    <div>
      <p class="sr" role="status">
        {WORDS.loading}
      </p>
      <div class="sheet skeleton" aria-hidden="true">
        <i class="w1" />
        <i class="w2" />
        <i class="w3" />
      </div>
    </div>
  );
}

interface Part {
  readonly onRetry?: (() => void) | undefined;
  readonly isPage?: boolean | undefined;
  readonly children: JSX.Element;
}

/** A part of a page that may still load, or fail; `onRetry` asks for its data again. `isPage` for what holds the h1. */
export function Loading(props: Part & { readonly fallback?: JSX.Element }) {
  return (
    <Guarded onRetry={props.onRetry} isPage={props.isPage}>
      <Suspense fallback={props.fallback ?? <Skeleton />}>{props.children}</Suspense>
    </Guarded>
  );
}

/** A part of a page that may fail by itself, and loads together with what stands around it. */
export function Guarded(props: Part) {
  return (
    <ErrorBoundary
      fallback={(error, reset) => (
        <>
          <Show when={props.isPage}>
            <PageHead title={WORDS.pageFailed} />
          </Show>
          <TroubleNote
            trouble={troubleOf(error)}
            onRetry={() => {
              props.onRetry?.();
              reset();
            }}
          />
        </>
      )}
    >
      {props.children}
    </ErrorBoundary>
  );
}
