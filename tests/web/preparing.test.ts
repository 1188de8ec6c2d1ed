import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { portalHeaders } from "../../infra/policy/index.ts";
import { cachedPortal } from "../../scripts/build-cache.ts";
import { heicPicture } from "../../web/src/features/preparing/heic.fixture.ts";
import {
  bytesOf,
  cameraExif,
  withCameraTags,
} from "../../web/src/features/preparing/metadata/tagged-picture.fixture.ts";
import { hostileFiles, lockedPDF, twoPages, type ViewedFile } from "../e2e/hostile-files.ts";
import { launchBrowser } from "../support/browser.ts";

const ORIGIN = "https://portal.example.org";
const headersOf = portalHeaders({ bucketHost: "bucket.example.org" });

/** What the worker told, with what is to be looked at of each file. */
interface Told {
  readonly changes: readonly string[];
  readonly advice: readonly string[];
  readonly problem?: string;
  readonly sha256: string;
  readonly mediaType?: string;
  readonly preview?: Picture | undefined;
  readonly file?: { readonly name: string; readonly type: string; readonly content: string } | undefined;
  readonly picture: Picture | null;
}
/** A decoded picture: its size upright, and the grey of its upper left and lower right corner. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly corners: readonly [number, number];
}

let browser: Browser;
let page: Page;
const complaints: string[] = [];

/** The built files under the portal's own headers, and an empty page. */
beforeAll(async () => {
  const [portal, launched] = await Promise.all([cachedPortal(), launchBrowser()]);
  browser = launched;
  page = await (await browser.newContext()).newPage();
  page.on("console", (message) => complaints.push(message.text()));
  await page.route("**/*", async (route) => {
    const { pathname } = new URL(route.request().url());
    const headers = headersOf(pathname);
    if (pathname === "/")
      return route.fulfill({ body: "<!doctype html>", contentType: "text/html", headers });
    const path = join(portal, pathname);
    return existsSync(path) ? route.fulfill({ path, headers }) : route.abort();
  });
  await page.goto(ORIGIN);
  const worker = readdirSync(join(portal, "assets")).find((name) => /^preparing-worker-.*\.js$/.test(name));
  await page.evaluate(installed, `/assets/${worker}`);
}, 120_000);

afterAll(async () => {
  await browser?.close();
});

/** What the page has for these tests; it runs in there. */
interface Bench {
  ask(request: object): Promise<Readonly<Record<string, unknown>>>;
  pictureOf(blob: Blob | undefined): Promise<Picture | null>;
  fileOf(name: string, content: string): File;
}

function installed(address: string): void {
  const worker = new Worker(address, { type: "module" });
  let lastID = 0;
  const bench: Bench = {
    ask(request) {
      lastID += 1;
      const id = lastID;
      worker.postMessage({ ...request, id });
      return new Promise((resolve, reject) => {
        worker.addEventListener("error", () => reject(new Error("the worker cannot be loaded")));
        worker.addEventListener("message", ({ data }) => {
          if (data.id === id && !["begun", "cleaned"].includes(data.type)) resolve(data);
        });
      });
    },
    async pictureOf(blob) {
      const bitmap = blob === undefined ? null : await createImageBitmap(blob).catch(() => null);
      if (bitmap === null) return null;
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      const grey = (x: number, y: number) => context?.getImageData(x, y, 1, 1).data[1] ?? 0;
      return { width, height, corners: [grey(1, 1), grey(width - 2, height - 2)] };
    },
    fileOf: (name, content) =>
      new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name),
  };
  Object.assign(globalThis, { bench });
}
declare const bench: Bench;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

function prepare(name: string, bytes: Uint8Array, keepsOriginal = false): Promise<Told> {
  return page.evaluate(
    async ({ name, content, keepsOriginal }) => {
      const file = bench.fileOf(name, content);
      const answer = await bench.ask({ type: "prepare", file, keepsOriginal });
      const prepared = answer["prepared"] as Omit<Told, "preview" | "file"> & {
        file?: File;
        preview?: Blob;
      };
      const told = async (each: File) => {
        const bytes = new Uint8Array(await each.arrayBuffer());
        const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        return { name: each.name, type: each.type, content };
      };
      return {
        ...prepared,
        preview: (await bench.pictureOf(prepared.preview)) ?? undefined,
        file: prepared.file === undefined ? undefined : await told(prepared.file),
        picture: await bench.pictureOf(prepared.file),
      };
    },
    { name, content: base64(bytes), keepsOriginal },
  );
}

async function prepareViewed(file: ViewedFile): Promise<Told> {
  return prepare(file.name, await file.read(0, file.sizeBytes));
}

/** A photo of a printed page, as a phone takes it; `blur` in pixels of the photo, `light` from 0 to 1. */
async function photoOf({ blur = 0, light = 1, width = 1600, height = 1200 } = {}): Promise<Uint8Array> {
  const content = await page.evaluate(
    async ({ blur, light, width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.fillStyle = "#eee8dd";
      context.fillRect(0, 0, width, height);
      context.filter = `blur(${blur}px)`;
      context.fillStyle = "#222";
      context.font = `${height / 50}px serif`;
      for (let y = height / 10; y < height; y += height / 25) {
        context.fillText(
          "Blood pressure 128 over 82, pulse 71. One tablet each morning, with water.",
          width / 20,
          y,
        );
      }
      context.filter = "none";
      context.fillStyle = `rgb(0 0 0 / ${1 - light})`;
      context.fillRect(0, 0, width, height);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    { blur, light, width, height },
  );
  return new Uint8Array(Buffer.from(content, "base64"));
}

describe("a photo, before it is sent", () => {
  it("loses place and camera, and stays as it lies", async () => {
    const plain = await photoOf();
    const told = await prepare("arm.jpg", withCameraTags(plain, 6));
    expect(told).toMatchObject({
      changes: ["location-removed", "device-removed"],
      advice: [],
      mediaType: "image/jpeg",
      preview: { width: 240, height: 320 },
      file: { name: "arm.jpg" },
      picture: { width: 1200, height: 1600 },
    });
    const sent = Buffer.from(told.file?.content ?? "", "base64").toString("latin1");
    expect(sent).not.toMatch(/Acme|GPS/);
    const scan = Buffer.from(plain).toString("latin1").split("\xff\xda")[1];
    expect(scan?.length).toBeGreaterThan(10_000);
    expect(sent.endsWith(scan ?? "none")).toBe(true);
  });

  it("goes as it is where the clinic keeps the original, or where there is nothing to take out", async () => {
    const plain = await photoOf();
    const tagged = withCameraTags(plain, 6);
    const kept = await prepare("arm.jpg", tagged, true);
    expect([kept.changes, kept.file?.content]).toEqual([[], base64(tagged)]);
    const bare = await prepare("arm.jpg", plain);
    expect([bare.changes, bare.file?.content]).toEqual([[], base64(plain)]);
    expect(bare.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bare.sha256).not.toBe(kept.sha256);
  });

  it.each([
    ["nothing of a sharp one", {}, []],
    ["nothing of one that is slightly soft", { blur: 1 }, []],
    ["that it is blurred", { blur: 5 }, ["blurred"]],
    ["that it is dark", { light: 0.2 }, ["dark"]],
    ["that it is dark, where it is too dark to tell more", { blur: 6, light: 0.2 }, ["dark"]],
    ["that it is small", { width: 800, height: 600 }, ["small"]],
  ])("is told %s", async (_, look, advice) => {
    expect((await prepare("page.jpg", await photoOf(look))).advice).toEqual(advice);
  });

  it("is told to be broken when it is not whole, and does not go", async () => {
    const broken = hostileFiles().filter(({ name }) =>
      ["cut.jpg", "drawing.png", "photo.heic"].includes(name),
    );
    for (const file of broken) {
      expect(await prepareViewed(file)).toMatchObject({ problem: "broken", file: undefined });
    }
    expect(broken).toHaveLength(3);
  });
});

describe("a photo of an iPhone", () => {
  it("becomes a JPEG that every browser shows, upright", async () => {
    const told = await prepare("IMG_1.HEIC", heicPicture(0));
    expect(told).toMatchObject({
      changes: ["converted"],
      mediaType: "image/jpeg",
      file: { name: "IMG_1.jpg", type: "image/jpeg" },
      picture: { width: 32, height: 32 },
    });
    const [bright = 0, dark = 0] = told.picture?.corners ?? [];
    expect([bright > 190, dark < 60]).toEqual([true, true]);
    // A quarter anticlockwise: what was on the right is on top.
    const turned = (await prepare("IMG_1.HEIC", heicPicture(1))).picture?.corners ?? [0, 0];
    expect([turned[0] < 60, turned[1] > 190]).toEqual([true, true]);
  });

  it("is told to have had a place, where it had one", async () => {
    const exif = cameraExif(1);
    const placed = bytesOf(heicPicture(0), [0, 0, 0, exif.length + 8], "free", exif);
    const told = await prepare("IMG_2.HEIC", placed);
    expect(told.changes).toEqual(["location-removed", "converted"]);
    expect(Buffer.from(told.file?.content ?? "", "base64").toString("latin1")).not.toMatch(/Acme|GPS/);
  });
});

describe("a PDF, before it is sent", () => {
  it("is told to have a password, or to be broken, and does not go", async () => {
    expect(await prepareViewed(lockedPDF())).toMatchObject({ problem: "password", file: undefined });
    const broken = hostileFiles().filter(({ name }) => ["page.pdf", "cyclic.pdf"].includes(name));
    const told = await Promise.all(broken.map(prepareViewed));
    expect(told.map(({ problem }) => problem)).toEqual(["broken", "broken"]);
  });

  it("shows its first page", async () => {
    const told = await prepareViewed(twoPages());
    expect(told).toMatchObject({
      changes: [],
      preview: { width: 240, height: 320 },
      file: { name: "two-pages.pdf" },
    });
    expect(told.problem).toBeUndefined();
  });

  it("is made of photos, upright, a page for each", async () => {
    const photos = [withCameraTags(await photoOf(), 6), await photoOf({ width: 1000, height: 750 })];
    const content = await page.evaluate(async (contents) => {
      const files = contents.map((content, index) => bench.fileOf(`page ${index + 1}.jpg`, content));
      const joined = (await bench.ask({ type: "join", files }))["file"] as File;
      const bytes = new Uint8Array(await joined.arrayBuffer());
      return [joined.name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))] as const;
    }, photos.map(base64));
    expect(content[0]).toBe("page 1.pdf");
    const pdf = new Uint8Array(Buffer.from(content[1], "base64"));
    expect(Buffer.from(pdf).toString("latin1")).not.toMatch(/Acme|GPS/);
    expect(await prepare(content[0], pdf)).toMatchObject({
      preview: { width: 240, height: 320 },
      mediaType: "application/pdf",
    });
  });
});

describe("the worker that looks at files", () => {
  it("breaks no rule of its own policy", () => {
    expect(complaints.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
  });
});
