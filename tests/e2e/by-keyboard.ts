import type { Browser, Page } from "playwright-core";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { nextCode } from "../../scripts/demo/sign-in.ts";
import type { World } from "../support/world.ts";
import { expectFocusKept, focusOf, press, type } from "./focus.ts";
import { visit, type Visitor } from "./portal.ts";

/** Comes to the portal and signs in without a mouse: Enter in the last field sends the form, and the next one has the focus. */
export async function comeByKeyboard(
  world: World,
  browser: Browser,
  width: "phone" | "desk",
  person: DemoPerson,
): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, width);
  const { page } = visitor;
  await type(page, page.getByLabel("Email"), person.email);
  await type(page, page.getByLabel("Password", { exact: true }), person.password);
  await page.keyboard.press("Enter");
  const code = page.getByLabel("Code from your app");
  await code.waitFor();
  await expectFocusKept(page, "Code from your app");
  await type(page, code, await nextCode(world.codeOf, person));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await expectFocusKept(page);
  return visitor;
}

/** Signs out, and is told so where the focus is. */
export async function leaveByKeyboard(page: Page): Promise<void> {
  await press(page, page.getByRole("button", { name: "Sign out", exact: true }));
  await page.getByText("You are signed out.").waitFor();
  await expectFocusKept(page);
}

/** Escape is the safe choice; the focus never leaves an open dialog, and goes back to what opened it. */
export async function expectDialogKeepsFocus(page: Page, opener: string, steps = 12): Promise<void> {
  const button = page.getByRole("button", { name: opener });
  await press(page, button);
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await expectFocusKept(page);
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press(step % 3 === 2 ? "Shift+Tab" : "Tab");
    const isOutside = await page.evaluate(() => {
      const active = document.activeElement;
      return active !== document.body && active?.closest("dialog") === null;
    });
    if (isOutside) throw new Error(`The focus left the question: ${(await focusOf(page)).at}`);
  }
  // Asked again at once it is there again, however fast the keys come.
  await Promise.all([page.keyboard.press("Escape"), page.keyboard.press("Enter")]);
  await dialog.waitFor();
  await expectFocusKept(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await expectFocusKept(page, opener);
}
