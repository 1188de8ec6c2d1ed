import { expect, it } from "vitest";
import { shownFiles } from "./dropped.ts";

/** As a browser names a file of a chosen folder; "" for one that was chosen by itself. */
function chosen(name: string, webkitRelativePath = ""): File {
  const file = new File([], name);
  Object.defineProperty(file, "webkitRelativePath", { value: webkitRelativePath });
  return file;
}

it("leaves out what is hidden in a chosen folder or left there by a system, and nothing that was chosen by itself", () => {
  const files = [
    chosen("a", "disc/IMAGES/a"),
    chosen(".DS_Store", "disc/.DS_Store"),
    chosen("b", "disc/.cache/b"),
    chosen("Thumbs.db", "disc/Thumbs.db"),
    chosen("desktop.ini", "disc/IMAGES/desktop.ini"),
    chosen(".notes"),
  ];
  expect(shownFiles(files).map(({ name }) => name)).toEqual(["a", ".notes"]);
});
