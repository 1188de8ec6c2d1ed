import { describe, expect, it } from "vitest";
import { all, allow, deny } from "./document.ts";

describe("all", () => {
  it("unites the keys of one operator", () => {
    expect(all({ Null: { a: "false" } }, { Null: { b: "true" }, Bool: { c: "true" } })).toEqual({
      Null: { a: "false", b: "true" },
      Bool: { c: "true" },
    });
  });

  it("throws rather than let one condition replace another", () => {
    expect(() => all({ StringLike: { a: "x" } }, { StringLike: { a: "y" } })).toThrow("two conditions on a");
  });
});

describe("a statement", () => {
  it("has the members it was given and no empty ones", () => {
    expect(allow({ sid: "A", actions: ["s3:GetObject"] })).toEqual({
      Sid: "A",
      Effect: "Allow",
      Action: ["s3:GetObject"],
    });
    expect(deny({ sid: "B", principal: "*", actions: ["s3:*"], resources: ["r"] })).toEqual({
      Sid: "B",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: ["r"],
    });
  });
});
