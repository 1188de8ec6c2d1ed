import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { FUNCTION_NAMES, type FunctionName } from "../../../infra/policy/index.ts";
import { basePrincipal, outcomeOf } from "../../support/principal.ts";
import type { World } from "../../support/world.ts";

export type Tags = readonly (readonly [string, string])[];

/** A clinic's id in which a letter was replaced by another that looks the same. */
export const lookAlike = (id: string) => id.replace(/^c/, "\u0441");

/** Tags that no session may be opened with, of one's own clinic's id and another's. */
const WRONG_TAGS: Readonly<Record<string, (own: string, other: string) => Tags>> = {
  missing: () => [],
  empty: () => [["clinic", ""]],
  "a star": () => [["clinic", "*"]],
  "a star behind the prefix": () => [["clinic", "cli_*"]],
  "26 stars": () => [["clinic", `cli_${"*".repeat(26)}`]],
  "26 question marks": () => [["clinic", `cli_${"?".repeat(26)}`]],
  "two clinics with a comma": (own, other) => [["clinic", `${own},${other}`]],
  "two clinics with a space": (own, other) => [["clinic", `${own} ${other}`]],
  "a Cyrillic look-alike of the prefix": (_own, other) => [["clinic", lookAlike(other)]],
  "a full-width look-alike of the prefix": (_own, other) => [["clinic", other.replace("cli_", "ｃｌｉ＿")]],
  "capital letters": (_own, other) => [["clinic", other.toUpperCase()]],
  "one character too long": (_own, other) => [["clinic", `${other}0`]],
  "one character too short": (_own, other) => [["clinic", other.slice(0, -1)]],
  "a space at the end": (_own, other) => [["clinic", `${other} `]],
  "257 characters": () => [["clinic", `cli_${"0".repeat(253)}`]],
  "a variable of policies": () => [["clinic", "${aws:PrincipalTag/clinic}"]],
  "another tag beside it": (own) => [
    ["clinic", own],
    ["role", "owner"],
  ],
  "twice, in another case": (own, other) => [
    ["clinic", own],
    ["Clinic", other],
  ],
  "in another case alone": (own) => [["Clinic", own]],
};

/** The function's own role asks for a tenant role, its own unless another is named, with these tags. */
export function assume(world: World, name: FunctionName, tags: Tags, role = name): Promise<string> {
  const { sts } = basePrincipal(world, name);
  const command = new AssumeRoleCommand({
    RoleArn: world.names.tenantRoles[role].arn,
    RoleSessionName: "attack",
    Tags: tags.map(([Key, Value]) => ({ Key, Value })),
  });
  return outcomeOf(sts.send(command));
}

/** What became of a wrong tag, for every function. */
export interface TagFinding {
  readonly tag: string;
  readonly outcome: string;
}

/** Lets every function's own role ask for its tenant role with each of the wrong tags. */
export async function attackWithTags(world: World): Promise<readonly TagFinding[]> {
  const { riverside, harbor } = world.clinics;
  const findings: TagFinding[] = [];
  for (const [tag, tagsOf] of Object.entries(WRONG_TAGS)) {
    const tags = tagsOf(harbor.clinicID, riverside.clinicID);
    const outcomes = await Promise.all(FUNCTION_NAMES.map((name) => assume(world, name, tags)));
    findings.push({ tag, outcome: [...new Set(outcomes.map(inWords))].toSorted().join("; ") });
  }
  return findings;
}

function inWords(outcome: string): string {
  switch (outcome) {
    case "refused":
      return "the role's trust policy";
    case "ValidationError":
    case "InvalidParameterValue":
      return "STS, before any policy";
    default:
      return `NOT REFUSED: ${outcome}`;
  }
}
