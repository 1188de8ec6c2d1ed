import { describe, expect, it } from "vitest";
import { idSource } from "../kernel/index.ts";
import { objectKey, parseObjectKey } from "./object-key.ts";

const newID = idSource({ now: () => Date.UTC(2026, 10, 22) });
const place = {
  clinicID: newID("cli"),
  submissionID: newID("sub"),
  documentID: newID("doc"),
  attemptID: newID("att"),
};

describe("an object's key", () => {
  it("is read back as it was made", () => {
    expect(parseObjectKey(objectKey(place))).toEqual(place);
  });

  it.each([
    ["", "empty"],
    ["c/../x", "no ids"],
    [`c/${place.clinicID}/${place.submissionID}/${place.documentID}`, "too short"],
    [`${objectKey(place)}/more`, "too long"],
    [`d/${objectKey(place).slice(2)}`, "another root"],
    [objectKey(place).toUpperCase(), "upper case"],
  ])("is none of ours: %s (%s)", (key) => {
    expect(parseObjectKey(key)).toBeNull();
  });
});
