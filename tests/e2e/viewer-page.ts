import type { Locator, Page } from "playwright-core";
import { intakeRoutes, type RoutingFacts } from "@postern/contract";
import { CLINICS } from "../../scripts/demo-clinics.ts";
import type { SignedIn } from "../support/world.ts";

/** What one does with a task's documents, and what is seen of them. */
export function viewerPage(page: Page) {
  const image = (name: string) => page.getByRole("img", { name, exact: true });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  return {
    image,
    button,
    viewer: page.getByRole("region", { name: "Document viewer" }),
    stage: page.getByRole("group", { name: "View", exact: true }),
    choose: (name: string) => button(name).click(),
    /** A property that the viewer has set on what is drawn. */
    styleOf: (name: string, property: string) =>
      image(name).evaluate(
        (element, asked) => (element as HTMLElement).style.getPropertyValue(asked),
        property,
      ),
    colourAt: (name: string, x: number, y: number) => colourAt(image(name), x, y),
    darkShare: (name: string) => darkShare(image(name)),
  };
}

/** Goes from the queues to the task of the only submission, claims it and opens its list. */
export async function openTask(page: Page): Promise<void> {
  await page.getByRole("link", { name: /Dermatology/ }).click();
  await page
    .getByRole("link", { name: /Photos and scans/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Claim this task" }).click();
  await page.getByRole("button", { name: "Open documents" }).click();
}

/** Facts that route a submission to dermatology. */
export async function skinFacts({ api }: SignedIn): Promise<RoutingFacts> {
  const { locations } = await api.call(intakeRoutes.clinic, {});
  const location = locations.find(({ name }) => name === CLINICS.riverside.locations.main.name);
  if (location === undefined) throw new Error("there is no main location");
  return { kind: "images", locationID: location.locationID, service: "dermatology", urgency: "routine" };
}

/** Red, green and blue of a point of what is drawn, given as a share of its width and height. */
async function colourAt(image: Locator, x: number, y: number): Promise<readonly number[]> {
  return image.evaluate(
    (element, [left, top]) => {
      const drawn = element as HTMLCanvasElement;
      const copy = new OffscreenCanvas(drawn.width, drawn.height).getContext("2d");
      copy?.drawImage(drawn, 0, 0);
      const pixel = copy?.getImageData((left ?? 0) * drawn.width, (top ?? 0) * drawn.height, 1, 1);
      return [...(pixel?.data ?? [])].slice(0, 3);
    },
    [x, y],
  );
}

/** How much of a drawn page is black: its words. */
async function darkShare(image: Locator): Promise<number> {
  return image.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const copy = new OffscreenCanvas(width, height).getContext("2d");
    copy?.drawImage(element as HTMLCanvasElement, 0, 0);
    const data = copy?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 60) dark += 1;
    return dark / (width * height);
  });
}
