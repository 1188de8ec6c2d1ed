import { For, Show, createEffect, createSignal, on, onCleanup } from "solid-js";
import { linkScrolling, linkViews } from "./create-linked-views.ts";
import type { Pane } from "./create-pane.ts";
import { createView, type View } from "./create-view.ts";
import { PaneView } from "./pane-view.tsx";
import { TitleBar } from "./title-bar.tsx";
import type { ViewedDocuments } from "./viewed.ts";

export { Report } from "./unopened.tsx";

/** One document as pixels or text, on a dark ground, or two beside each other; or facts, where it cannot be drawn. */
export function Viewer(props: {
  readonly documents: ViewedDocuments;
  /** Where the viewer can go away: by its button, or Escape. */
  readonly onClose?: (() => void) | undefined;
  readonly ref?: ((viewer: HTMLElement) => void) | undefined;
}) {
  const [isLinked, setLinked] = createSignal(false);
  const isComparing = () => props.documents.panes.isComparing();
  const [firstView, secondView] = linkViews(createView(), createView(), () => isComparing() && isLinked());
  const [firstStage, setFirstStage] = createSignal<HTMLElement>();
  const [secondStage, setSecondStage] = createSignal<HTMLElement>();
  let compareButton: HTMLButtonElement | undefined;
  createEffect(() => {
    const [first, second] = [firstStage(), secondStage()];
    if (first === undefined || second === undefined) return;
    onCleanup(linkScrolling(first, second, () => isComparing() && isLinked()));
  });
  function stop(): void {
    setSecondStage(undefined);
    props.documents.panes.stopComparing();
    compareButton?.focus();
  }
  function press(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
    const leave = isComparing() ? stop : props.onClose;
    if (event.key !== "Escape" || leave === undefined || event.defaultPrevented) return;
    // A question that was asked from here stands elsewhere on the page, and has its own Escape.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    event.preventDefault();
    leave();
  }
  return (
    <section
      class="viewer"
      ref={(element) => props.ref?.(element)}
      tabindex={props.onClose === undefined ? undefined : -1}
      aria-label={props.documents.words.viewer}
      data-comparing={isComparing() ? "" : undefined}
      data-idle={props.documents.panes.first.item() === undefined && !props.onClose ? "" : undefined}
      onKeyDown={press}
    >
      <TitleBar
        documents={props.documents}
        isLinked={isLinked()}
        onLink={setLinked}
        onStop={stop}
        onClose={props.onClose}
        ref={(button) => (compareButton = button)}
      />
      <div class="viewer-panes">
        <Place documents={props.documents} which="first" view={firstView} onStage={setFirstStage} />
        <Show when={isComparing()}>
          <Place documents={props.documents} which="second" view={secondView} onStage={setSecondStage} />
        </Show>
      </div>
    </section>
  );
}

/** One of the two places, with the choice of its document while there are two. */
function Place(props: {
  readonly documents: ViewedDocuments;
  readonly which: "first" | "second";
  readonly view: View;
  readonly onStage: (stage: HTMLElement) => void;
}) {
  const pane = () => props.documents.panes[props.which];
  const name = () => {
    const { firstView, secondView } = props.documents.words;
    return props.which === "first" ? firstView : secondView;
  };
  const isComparing = () => props.documents.panes.isComparing();
  const [place, setPlace] = createSignal<HTMLElement>();
  const step = createStepping(() => props.documents, pane, place);
  return (
    <div class="viewer-pane" ref={setPlace} onKeyDown={step}>
      <Show when={isComparing()}>
        <Chooser documents={props.documents} pane={pane()} label={name()} />
      </Show>
      <PaneView
        documents={props.documents}
        pane={pane()}
        view={props.view}
        which={isComparing() ? name() : undefined}
        onStage={props.onStage}
      />
    </div>
  );
}

const STEPS: Readonly<Record<string, -1 | 1 | undefined>> = { "[": -1, "]": 1 };

/** Where a document has no more pages, the keys that turn them go on to the next one; the focus stays on the stage. */
function createStepping(
  documents: () => ViewedDocuments,
  pane: () => Pane,
  place: () => HTMLElement | undefined,
): (event: KeyboardEvent) => void {
  const stage = () => place()?.querySelector<HTMLElement>(".stage");
  let isStepping = false;
  createEffect(
    on(
      () => pane().shown(),
      ({ state }) => {
        // What had the focus is gone with the document before.
        if (isStepping && document.activeElement === document.body) stage()?.focus({ preventScroll: true });
        if (state !== "opening") isStepping = false;
      },
    ),
  );
  return (event) => {
    const by = STEPS[event.key];
    const isOurs = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (by === undefined || !isOurs || document.activeElement !== stage()) return;
    const next = documents().panes.beside(pane(), by);
    if (next === undefined) return;
    isStepping = true;
    event.preventDefault();
    documents().show(next, pane());
  };
}

/** Which document stands here. */
function Chooser(props: {
  readonly documents: ViewedDocuments;
  readonly pane: Pane;
  readonly label: string;
}) {
  const chosen = () => props.pane.item()?.document.documentID;
  return (
    <select
      class="select viewer-chooser"
      aria-label={props.label}
      onChange={(event) => {
        const item = props.documents.panes
          .comparable()
          .find(({ document }) => document.documentID === event.currentTarget.value);
        if (item !== undefined) props.documents.show(item, props.pane);
      }}
    >
      <For each={props.documents.panes.comparable()}>
        {(item) => (
          <option value={item.document.documentID} selected={item.document.documentID === chosen()}>
            {item.name}
          </option>
        )}
      </For>
    </select>
  );
}
