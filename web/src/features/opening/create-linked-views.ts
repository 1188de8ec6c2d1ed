import type { View } from "./create-view.ts";

/**
 * Two views that act as one while `isLinked` says so: what is done to one is done to the other, each from where it is.
 * Brightness and contrast stay each one's own, since they belong to the picture.
 */
export function linkViews(first: View, second: View, isLinked: () => boolean): readonly [View, View] {
  return [linked(first, second, isLinked), linked(second, first, isLinked)];
}

function linked(own: View, other: View, isLinked: () => boolean): View {
  const both = (act: (view: View) => void) => () => {
    act(own);
    if (isLinked()) act(other);
  };
  return {
    ...own,
    zoomTo(next) {
      const grown = next / own.scale();
      own.zoomTo(next);
      if (isLinked()) other.zoomTo(other.scale() * grown);
    },
    zoomIn: both((view) => view.zoomIn()),
    zoomOut: both((view) => view.zoomOut()),
    fit: both((view) => view.fit()),
    actual: both((view) => view.actual()),
    turn: both((view) => view.turn()),
  };
}

/** A place to scroll, as far as it is needed here. */
type Scroller = Pick<
  HTMLElement,
  "scrollLeft" | "scrollTop" | "scrollWidth" | "scrollHeight" | "clientWidth" | "clientHeight"
> &
  EventTarget;

/**
 * Lets two stages scroll as one while `isLinked` says so: to the same share of their ways, since their pages may differ.
 *
 * @returns a function that ends it
 */
export function linkScrolling(first: Scroller, second: Scroller, isLinked: () => boolean): () => void {
  const end = new AbortController();
  // A scroll of ours is told like one of the person's: it is known by where it ends, and not answered.
  const ours = new WeakMap<Scroller, readonly [number, number]>();
  function follow(leader: Scroller, follower: Scroller): void {
    const place = ours.get(leader);
    if (place?.[0] === leader.scrollLeft && place[1] === leader.scrollTop) return;
    ours.delete(leader);
    if (!isLinked()) return;
    follower.scrollLeft = shareOf(leader.scrollLeft, waysOf(leader).x) * waysOf(follower).x;
    follower.scrollTop = shareOf(leader.scrollTop, waysOf(leader).y) * waysOf(follower).y;
    ours.set(follower, [follower.scrollLeft, follower.scrollTop]);
  }
  first.addEventListener("scroll", () => follow(first, second), { signal: end.signal });
  second.addEventListener("scroll", () => follow(second, first), { signal: end.signal });
  return () => end.abort();
}

function waysOf({ scrollWidth, scrollHeight, clientWidth, clientHeight }: Scroller) {
  return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
}

const shareOf = (at: number, way: number) => (way <= 0 ? 0 : at / way);
