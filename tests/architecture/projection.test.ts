import { AuditEventView, LookView } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { AUDIT_LIST_ATTRIBUTES } from "../../infra/policy/index.ts";

const missingFrom = (listed: readonly string[], schema: { shape: object }, added: readonly string[]) =>
  Object.keys(schema.shape).filter((name) => !listed.includes(name) && !added.includes(name));

describe("the columns that indexes carry", () => {
  it("hold all that lists of audit events show, but for what is looked up or told from them", () => {
    expect(missingFrom(AUDIT_LIST_ATTRIBUTES, AuditEventView, ["actorName"])).toEqual([]);
    expect(missingFrom(AUDIT_LIST_ATTRIBUTES, LookView, ["name", "isList"])).toEqual([]);
  });
});
