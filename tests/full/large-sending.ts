import type { Page } from "playwright-core";
import { sayWhatItIs } from "../e2e/sending.ts";

/** Sends what lies at these paths as a person does, and waits until it is handed in. @param seconds at most */
export async function sendByPortal(page: Page, paths: readonly string[], seconds: number): Promise<void> {
  const patience = { timeout: seconds * 1000 };
  await page.goto("/send");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click(patience);
  await (await chooser).setFiles([...paths], patience);
  await sayWhatItIs(page);
  const ready = paths.length === 1 ? "1 file ready." : `${paths.length} files ready.`;
  await page.getByText(ready).waitFor({ ...patience, state: "attached" });
  await page.getByRole("button", { name: "Send files" }).click();
  await page.getByText("We have your files").first().waitFor(patience);
}

/** Looks on from the next page on. @returns what tells of the tasks above 50 ms of the page's own thread since the last click */
export async function watchLongTasks(page: Page) {
  await page.addInitScript(() => {
    const durationsMs: number[] = [];
    Object.assign(window, { durationsMs });
    const observer = new PerformanceObserver((list) => {
      durationsMs.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: "longtask" });
    addEventListener("click", () => durationsMs.splice(0));
  });
  return async () => {
    const all = await page.evaluate(() => (window as unknown as { durationsMs: number[] }).durationsMs);
    return { longTasks: all.length, longestTaskMs: Math.round(Math.max(0, ...all)) };
  };
}
