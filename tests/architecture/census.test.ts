import { readFileSync } from "node:fs";
import { STEP_UP_OPERATIONS } from "@postern/contract";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { census, roleMatrix } from "../../scripts/census.ts";

const entries = census();
const callersOf = (action: string) => entries.find((entry) => entry.action === action)?.allow;

describe("the census of operations", () => {
  it("is the table that docs/roles.md freezes", async () => {
    const frozen = readFileSync(new URL("../../docs/roles.md", import.meta.url), "utf8");
    expect(frozen).toBe(await format(roleMatrix(entries), { parser: "markdown", printWidth: 110 }));
  });

  it("knows no two operations of one name", () => {
    const names = entries.map(({ action }) => action);
    expect(names).toEqual([...new Set(names)]);
  });

  it("lets only readers ask for a key or a document, and only providers accept and reject", () => {
    const readers = ["patient", "referrer", "medical-assistant", "provider"];
    expect(callersOf("key.release")).toEqual(readers);
    expect(callersOf("document.open")).toEqual(readers);
    expect(callersOf("task.accept")).toEqual(["provider"]);
    expect(callersOf("task.reject")).toEqual(["provider"]);
  });

  it("lets a document out of the portal for three roles only, and for a step-up each time", () => {
    expect(callersOf("document.export")).toEqual(["patient", "referrer", "provider"]);
    const needing = entries.filter(({ needsStepUp }) => needsStepUp).map(({ action }) => action);
    expect(needing).toEqual(STEP_UP_OPERATIONS);
  });

  it("lets only the security officer search the audit log", () => {
    expect(callersOf("audit.list")).toEqual(["security-officer"]);
  });

  it("lets our workers alone verify and route", () => {
    expect(callersOf("document.verify")).toEqual(["system"]);
    expect(callersOf("submission.route")).toEqual(["system"]);
  });
});
