import { describe, expect, it } from "vitest";
import type { UploadFile } from "./rows.ts";
import { asOne, rowsOf } from "./studies.ts";

const file = (name: string, facts: Partial<UploadFile> = {}): UploadFile => ({
  key: name,
  name,
  sizeBytes: 10,
  state: "ready",
  sentBytes: 0,
  totalBytes: 12,
  ...facts,
});
const study = { key: "study 1", missing: 0 };
const image = (name: string, facts: Partial<UploadFile> = {}) => file(name, { study, ...facts });
const namesOf = (rows: readonly (readonly UploadFile[])[]) => rows.map((row) => row.map(({ name }) => name));

describe("rows of a list", () => {
  it("are files; images of one examination share one, where the first of them stood", () => {
    const files = [
      file("a"),
      image("1"),
      file("b"),
      image("2"),
      image("x", { study: { ...study, key: "2" } }),
    ];
    expect(namesOf(rowsOf(files))).toEqual([["a"], ["1", "2"], ["b"], ["x"]]);
  });

  it("keep images apart that are refused, by the reason", () => {
    const files = [image("1"), image("2", { state: "refused", reason: "too-many" }), image("3")];
    expect(namesOf(rowsOf(files))).toEqual([["1", "3"], ["2"]]);
  });
});

describe("an examination, shown as one", () => {
  it("has the sizes of all, and what has come in of all", () => {
    const images = [
      image("1", { sentBytes: 12, state: "sent" }),
      image("2", { sentBytes: 3, state: "sending" }),
    ] as const;
    expect(asOne([...images])).toMatchObject({
      sizeBytes: 20,
      sentBytes: 15,
      totalBytes: 24,
      state: "sending",
    });
  });

  it.each([
    [["ready", "checking"], "checking"],
    [["ready", "ready"], "ready"],
    [["sealing", "ready"], "sealing"],
    [["sent", "sealing"], "sealing"],
    [["sent", "ready"], "sending"],
    [["sent", "sent"], "sent"],
  ] as const)("is, of %j, %s", ([one, other], state) => {
    expect(asOne([image("1", { state: one }), image("2", { state: other })]).state).toBe(state);
  });
});
