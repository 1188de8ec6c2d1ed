import { describe, expect, it } from "vitest";
import { dicomdir, image } from "./dicom.fixture.ts";
import type { Group } from "./prepare.ts";
import { asStudies } from "./study.ts";

const KNEE = "1.2.3";
const CHEST = "1.2.4";
const LETTER = new File(["Please look."], "letter.txt");
const README = new File(["MZ"], "VIEWER.EXE");

const namesOf = (groups: readonly Group[]) =>
  groups.map((group) => (group.kind === "file" ? group.file.name : group.files.map(({ name }) => name)));

describe("taking images of one examination together", () => {
  it("goes by what their headers say, in their order, and leaves all other files alone", async () => {
    const files = [image("c", KNEE, 10), LETTER, image("a", KNEE, 2), image("b", CHEST, 1)];
    expect(namesOf(await asStudies(files))).toEqual([["a", "c"], "b", "letter.txt"]);
  });

  it("leaves a folder's own list out where its images are, and counts what is missing", async () => {
    const images = [image("a", KNEE, 1), image("b", KNEE, 2), image("c", CHEST, 1)];
    const list = dicomdir({ [KNEE]: ["1.9.1.1", "1.9.1.2", "1.9.1.3", "1.9.1.4"], [CHEST]: ["1.9.1.1"] });
    const groups = await asStudies([list, README, ...images]);
    expect(namesOf(groups)).toEqual([["a", "b"], "c", "VIEWER.EXE"]);
    expect(groups[0]).toMatchObject({ kind: "study", missing: 2 });
  });

  it("tells that a study is not whole though one image of it is there", async () => {
    const groups = await asStudies([image("a", KNEE, 1), dicomdir({ [KNEE]: ["1.9.1.1", "1.9.1.2"] })]);
    expect(groups).toMatchObject([{ kind: "study", missing: 1 }]);
  });

  it("keeps a list that has no images beside it", async () => {
    expect(namesOf(await asStudies([dicomdir({ [KNEE]: ["1.9.1.1"] })]))).toEqual(["DICOMDIR"]);
  });

  it("reads no further than the header of a large image", async () => {
    const [large, small] = [image("a", KNEE, 1, 400_000), image("b", KNEE, 2)];
    expect(namesOf(await asStudies([large, small]))).toEqual([["a", "b"]]);
  });

  it("leaves what is broken as it is", async () => {
    const whole = image("a", KNEE, 1);
    const cut = [140, 160, 200].map((size) => new File([whole.slice(0, size)], `cut ${size}`));
    const gone = new File([whole], "gone");
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("moved")) }) as unknown as Blob;
    expect(namesOf(await asStudies([...cut, gone]))).toEqual(["cut 140", "cut 160", "cut 200", "gone"]);
  });
});
