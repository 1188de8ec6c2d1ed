import { describe, expect, it } from "vitest";
import type { Prepared } from "../preparing/prepare.ts";
import type { UploadEvent } from "./machine.ts";
import { makeSelection } from "./selection.ts";

const pdf = (name: string, text: string = name) => new File([text], name, { lastModified: 1 });

/** Takes the text of a file for its digest; `bad` has a password. */
async function prepare(file: File): Promise<Prepared> {
  const text = await file.text();
  const mediaType = file.name.endsWith(".jpg") ? "image/jpeg" : "application/pdf";
  const facts = { files: [file], changes: [], advice: [], sha256: text, mediaType } as const;
  return text === "bad" ? { ...facts, files: [], problem: "password" } : facts;
}

const joinPhotos = (files: readonly File[]) =>
  Promise.resolve(files.length < 2 ? undefined : pdf("photos.pdf", files.map(({ name }) => name).join()));

function open() {
  const events: UploadEvent[] = [];
  let keys = 0;
  let told = () => {};
  const selection = makeSelection({
    send: (event) => {
      events.push(event);
      told();
    },
    createKey: () => `key-${(keys += 1)}`,
    prepare,
  });
  /** Until so many events of a type were told. */
  const until = (type: UploadEvent["type"], count = 1) =>
    new Promise<void>((resolve) => {
      told = () => {
        if (events.filter((event) => event.type === type).length >= count) resolve();
      };
      told();
    });
  return { selection, events, until };
}

describe("the files of a sending", () => {
  it("are each looked at; what cannot be sent is told with its reason", async () => {
    const { selection, events, until } = open();
    selection.add([pdf("a.pdf"), pdf("b.pdf", "bad")]);
    await until("checked", 2);
    const reasons = events.flatMap((event) =>
      event.type === "checked" ? [event.result.ok ? undefined : event.result.reason] : [],
    );
    expect(reasons).toEqual([undefined, "password"]);
  });

  it("are taken only once: by their facts at once, by their bytes when they are read", async () => {
    const { selection, events, until } = open();
    selection.add([pdf("a.pdf"), pdf("a.pdf")]);
    await until("checked");
    selection.add([pdf("copy.pdf", "a.pdf")]);
    await until("removed");
    await until("added", 3);
    const repeated = events.flatMap((event) => (event.type === "added" ? event.repeated : []));
    expect(repeated).toEqual(["a.pdf", "copy.pdf"]);
    expect(selection.files().map(({ name }) => name)).toEqual(["a.pdf"]);
  });

  it("can be taken again once they were removed", () => {
    const { selection, events } = open();
    selection.add([pdf("a.pdf")]);
    const [first] = events;
    if (first?.type === "added") selection.remove(first.files[0]?.key ?? "");
    selection.add([pdf("a.pdf")]);
    expect(events.at(-1)).toMatchObject({ type: "added", repeated: [] });
  });
});

describe("photos", () => {
  it("become one file in place of theirs; what is none stays", async () => {
    const { selection, until } = open();
    selection.add([pdf("1.jpg"), pdf("a.pdf"), pdf("2.jpg")]);
    await until("checked", 3);
    expect(await selection.join(joinPhotos)).toBe(true);
    await until("checked", 4);
    const names = selection.files().map(({ name }) => name);
    expect(names).toEqual(["a.pdf", "photos.pdf"]);
    expect(await selection.files()[1]?.text()).toBe("1.jpg,2.jpg");
  });

  it("stay as they are when they cannot be put together", async () => {
    const { selection, until } = open();
    selection.add([pdf("1.jpg")]);
    await until("checked");
    expect(await selection.join(joinPhotos)).toBe(false);
    expect(selection.files().map(({ name }) => name)).toEqual(["1.jpg"]);
  });
});
