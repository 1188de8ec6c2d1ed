import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { bundledRuns, findBrowser, launchBrowser, systemCandidates } from "./browser.ts";

const page = `data:text/html,${encodeURIComponent(
  "<title>A page</title><p id=p></p><script>p.textContent = [1, 2, 3].map((n) => n * n)</script>",
)}`;

// As if the system had no browser, on machines for which there is a bundled one.
const hidden = bundledRuns ? [] : systemCandidates();

test("CHROMIUM_PATH is looked at before the system's usual places", () => {
  const before = process.env["CHROMIUM_PATH"];
  process.env["CHROMIUM_PATH"] = "/opt/chosen/chromium";
  try {
    expect(systemCandidates()).toEqual([
      "/opt/chosen/chromium",
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
    ]);
  } finally {
    if (before === undefined) delete process.env["CHROMIUM_PATH"];
    else process.env["CHROMIUM_PATH"] = before;
  }
});

test("the first candidate that exists is taken, with nothing added to its environment", async () => {
  const found = await findBrowser(["/nowhere/chromium", process.execPath]);
  expect(found).toEqual({ origin: "system", path: process.execPath, env: {} });
});

test("where there is neither, the refusal says what to do", async () => {
  await expect(findBrowser([], false)).rejects.toThrow("set CHROMIUM_PATH");
});

test("without a system browser the bundled one is unpacked, and leaves this process's environment as it was", async () => {
  const before = { ...process.env };
  const [one, two] = await Promise.all([findBrowser(hidden), findBrowser(hidden)]);
  expect(one).toEqual(two);
  expect(one.origin).toBe(bundledRuns ? "bundled" : "system");
  expect(existsSync(one.path)).toBe(true);
  expect({ ...process.env }).toEqual(before);
});

test.for([
  ["the system's browser, or else the bundled one", undefined],
  ["the bundled browser", []],
] as const)("%s shows a page and runs its script", async ([, candidates]) => {
  const browser = await launchBrowser(candidates);
  try {
    const tab = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await tab.goto(page);
    expect(await tab.title()).toBe("A page");
    expect((await tab.screenshot()).subarray(1, 4).toString()).toBe("PNG");
    expect(await tab.locator("#p").textContent()).toBe("1,4,9");
  } finally {
    await browser.close();
  }
});
