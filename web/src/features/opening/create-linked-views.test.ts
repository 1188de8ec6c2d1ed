import { describe, expect, it } from "vitest";
import { linkScrolling, linkViews } from "./create-linked-views.ts";
import { createView } from "./create-view.ts";

function twoViews() {
  const bare = [createView(), createView()] as const;
  for (const [index, view] of bare.entries()) {
    view.setPage({ width: 1000, height: 1000 * (index + 1) });
    view.setStage({ width: 500, height: 500 });
  }
  let isLinked = true;
  const [first, second] = linkViews(bare[0], bare[1], () => isLinked);
  return { first, second, part: () => (isLinked = false) };
}

describe("two linked views", () => {
  it("grow by the same factor, each from its own size", () => {
    const { first, second } = twoViews();
    expect([first.scale(), second.scale()]).toEqual([0.5, 0.25]);
    first.zoomTo(1);
    expect([first.scale(), second.scale()]).toEqual([1, 0.5]);
    second.zoomIn();
    expect([first.scale(), second.scale()]).toEqual([1.25, 0.625]);
  });

  it("turn together and are fitted together, but keep their own light", () => {
    const { first, second } = twoViews();
    first.turn();
    first.setBrightness(150);
    expect([second.turns(), second.brightness()]).toEqual([1, 100]);
    second.fit();
    expect([first.isFit(), second.isFit()]).toEqual([true, true]);
  });

  it("are each alone when they are parted", () => {
    const { first, second, part } = twoViews();
    part();
    first.zoomIn();
    first.turn();
    expect([second.isFit(), second.turns()]).toEqual([true, 0]);
  });
});

class FakeStage extends EventTarget {
  scrollLeft = 0;
  scrollTop = 0;
  readonly clientWidth = 100;
  readonly clientHeight = 100;
  readonly scrollWidth: number;
  readonly scrollHeight: number;
  constructor(side: number) {
    super();
    this.scrollWidth = this.scrollHeight = side;
  }
  move(left: number, top: number) {
    [this.scrollLeft, this.scrollTop] = [left, top];
    this.dispatchEvent(new Event("scroll"));
  }
}

describe("two stages that scroll together", () => {
  it("go to the same share of their ways, and do not answer each other", () => {
    const [first, second] = [new FakeStage(200), new FakeStage(1100)];
    const end = linkScrolling(first, second, () => true);
    first.move(50, 10);
    second.dispatchEvent(new Event("scroll"));
    expect([second.scrollLeft, second.scrollTop, first.scrollLeft]).toEqual([500, 100, 50]);
    second.move(1000, 0);
    expect([first.scrollLeft, first.scrollTop]).toEqual([100, 0]);
    end();
    first.move(0, 0);
    expect(second.scrollLeft).toBe(1000);
  });

  it("scroll each alone when they are parted, or when there is no way", () => {
    const [first, second] = [new FakeStage(200), new FakeStage(100)];
    linkScrolling(first, second, () => false);
    first.move(50, 50);
    expect(second.scrollLeft).toBe(0);
    linkScrolling(second, first, () => true);
    second.move(0, 0);
    expect(first.scrollLeft).toBe(0);
  });
});
