import { adminRoutes, authRoutes } from "@postern/contract";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { signIn, visit, type Visitor } from "./portal.ts";

let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const says = ({ page }: Visitor, words: string) => page.getByText(words, { exact: true }).waitFor();

/** Whether the browser's cookie still stands for a session. */
async function isSignedIn({ context }: Visitor): Promise<boolean> {
  const answer = await context.request.get(authRoutes.session.path);
  return "session" in (await answer.json());
}

async function signOutUnheard(visitor: Visitor): Promise<void> {
  await visitor.page.getByRole("button", { name: "Sign out" }).click();
  await says(visitor, "You are signed out on this page, but the clinic has not heard of it.");
}

describe("a sign-out without a network", () => {
  it("is said to be unheard, and is told as soon as there is one", async () => {
    const visitor = await visit(browser, world.origin, "phone");
    await visitor.page.goto("/sign-in");
    await signIn(visitor, world.people.patient);
    await visitor.context.setOffline(true);
    await signOutUnheard(visitor);
    await visitor.context.setOffline(false);
    await says(visitor, "You are signed out.");
    expect(await isSignedIn(visitor)).toBe(false);
    await visitor.context.close();
  });

  it("is told by the next load of a page, which does not go on with it", async () => {
    const visitor = await visit(browser, world.origin, "phone");
    await visitor.page.goto("/sign-in");
    await signIn(visitor, world.people.provider);
    await visitor.context.route(authRoutes.signOut.path, (route) => route.abort());
    await signOutUnheard(visitor);
    await visitor.page.goto("about:blank");
    await visitor.context.unroute(authRoutes.signOut.path);
    expect(await isSignedIn(visitor)).toBe(true);
    await visitor.page.goto("/");
    await says(visitor, "You are signed out.");
    expect(await isSignedIn(visitor)).toBe(false);
    await visitor.context.close();
  });
});

it("a page that is loaded anew proves its key before it asks, for nobody knows how old its last proof is", async () => {
  const visitor = await visit(browser, world.origin, "desk");
  await visitor.page.goto("/sign-in");
  await signIn(visitor, world.people.securityOfficer);
  const asked: string[] = [];
  visitor.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const { path } = adminRoutes.auditEvents;
  await Promise.all([
    visitor.page.waitForResponse((response) => new URL(response.url()).pathname === path),
    visitor.page.goto("/audit"),
  ]);
  const first = asked.indexOf(authRoutes.prove.path);
  expect(first).toBeGreaterThan(-1);
  expect(first).toBeLessThan(asked.indexOf(path));
  await visitor.context.close();
});
