import { DocumentView, Manifest } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { inOrder, inStudies } from "./in-order.ts";

const id = (prefix: string, last: number) => `${prefix}_${String(last).padStart(26, "0")}`;
const documentOf = (last: number) =>
  DocumentView.parse({
    documentID: id("doc", last),
    attemptID: id("att", last),
    kind: "document",
    state: "verified",
    sealedSizeBytes: 100,
    messageID: "A".repeat(43) + "=",
  });
const listOf = (order: readonly number[]) =>
  Manifest.parse({
    format: "postern-manifest-1",
    facts: { kind: "images", locationID: id("loc", 1), urgency: "routine" },
    documents: order.map((last) => ({
      documentID: id("doc", last),
      name: `IM${last}`,
      mediaType: "application/dicom",
      sizeBytes: 7,
    })),
  });
const image = (name: string) => ({ name, mediaType: "application/dicom" as const });
const paper = (name: string) => ({ name, mediaType: "application/pdf" as const });
const named = (rows: readonly (readonly { readonly name: string }[])[]) =>
  rows.map((row) => row.map(({ name }) => name).join(" "));

describe("the documents of a submission", () => {
  it("stand in the order of the sealed list; what it does not name comes last", () => {
    const ordered = inOrder([1, 2, 3, 4].map(documentOf), listOf([3, 1, 4]));
    expect(ordered.map(({ documentID }) => documentID)).toEqual([3, 1, 4, 2].map((last) => id("doc", last)));
  });

  it("stand as the record has them while the list is closed", () => {
    const documents = [2, 1].map(documentOf);
    expect(inOrder(documents, undefined)).toEqual(documents);
  });
});

describe("the images of a study", () => {
  const rowsOf = (list: readonly ReturnType<typeof image | typeof paper>[]) =>
    named(inStudies(list, (each) => each));

  it("are one row, and anything else has its own", () => {
    expect(rowsOf([image("1"), image("2"), paper("a"), paper("b"), image("3")])).toEqual([
      "1 2",
      "a",
      "b",
      "3",
    ]);
  });

  it("end where a name comes again", () => {
    expect(rowsOf([image("1"), image("2"), image("1"), image("2")])).toEqual(["1 2", "1 2"]);
  });

  it("are not looked for where there is no list", () => {
    expect(inStudies([1, 2], () => undefined)).toEqual([[1], [2]]);
  });
});
