import { describe, expect, it } from "vitest";
import { base, condition, grants, list, NAMES, tenant, WORLD } from "./example.ts";
import { FUNCTION_NAMES, type FunctionName } from "./names.ts";

/**
 * The agreed table of rights on rows, read back from the policies: table or index, kinds, actions.
 * Every line that is not here is refused.
 */
const AGREED: Readonly<Record<FunctionName, readonly string[]>> = {
  auth: ["audit aud: Put", "record per: Get", "record prf: Put"],
  intake: [
    "audit aud: Put",
    "record cli: Get Query",
    "record idm: Get Put",
    "record key num: Put",
    "record per: Get",
    "record quo: Update",
    "record sub: Check Get Put Query Update",
    "record/gsi1 pat: Query",
    "record/gsi2 org: Query",
  ],
  keys: ["audit aud: Put", "record key sub: Get", "record per tsk: Check Get"],
  review: [
    "audit aud: Put",
    "audit/gsi4 sub: Query",
    "record cli: Get Query",
    "record cnt: Query Update",
    "record pat: Get",
    "record per: Check Get",
    "record prf: Delete",
    "record sub: Get Query Update",
    "record tsk: Check Get Put Query Update",
    "record/gsi1 mem que: Query",
    "record/gsi2 per: Query",
    "record/gsi3 due: Query",
  ],
  admin: [
    "audit aud: Put",
    "audit aud: Query",
    "audit/gsi2 per: Query",
    "audit/gsi3 act: Query",
    "audit/gsi4 sub: Query",
    "record cli num per: Get",
  ],
  ingest: [
    "audit aud: Put",
    "record cli: Query",
    "record cnt: Update",
    "record rul: Get",
    "record sub: Get Put Query Update",
    "record tsk: Put",
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
    expect(deleting).toEqual(["auth: ", "review-tenant: #prf#*"]);
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

  /** What the keys must begin with that a base role may ask a table for; `any` where nothing is asked of them. */
  const keysAsked = (name: FunctionName, table: "session" | "directory") =>
    base(name)
      .identity.Statement.filter((entry) => list(entry.Resource).includes(NAMES.tables[table].arn))
      .flatMap((entry) => {
        const keys = list(entry.Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]);
        return condition(entry, "Null", "dynamodb:LeadingKeys") === '"false"' ? keys : ["any"];
      });

  it("auth alone writes sessions, and nobody the directory: who sets a clinic up does", () => {
    expect([written("session"), written("directory")]).toEqual([["auth"], []]);
  });

  it("of sessions the others read those that stand, and no sign-in that is half done", () => {
    const reading = FUNCTION_NAMES.filter((name) => name !== "auth").flatMap((name) =>
      keysAsked(name, "session").map((key) => [name, key]),
    );
    expect(reading).toEqual(["intake", "keys", "review", "admin"].map((name) => [name, "ses#*"]));
  });

  it("auth sees in the directory a person's clinics, tick the list of clinics, and nobody else a thing", () => {
    const reading = FUNCTION_NAMES.flatMap((name) => keysAsked(name, "directory").map((key) => [name, key]));
    expect(reading).toEqual([
      ["auth", "usr#*"],
      ["tick", "clinics#*"],
    ]);
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
});
