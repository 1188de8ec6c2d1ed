import { LocationID, SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { packSending, unpackSending, type KeptSending } from "./kept.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const sending: KeptSending = {
  submissionID: SubmissionID.parse(id("sub")),
  number: "K7M2-4Q9R",
  facts: { kind: "images", locationID: LocationID.parse(id("loc")), urgency: "routine" },
  note: "At night",
  language: "en",
  files: [{ name: "arm\u0000.jpg", sizeBytes: 3, sha256: "aa", kind: "photo" }],
};

describe("what is kept of a sending", () => {
  it("comes back as it was", () => {
    expect(unpackSending(packSending(sending))).toEqual(sending);
  });

  it.each(["", "{", "null", "[]", '{"submissionID":"sub_1"}', JSON.stringify({ ...sending, files: [{}] })])(
    "is nothing when it is %j",
    (text) => {
      expect(unpackSending(text)).toBeUndefined();
    },
  );
});
