import { readFile } from "node:fs/promises";
import { adminRoutes } from "@postern/contract";
import type { LocalCloudOptions, PolicyStatement } from "@postern/local-cloud";
import { expect, it } from "vitest";
import { DEPLOYED_FUNCTIONS, HTTP_FUNCTION_NAMES } from "../../../infra/policy/index.ts";
import { cachedFunctions } from "../../../scripts/build-cache.ts";
import { createdPair } from "../../support/belongings.ts";
import { codeOf, rawCall } from "../../support/raw-call.ts";
import { MARK } from "../../support/unguarded/acting-clinic.ts";
import { startUnguardedWorld } from "../../support/unguarded/world.ts";

/** Takes from every role's rights on rows the condition that they be one clinic's. */
function withoutLeadingKeys(roles: LocalCloudOptions["roles"]): LocalCloudOptions["roles"] {
  const loosened = (statement: PolicyStatement): PolicyStatement => {
    const { Condition: _condition, ...rest } = statement;
    return JSON.stringify(statement).includes("dynamodb:LeadingKeys") ? rest : statement;
  };
  return Object.fromEntries(
    Object.entries(roles).map(([name, { identity, ...role }]) => [
      name,
      { ...role, identity: { ...identity, Statement: identity.Statement.map(loosened) } },
    ]),
  );
}

it("is in the bundles of the attacks, in front of every clinic's rows, and in none that is shipped", async () => {
  const world = await startUnguardedWorld();
  try {
    const shipped = await cachedFunctions();
    const marked = async (files: Readonly<Record<string, string>>) => {
      const texts = DEPLOYED_FUNCTIONS.map(
        async (name) => [name, await readFile(files[name] ?? "", "utf8")] as const,
      );
      return (await Promise.all(texts)).filter(([, text]) => text.includes(MARK)).map(([name]) => name);
    };
    expect((await marked(world.files)).toSorted()).toEqual(HTTP_FUNCTION_NAMES.toSorted());
    expect(await marked(shipped)).toEqual([]);
  } finally {
    await world.close();
  }
}, 60_000);

it("hands the other clinic's rows over where IAM does not refuse, so that the attacks do prove IAM", async () => {
  const world = await startUnguardedWorld({ withRoles: withoutLeadingKeys });
  try {
    const [riverside] = await createdPair(world);
    const officer = await world.signIn(world.people.harborSecurityOfficer);
    const { clinicID, quarantined } = riverside;
    const liar = { ...officer, session: { ...officer.session, clinicID } };
    const answer = await rawCall(world, liar, adminRoutes.quarantine, {});
    expect(codeOf(answer)).toBe("200");
    expect(answer.body).toContain(quarantined.key.split("/")[2]);
    const honest = await rawCall(world, officer, adminRoutes.quarantine, {});
    expect(codeOf(honest)).toBe("200");
    expect(honest.body).not.toContain(quarantined.key.split("/")[2]);
  } finally {
    await world.close();
  }
}, 60_000);
