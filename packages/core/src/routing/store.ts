import type { ClinicID } from "@postern/contract";
import { COUNT, FIXED, KEY, PRIMARY, Entity, keys } from "../aws/index.ts";
import type { Reader, Write } from "../kernel/index.ts";
import { put, update } from "../kernel/index.ts";
import { RuleSet } from "./rules.ts";

export type { Signer } from "../aws/index.ts";

const model = (entity: string) => ({ entity, version: "1" });
const table = { table: "record" };

const Head = new Entity(
  {
    model: model("routing-rules"),
    attributes: { ...KEY, clinicID: FIXED, currentVersion: { ...COUNT, required: true } },
    indexes: { primary: PRIMARY },
  },
  table,
);
/** Created, never changed: tasks name the version that routed them. */
const Version = new Entity(
  {
    model: model("routing-rules-version"),
    attributes: { ...KEY, clinicID: FIXED, rules: { type: "any", required: true, readOnly: true } },
    indexes: { primary: PRIMARY },
  },
  table,
);

const headKey = (clinicID: ClinicID) => ({ pk: keys.rules(clinicID), sk: "head" });
const versionKey = (clinicID: ClinicID, version: number) => ({
  pk: keys.rules(clinicID),
  sk: `v#${String(version).padStart(6, "0")}`,
});

/**
 * The rules that hold now; version 0 without rules when a clinic has none.
 *
 * @throws ZodError when the rows are not what `describeRules` writes: nothing is routed by rules that cannot be read
 */
export async function findRules(reader: Reader, clinicID: ClinicID): Promise<RuleSet> {
  const head = await reader.get(Head.get(headKey(clinicID)).params());
  if (head === undefined) return { version: 0, rules: [] };
  const version = Number(head["currentVersion"]);
  const row = await reader.get(Version.get(versionKey(clinicID, version)).params());
  return RuleSet.parse({ version, rules: row?.["rules"] });
}

/**
 * The next version of a clinic's rules. Versions start at 1 and have no gaps.
 *
 * @throws ZodError when the rules are not well formed
 */
export function describeRules(clinicID: ClinicID, ruleSet: RuleSet): Write[] {
  const { version, rules } = RuleSet.parse(ruleSet);
  const row = Version.create({ ...versionKey(clinicID, version), clinicID, rules });
  if (version === 1) {
    const head = Head.create({ ...headKey(clinicID), clinicID, currentVersion: version });
    return [put(row.params()), put(head.params())];
  }
  const head = Head.patch(headKey(clinicID))
    .set({ currentVersion: version })
    .where(({ currentVersion }, { eq }) => eq(currentVersion, version - 1));
  return [put(row.params()), update(head.params())];
}
