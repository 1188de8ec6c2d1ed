import type { Browser, Request } from "playwright-core";
import { RefusedFiles } from "@postern/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import {
  colourScan,
  endlessLine,
  faxPage,
  greyScan,
  hostileFiles,
  letter,
  MARKER,
  picture,
  plainSVG,
  scan,
  twoPages,
} from "./hostile-files.ts";
import { signIn, visit, type Visitor } from "./portal.ts";
import { openTask, skinFacts, viewerPage } from "./viewer-page.ts";

const LINE_BYTES = 50 * 1024 ** 2;
const GOOD = [
  picture(),
  twoPages(),
  scan("chest.dcm"),
  faxPage(),
  greyScan(),
  letter(),
  colourScan(),
  endlessLine(LINE_BYTES),
];
const HOSTILE = hostileFiles();
const COMPRESSED = scan("compressed.dcm", true);

let world: World;
let browser: Browser;
let provider: Visitor;
let patient: SignedIn;
let on: ReturnType<typeof viewerPage>;
const requested: Request[] = [];
const dialogs: string[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  patient = await world.signIn(world.people.patient);
  const { submissionID } = await send(patient, await skinFacts(patient), [...GOOD, ...HOSTILE, COMPRESSED]);
  await waitUntilRouted(patient, submissionID, 0);
  provider = await visit(browser, world.origin, "desk");
  provider.page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  provider.context.on("request", (request) => void requested.push(request));
  await signIn(provider, world.people.provider);
  await openTask(provider.page);
  on = viewerPage(provider.page);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe("a picture in the viewer", () => {
  const zoom = () => on.viewer.getByLabel("Zoom", { exact: true }).textContent();

  it("is zoomed, turned and adjusted by buttons", async () => {
    await on.choose("arm.png");
    await on.image("arm.png").waitFor();
    await on.button("Actual size").click();
    expect(await zoom()).toBe("100 %");
    await on.button("Zoom in").click();
    expect(await zoom()).toBe("125 %");
    await on.button("Rotate right").click();
    expect(await on.styleOf("arm.png", "rotate")).toBe("90deg");
    await on.button("Adjust").click();
    await provider.page.getByLabel("Brightness").fill("150");
    await provider.page.getByLabel("Contrast").fill("80");
    expect(await on.styleOf("arm.png", "filter")).toBe("brightness(150%) contrast(80%)");
    await on.button("Adjust").click();
  });

  it("is zoomed, turned, moved and fitted by keys", async () => {
    const { keyboard } = provider.page;
    await on.stage.focus();
    await keyboard.press("-");
    expect(await zoom()).toBe("100 %");
    await keyboard.press("r");
    expect(await on.styleOf("arm.png", "rotate")).toBe("180deg");
    const before = await on.stage.evaluate((element) => element.scrollLeft);
    await keyboard.press("ArrowRight");
    expect(await on.stage.evaluate((element) => element.scrollLeft)).toBeGreaterThan(before);
    await keyboard.press("0");
    expect(await on.button("Fit").getAttribute("aria-pressed")).toBe("true");
    expect(await on.stage.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });

  it("lies under the name of who looks", async () => {
    const marks = on.viewer.locator("svg.watermark text", { hasText: world.people.provider.name });
    expect(await marks.count()).toBe(1);
  });
});

describe("a document in the viewer", () => {
  it("that is a PDF is drawn page by page", async () => {
    await on.choose("two-pages.pdf");
    await on.image("two-pages.pdf, page 1").waitFor();
    await provider.page.getByText("Page 1 of 2").waitFor();
    expect(await on.colourAt("two-pages.pdf, page 1", 0.5, 0.5)).toEqual([255, 0, 0]);
    expect(await on.darkShare("two-pages.pdf, page 1")).toBeGreaterThan(0);
    await on.button("Next page").click();
    await provider.page.getByText("Page 2 of 2").waitFor();
    await expect.poll(() => on.colourAt("two-pages.pdf, page 2", 0.5, 0.5)).toEqual([0, 0, 255]);
    await on.button("Previous page").click();
    await expect.poll(() => on.colourAt("two-pages.pdf, page 1", 0.5, 0.5)).toEqual([255, 0, 0]);
  });

  it("that is a faxed page is drawn, by a decoder that is compiled in the worker", async () => {
    await on.choose("fax.pdf");
    await on.image("fax.pdf").waitFor();
    expect(await on.colourAt("fax.pdf", 0.5, 0.5)).toEqual([0, 0, 0]);
  });

  it("that is a scan is drawn in the greys one chooses, and is said to be of another patient", async () => {
    const { page } = provider;
    await on.choose("chest.dcm");
    await page.getByText("Frame 1 of 2").waitFor();
    expect(await on.colourAt("chest.dcm, frame 1", 0.75, 0.5)).toEqual([128, 128, 128]);
    await page.getByText("The scan names another patient").waitFor();
    expect(await page.getByRole("row", { name: /Otto Nilsson Maya Lindqvist differs/ }).count()).toBe(1);
    await on.button("Next frame").click();
    await expect.poll(() => on.colourAt("chest.dcm, frame 2", 0.75, 0.5)).toEqual([255, 255, 255]);
    await on.button("Adjust").click();
    await page.getByLabel("Window center").fill("2000");
    await expect.poll(() => on.colourAt("chest.dcm, frame 2", 0.75, 0.5)).toEqual([128, 128, 128]);
  });

  it("that is a scan of 8 bits is drawn in all the greys that it has", async () => {
    await on.choose("grey.dcm");
    await on.image("grey.dcm").waitFor();
    expect(await on.colourAt("grey.dcm", 0.25, 0.5)).toEqual([0, 0, 0]);
    expect(await on.colourAt("grey.dcm", 0.75, 0.5)).toEqual([255, 255, 255]);
  });

  it("that is a scan in colour is drawn in its colours, and has no greys to choose", async () => {
    await on.choose("colour.dcm");
    await on.image("colour.dcm").waitFor();
    expect(await on.colourAt("colour.dcm", 0.25, 0.5)).toEqual([255, 0, 0]);
    expect(await on.colourAt("colour.dcm", 0.75, 0.5)).toEqual([0, 0, 255]);
    await on.button("Adjust").click();
    expect(await provider.page.getByLabel("Window center").count()).toBe(0);
    await on.button("Adjust").click();
  });

  it("that is a compressed scan says so", async () => {
    await on.choose(COMPRESSED.name);
    await on.viewer.getByText(/most often compressed/).waitFor();
    expect(await on.viewer.getByRole("img").count()).toBe(0);
  });
});

describe("a text in the viewer", () => {
  const text = () => provider.page.getByRole("article");

  it("is shown as it was written, and nothing in it is markup", async () => {
    await on.choose("letter.txt");
    await text().waitFor();
    const bytes = await letter().read(0, letter().sizeBytes);
    expect(await text().textContent()).toBe(Buffer.from(bytes).toString("utf8"));
    expect(await text().locator("*").count()).toBe(0);
    expect(await on.viewer.locator("svg.watermark text").textContent()).toContain(world.people.provider.name);
  });

  it("grows and shrinks by buttons and keys", async () => {
    const size = () => text().evaluate((element) => getComputedStyle(element).fontSize);
    const before = await size();
    expect(await on.viewer.getByLabel("Zoom", { exact: true }).textContent()).toBe("100 %");
    await on.button("Zoom in").click();
    await on.stage.focus();
    await provider.page.keyboard.press("+");
    expect(parseFloat(await size())).toBeCloseTo(parseFloat(before) * 1.25 ** 2);
    await provider.page.keyboard.press("0");
    expect(await size()).toBe(before);
  });

  it("of one line of 50 MB is cut, says so, and leaves a page that answers", async () => {
    await on.choose("line.txt");
    await provider.page.getByText("This is the first 1.0 MB of 50 MB.").waitFor({ timeout: 20_000 });
    expect((await text().textContent())?.length).toBe(1024 ** 2);
    expect(await on.stage.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });
});

describe("a hostile document in the viewer", () => {
  it.each(HOSTILE)("$name runs nothing, and ends in pixels or a sentence", async ({ name, sentence }) => {
    await on.choose(name);
    const end = sentence === undefined ? on.image(name) : on.viewer.getByText(sentence);
    await end.waitFor({ timeout: 15_000 });
    const isMarked = await provider.page.evaluate((marker) => marker in globalThis, MARKER);
    expect(isMarked).toBe(false);
  });

  it("has asked nobody but the portal and the bucket, and opened no dialog and no page", async () => {
    const bucket = new URL(world.cloud.endpoints.s3).origin;
    const origins = new Set(requested.map((request) => new URL(request.url()).origin));
    expect([...origins].sort()).toEqual([world.origin, bucket].sort());
    expect(dialogs).toEqual([]);
    expect(provider.context.pages()).toHaveLength(1);
  });

  it("leaves a page that answers, where the next document is drawn", async () => {
    await on.choose("two-pages.pdf");
    await on.image("two-pages.pdf, page 1").waitFor();
    expect(provider.complaints).toEqual([]);
  });

  it("is drawn in a worker that can reach nothing, whatever takes it over", async () => {
    // The worker of the document before may still stand on the browser's list while it ends: the last one is meant.
    const reach = () =>
      provider.page
        .workers()
        .findLast((each) => each.url().includes("/viewer-worker-"))
        ?.evaluate(async (bucket) => {
          const ask = (url: string) => fetch(url, { mode: "no-cors" }).then(Boolean, () => false);
          return Promise.all([ask("/api/session"), ask(location.href), ask(bucket)]);
        }, world.cloud.endpoints.s3)
        .catch(() => "ended");
    await expect.poll(reach).toEqual([false, false, false]);
  });

  it("does not get there as a plain SVG: it is refused before it is sent", async () => {
    const sending = send(patient, await skinFacts(patient), [plainSVG()]);
    await expect(sending).rejects.toBeInstanceOf(RefusedFiles);
  });
});
