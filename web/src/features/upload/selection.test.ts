import { describe, expect, it } from "vitest";
import type { Group, Prepared } from "../preparing/prepare.ts";
import type { UploadEvent } from "./machine.ts";
import { makeSelection } from "./selection.ts";

const pdf = (name: string, text: string = name) => new File([text], name, { lastModified: 1 });

/** Takes the text of a file for its digest; `bad` has a password. */
async function prepare(file: File): Promise<Prepared> {
  const text = await file.text();
  const mediaType = file.name.endsWith(".jpg") ? "image/jpeg" : "application/pdf";
  const facts = { file, changes: [], advice: [], sha256: text, mediaType } as const;
  return text === "bad" ? { ...facts, file: undefined, problem: "password" } : facts;
}

/** Images of an examination begin with "scan"; the folder's list names three of them. */
function asStudies(files: readonly File[]): Promise<readonly Group[]> {
  const images = files.filter(({ name }) => name.startsWith("scan"));
  const others = files.filter((file) => !images.includes(file));
  const hasList = others.some(({ name }) => name === "DICOMDIR");
  const missing = hasList ? 3 - images.length : 0;
  const left = images.length === 0 ? others : others.filter(({ name }) => name !== "DICOMDIR");
  const study: readonly Group[] = images.length < 2 ? [] : [{ kind: "study", files: images, missing }];
  const alone = images.length < 2 ? files : left;
  return Promise.resolve([...study, ...alone.map((file) => ({ kind: "file", file }) as const)]);
}

const joinPhotos = (files: readonly File[]) =>
  Promise.resolve(files.length < 2 ? undefined : pdf("photos.pdf", files.map(({ name }) => name).join()));

/** `taken.isOver`: it was sent, and files change no more. */
function open(taken = { isOver: false }) {
  const events: UploadEvent[] = [];
  let keys = 0;
  let told = () => {};
  const selection = makeSelection({
    send: (event) => {
      events.push(event);
      told();
    },
    takes: () => !taken.isOver,
    createKey: () => `key-${(keys += 1)}`,
    prepare,
    asStudies,
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

  it("are those that are shown: what comes or goes once they are sent changes nothing", async () => {
    const taken = { isOver: false };
    const { selection, events, until } = open(taken);
    selection.add([pdf("a.pdf")]);
    await until("checked");
    taken.isOver = true;
    const before = [...events];
    selection.add([pdf("late.pdf")]);
    selection.remove("key-1");
    expect(events).toEqual(before);
    expect(selection.files().map(({ name }) => name)).toEqual(["a.pdf"]);
  });

  it("are not among those that are sent before they were looked at", () => {
    const { selection } = open();
    selection.add([pdf("a.pdf")]);
    expect(selection.files()).toEqual([]);
  });
});

describe("images of one examination", () => {
  const marksOf = (events: readonly UploadEvent[]) =>
    events.flatMap((event) => (event.type === "grouped" ? [[...event.studies.values()]] : []));

  it("are marked, each a file of its own; the folder's list is not sent, and tells what is missing", async () => {
    const { selection, events, until } = open();
    selection.add([pdf("DICOMDIR"), pdf("scan 1"), pdf("scan 2"), pdf("a.pdf")]);
    await until("checked", 3);
    expect(selection.files().map(({ name }) => name)).toEqual(["scan 1", "scan 2", "a.pdf"]);
    const mark = { key: "study 1", missing: 1 };
    expect(marksOf(events)).toEqual([[mark, mark]]);
    expect(selection.known(undefined).map(({ study }) => study)).toEqual(["study 1", "study 1", undefined]);
  });

  it("are taken together with those that come later, by the same list", async () => {
    const { selection, events, until } = open();
    selection.add([pdf("DICOMDIR"), pdf("scan 1"), pdf("scan 2")]);
    selection.add([pdf("DICOMDIR"), pdf("scan 3")]);
    await until("checked", 3);
    expect(marksOf(events).at(-1)).toEqual(Array(3).fill({ key: "study 1", missing: 0 }));
    expect(events).toContainEqual({ type: "added", files: [expect.anything()], repeated: ["DICOMDIR"] });
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

  it("stay as they are when one of them is taken out, or all are sent, while they are put together", async () => {
    const taken = { isOver: false };
    const { selection, until } = open(taken);
    selection.add([pdf("1.jpg"), pdf("2.jpg"), pdf("3.jpg")]);
    await until("checked", 3);
    const joining = selection.join(joinPhotos);
    selection.remove("key-1");
    expect(await joining).toBe(false);
    expect(selection.files().map(({ name }) => name)).toEqual(["2.jpg", "3.jpg"]);
    const another = selection.join(joinPhotos);
    taken.isOver = true;
    expect(await another).toBe(false);
    expect(selection.files().map(({ name }) => name)).toEqual(["2.jpg", "3.jpg"]);
  });

  it("stay as they are when they cannot be put together", async () => {
    const { selection, until } = open();
    selection.add([pdf("1.jpg")]);
    await until("checked");
    expect(await selection.join(joinPhotos)).toBe(false);
    expect(selection.files().map(({ name }) => name)).toEqual(["1.jpg"]);
  });
});
