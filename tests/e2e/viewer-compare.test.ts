import type { Browser, CDPSession } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { letter, picture, twoPages } from "./hostile-files.ts";
import { faultsOf } from "./look.ts";
import { signIn, visit, type Visitor } from "./portal.ts";
import { openTask, skinFacts, viewerPage } from "./viewer-page.ts";

const FILES = [picture("before.png"), picture("after.png", 900, 1600), twoPages(), letter()];

let world: World;
let browser: Browser;
let provider: Visitor;
let on: ReturnType<typeof viewerPage>;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const patient = await world.signIn(world.people.patient);
  const { submissionID } = await send(patient, await skinFacts(patient), FILES);
  await waitUntilRouted(patient, submissionID, 0);
  provider = await visit(browser, world.origin, "desk");
  await signIn(provider, world.people.provider);
  await openTask(provider.page);
  on = viewerPage(provider.page);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe("two documents beside each other", () => {
  const chooser = (which: "First" | "Second") =>
    on.viewer.getByRole("combobox", { name: `${which} document` });
  const stage = (which: "First" | "Second") =>
    on.viewer.getByRole("group", { name: `View, ${which} document` });
  const tool = (which: "First" | "Second", name: string) =>
    on.viewer
      .getByRole("group", { name: `View controls, ${which} document` })
      .getByRole("button", { name, exact: true });
  const placeOf = (which: "First" | "Second") =>
    stage(which).evaluate(({ scrollLeft, scrollTop, scrollWidth, clientWidth }) => ({
      scrollLeft,
      scrollTop,
      share: scrollLeft / (scrollWidth - clientWidth),
    }));

  it("stand side by side at a desk, each of one's choice", async () => {
    await on.choose("before.png");
    await on.image("before.png").waitFor();
    await on.button("Compare").click();
    await chooser("Second").selectOption({ label: "after.png" });
    await on.image("after.png").waitFor();
    const [first, second] = await Promise.all([stage("First").boundingBox(), stage("Second").boundingBox()]);
    expect(second?.y).toBe(first?.y);
    expect(second?.x).toBeGreaterThanOrEqual((first?.x ?? 0) + (first?.width ?? 0));
  });

  it("are zoomed, turned and moved each alone", async () => {
    await tool("First", "Actual size").click();
    await tool("First", "Rotate right").click();
    expect(await on.styleOf("before.png", "rotate")).toBe("90deg");
    expect(await on.styleOf("after.png", "rotate")).toBe("0deg");
    await stage("First").focus();
    await provider.page.keyboard.press("ArrowDown");
    await expect.poll(async () => (await placeOf("First")).scrollTop).toBeGreaterThan(0);
    expect((await placeOf("Second")).scrollTop).toBe(0);
  });

  it("are zoomed, turned and moved together, when that is switched on", async () => {
    await on.viewer.getByRole("switch", { name: "Move both together" }).check();
    await tool("Second", "Actual size").click();
    await tool("Second", "Zoom in").click();
    await tool("Second", "Rotate right").click();
    expect(await on.styleOf("before.png", "rotate")).toBe("180deg");
    expect(await on.styleOf("after.png", "rotate")).toBe("90deg");
    await stage("First").focus();
    for (let step = 0; step < 3; step += 1) await provider.page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await placeOf("First")).scrollLeft).toBeGreaterThan(0);
    const { share } = await placeOf("First");
    await expect.poll(async () => (await placeOf("Second")).share).toBeCloseTo(share, 1);
  });

  it("may be a page of a PDF, or a text", async () => {
    await chooser("Second").selectOption({ label: "two-pages.pdf" });
    await on.image("two-pages.pdf, page 1").waitFor();
    await tool("Second", "Next page").click();
    await on.image("two-pages.pdf, page 2").waitFor();
    await chooser("Second").selectOption({ label: "letter.txt" });
    await on.viewer.getByRole("article").waitFor();
    expect(await on.image("before.png").count()).toBe(1);
  });

  it("stand one above the other on a phone, and no way of looking finds a fault", async () => {
    expect(await faultsOf(provider.page, "compare")).toEqual([]);
    await provider.page.setViewportSize({ width: 390, height: 844 });
    const [first, second] = await Promise.all([stage("First").boundingBox(), stage("Second").boundingBox()]);
    expect(second?.y).toBeGreaterThan((first?.y ?? 0) + (first?.height ?? 0));
    await provider.page.setViewportSize({ width: 1280, height: 800 });
  });

  it("stay when a question that was asked from one of them is left by Escape", async () => {
    await tool("First", "Save a copy").click();
    await provider.page.getByRole("dialog").waitFor();
    await provider.page.keyboard.press("Escape");
    await provider.page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await stage("Second").count()).toBe(1);
  });

  it("are left by Escape, and the focus is where it came from", async () => {
    await stage("Second").focus();
    await provider.page.keyboard.press("Escape");
    await stage("Second").waitFor({ state: "detached" });
    expect(await on.button("Compare").evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await on.image("before.png").count()).toBe(1);
    expect(provider.complaints).toEqual([]);
  });
});

describe("two fingers on the stage", () => {
  /** Two fingers about a point that move apart from one distance to another. */
  async function spread(session: CDPSession, from: number, to: number): Promise<void> {
    const box = await on.stage.boundingBox();
    if (box === null) throw new Error("there is no stage");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const touchPoints = (apart: number) => [
      { x: x - apart / 2, y, id: 0 },
      { x: x + apart / 2, y, id: 1 },
    ];
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: ReturnType<typeof touchPoints>) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", touchPoints(from));
    await touch("touchMove", touchPoints((from + to) / 2));
    await touch("touchMove", touchPoints(to));
    await touch("touchEnd", []);
  }
  const zoom = async () =>
    parseFloat((await on.viewer.getByLabel("Zoom", { exact: true }).textContent()) ?? "");

  it("zoom the page in as they part, and out as they meet", async () => {
    const session = await provider.context.newCDPSession(provider.page);
    await session.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 2 });
    await on.button("Actual size").click();
    await on.stage.scrollIntoViewIfNeeded();
    await spread(session, 60, 120);
    await expect.poll(zoom).toBe(200);
    await spread(session, 160, 40);
    await expect.poll(zoom).toBe(50);
  });
});
