import { describe, expect, it } from "vitest";
import { base, grants, list, NAMES, tenant, WORLD } from "./example.ts";
import { FUNCTION_NAMES, type FunctionName } from "./names.ts";

/**
 * The agreed table of rights on rows, read back from the policies: table or index, kinds, actions.
 * Every line that is not here is refused.
 */
const AGREED: Readonly<Record<FunctionName, readonly string[]>> = {
  auth: ["audit aud: Put", "record per: Get", "record prf: Put"],
  intake: [
    "audit aud: Put",
    "record cli: Check Get Query",
    "record idm: Get Put",
    "record key num: Put",
    "record pat per: Check Get",
    "record quo: Update",
    "record sub: Check Get Put Query Update",
    "record/gsi1 pat: Query",
    "record/gsi2 org: Query",
  ],
  keys: [
    "audit aud: Put",
    "record gra per sub tsk: Check Get Query",
    "record key: Get",
    "record prf: Delete",
  ],
  review: [
    "audit aud: Put",
    "audit/gsi1 pat: Query",
    "audit/gsi4 sub: Query",
    "record cli: Check Get Query",
    "record cnt: Query Update",
    "record num pat per: Check Get",
    "record out sub tsk: Check Get Put Query Update",
    "record prf: Delete",
    "record/gsi1 mem pat que: Query",
    "record/gsi2 per: Query",
    "record/gsi3 due: Query",
  ],
  admin: [
    "audit aud: Put",
    "audit aud: Query",
    "audit/gsi1 pat: Query",
    "audit/gsi2 per: Query",
    "audit/gsi3 act: Query",
    "audit/gsi4 sub: Query",
    "record alr cli gra hld inv org pat per reg rul: Get Put Query Update",
    "record num: Get",
    "record prf: Delete",
    "record/gsi1 alr hld inv mem org: Query",
  ],
  ingest: [
    "audit aud: Put",
    "record cli rul: Get Query",
    "record cnt: Update",
    "record out sub tsk: Get Put Query Update",
  ],
  sequence: ["audit aud: Query", "log bat lef log reg: Get Put Query Update"],
  sweep: ["audit aud: Put", "record sub: Get Query Update"],
  watch: [
    "audit aud: Put",
    "audit aud: Query",
    "audit/gsi1 pat: Query",
    "audit/gsi2 per: Query",
    "audit/gsi3 act: Query",
    "audit/gsi4 sub: Query",
    "record alr: Get Put Query Update",
    "record/gsi1 alr: Query",
  ],
  tick: ["record/gsi3 due: Query"],
};

function readBack(name: FunctionName): string[] {
  const lines = tenant(name).identity.Statement.flatMap((entry) => {
    const actions = list(entry.Action);
    if (!actions.every((action) => action.startsWith("dynamodb:"))) return [];
    const keys = list(entry.Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]);
    const kinds = [...new Set(keys.map((key) => key.split("#")[1] ?? key))].sort().join(" ");
    const verbs = actions.map((action) => action.replace(/^dynamodb:|Item$|itionCheckItem$/g, ""));
    const words = verbs.map((verb) => (verb === "Cond" ? "Check" : verb)).sort();
    return list(entry.Resource).map((resource) => {
      const place = resource.replace(/^.*:table\/postern-test-/, "").replace("/index/", "/");
      return `${place} ${kinds}: ${words.join(" ")}`;
    });
  });
  return lines.sort();
}

describe("rights on rows", () => {
  it.each(FUNCTION_NAMES)("%s has the agreed rights for its clinic and no more", (name) => {
    expect(readBack(name)).toEqual(AGREED[name]);
  });

  it("nobody changes or deletes an audit row, and only four functions' roles read any", () => {
    const onAudit = Object.entries(WORLD.roles).flatMap(([role, { identity }]) =>
      grants(identity)
        .filter(
          ({ resource }) => resource.startsWith(NAMES.tables.audit.arn) && !resource.includes("/stream/"),
        )
        .map(({ action }) => `${role.replace("postern-test-", "")} ${action}`),
    );
    expect(onAudit.filter((line) => !/ dynamodb:(PutItem|Query)$/.test(line))).toEqual([]);
    expect([...new Set(onAudit.filter((line) => line.endsWith("Query")))]).toEqual([
      "review-tenant dynamodb:Query",
      "admin-tenant dynamodb:Query",
      "sequence-tenant dynamodb:Query",
      "watch-tenant dynamodb:Query",
    ]);
  });

  it("rows are deleted by those who use up a step-up and by auth's sessions only", () => {
    const deleting = Object.entries(WORLD.roles).flatMap(([role, { identity }]) =>
      identity.Statement.filter((entry) => list(entry.Action).includes("dynamodb:DeleteItem")).map(
        (entry) => {
          const keys = list(entry.Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]);
          return `${role.replace("postern-test-", "")}: ${keys.join(" ").replaceAll("${aws:PrincipalTag/clinic}", "")}`;
        },
      ),
    );
    expect(deleting).toEqual([
      "auth: ",
      "keys-tenant: #prf#*",
      "review-tenant: #prf#*",
      "admin-tenant: #prf#*",
    ]);
  });
});

describe("rights on global tables", () => {
  const written = (table: "session" | "directory") =>
    FUNCTION_NAMES.filter((name) =>
      grants(base(name).identity).some(
        ({ action, resource }) =>
          resource.startsWith(NAMES.tables[table].arn) && /(Put|Update|Delete)Item$/.test(action),
      ),
    );

  it("auth alone writes sessions and the directory", () => {
    expect([written("session"), written("directory")]).toEqual([["auth"], ["auth"]]);
  });

  it("HTTP functions put audit rows of the platform, auth of any clinic, workers none without a clinic", () => {
    const keys = FUNCTION_NAMES.map((name) => [
      name,
      base(name)
        .identity.Statement.filter((entry) => list(entry.Resource).includes(NAMES.tables.audit.arn))
        .flatMap((entry) => list(entry.Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"])),
    ]);
    const platform = `cli_${"0".repeat(26)}#aud#*`;
    const worker = ["ingest", "sequence", "sweep", "watch", "tick"].map((name) => [name, []]);
    expect(keys).toEqual([
      ["auth", [platform, `cli_${"?".repeat(26)}#aud#*`]],
      ...["intake", "keys", "review", "admin"].map((name) => [name, [platform]]),
      ...worker,
    ]);
  });

  it("tick sees the list of clinics in the directory and nobody in it", () => {
    const entries = base("tick").identity.Statement.filter((entry) =>
      list(entry.Resource).includes(NAMES.tables.directory.arn),
    );
    expect(entries.map((entry) => [entry.Action, entry.Condition])).toEqual([
      [
        ["dynamodb:Query"],
        {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["clinics#*"] },
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      ],
    ]);
  });
});
