import { describe, expect, it } from "vitest";
import { sealedDocument } from "../../scripts/restore/sealed-document.ts";

const row = (more: Readonly<Record<string, string>>) => {
  const facts = { pk: "p", sk: "s", entity: "document", objectVersionID: "v", sha256: "d", ...more };
  const named = Object.entries(facts).map(([name, value]) => [name, { S: value }]);
  return { ...Object.fromEntries(named), sealedSizeBytes: { N: "1000" } };
};
const isWanted = (more: Readonly<Record<string, string>>) => sealedDocument(row(more)) !== null;

describe("the objects that a restore must find", () => {
  it("are those of live documents, and those that the care team had got before they were replaced", () => {
    expect(isWanted({ state: "verified" })).toBe(true);
    expect(isWanted({ state: "quarantined" })).toBe(true);
    expect(isWanted({ state: "abandoned", handedOverAt: "2026-11-22T08:00:00.000Z" })).toBe(true);
  });

  it("are none of what was taken out before, for the sweeper deletes those", () => {
    expect(isWanted({ state: "abandoned" })).toBe(false);
  });

  it("can be read only of what is verified", () => {
    const kept = sealedDocument(row({ state: "abandoned", handedOverAt: "2026-11-22T08:00:00.000Z" }));
    expect(kept?.isVerified).toBe(false);
  });
});
