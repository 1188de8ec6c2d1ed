import { describe, expect, it } from "vitest";
import { makeActivity, TOUCH_INTERVAL_MS, WARNING_MS } from "./activity.ts";

const IDLE_MS = 15 * 60_000;

function watch() {
  const target = new EventTarget();
  const state = { now: 0, touches: 0, idles: 0, isNear: false, isStopped: false };
  let check = () => {};
  let hear = () => {};
  const stop = makeActivity({
    target,
    idleMs: IDLE_MS,
    touch: () => (state.touches += 1),
    hearOthers: (act) => {
      hear = act;
      return () => {};
    },
    onIdle: () => (state.idles += 1),
    onNear: (isNear) => (state.isNear = isNear),
    now: () => state.now,
    every: (_ms, act) => {
      check = act;
      return () => (state.isStopped = true);
    },
  });
  const press = () => target.dispatchEvent(new Event("keydown"));
  return { state, target, stop, press, check: () => check(), hear: () => hear() };
}

describe("makeActivity", () => {
  it("touches at most once a minute, and only on input", () => {
    const { state, press, check } = watch();
    press();
    expect(state.touches).toBe(0);
    state.now = TOUCH_INTERVAL_MS;
    check();
    expect(state.touches).toBe(0);
    press();
    press();
    expect(state.touches).toBe(1);
  });

  it("ends once after the quiet time, which input puts off", () => {
    const { state, press, check } = watch();
    state.now = IDLE_MS - 1;
    press();
    state.now = IDLE_MS + 1;
    check();
    expect(state.idles).toBe(0);
    state.now = 2 * IDLE_MS;
    check();
    expect(state).toMatchObject({ idles: 1, isStopped: true });
  });

  it("does not take a key pressed after the quiet time for a sign of life", () => {
    const { state, press } = watch();
    state.now = IDLE_MS;
    press();
    expect(state).toMatchObject({ idles: 1, touches: 0 });
    press();
    expect(state.idles).toBe(1);
  });

  it.each(["visibilitychange", "pageshow"])(
    "ends with a %s after the quiet time, before its timer",
    (name) => {
      const { state, target } = watch();
      state.now = IDLE_MS - WARNING_MS;
      target.dispatchEvent(new Event(name));
      expect(state).toMatchObject({ idles: 0, isNear: true, touches: 0 });
      state.now = IDLE_MS;
      target.dispatchEvent(new Event(name));
      target.dispatchEvent(new Event(name));
      expect(state.idles).toBe(1);
    },
  );

  it("warns two minutes before the end, until the person does something", () => {
    const { state, press, check } = watch();
    state.now = IDLE_MS - WARNING_MS - 1;
    check();
    expect(state.isNear).toBe(false);
    state.now = IDLE_MS - WARNING_MS;
    check();
    expect(state.isNear).toBe(true);
    press();
    expect(state.isNear).toBe(false);
  });

  it("takes a person in another tab for one who is here, who touches the session from there", () => {
    const { state, press, check, hear } = watch();
    state.now = IDLE_MS - 1;
    check();
    hear();
    expect(state.isNear).toBe(false);
    state.now += TOUCH_INTERVAL_MS - 1;
    press();
    check();
    expect(state).toMatchObject({ idles: 0, touches: 0 });
  });
});
