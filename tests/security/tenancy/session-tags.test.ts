import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { ClinicID } from "@postern/contract";
import { createTenancy } from "@postern/core/aws";
import { systemClock } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_NAMES } from "../../../infra/policy/index.ts";
import { basePrincipal, outcomeOf, tenantPrincipal } from "../../support/principal.ts";
import { startWorld, type World } from "../../support/world.ts";
import { assume, attackWithTags, lookAlike, type Tags } from "./session-tags.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe("a session tag", () => {
  it("that is not one clinic's id, alone, is refused to every function", async () => {
    const findings = await attackWithTags(world);
    expect(findings.length).toBeGreaterThan(15);
    const refused = /^(the role's trust policy|STS, before any policy)$/;
    expect(findings.filter(({ outcome }) => !refused.test(outcome))).toEqual([]);
  });

  it("of a clinic's shape is taken, for the function's own tenant role alone", async () => {
    const tags: Tags = [["clinic", world.clinics.harbor.clinicID]];
    expect(await assume(world, "review", tags)).toBe("done");
    for (const role of FUNCTION_NAMES.filter((name) => name !== "review"))
      expect([role, await assume(world, "review", tags, role)]).toEqual([role, "refused"]);
  });

  it("of the right length in other letters, which no policy can tell from a clinic's, reaches nothing", async () => {
    const { clinicID } = world.clinics.riverside;
    const alike = clinicID.replace(/[0-9a-z](?=.{5}$)/, "\u0430") as ClinicID;
    expect([alike.length, alike === clinicID]).toEqual([clinicID.length, false]);
    expect(await assume(world, "review", [["clinic", alike]])).toBe("done");
    const { dynamo } = tenantPrincipal(world, "review", alike);
    const TableName = world.names.tables.record.name;
    const pk = `${clinicID}#cli#clinic`;
    const get = new GetCommand({ TableName, Key: { pk, sk: "fieldkey" } });
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
    });
    expect([await outcomeOf(dynamo.send(get)), await outcomeOf(dynamo.send(query))]).toEqual([
      "refused",
      "refused",
    ]);
  });

  it("is never asked for by our code unless it is a clinic's id, letter by letter", () => {
    const { sts } = basePrincipal(world, "review");
    const roleARN = world.names.tenantRoles.review.arn;
    const tenancy = createTenancy({ sts, roleARN, clock: systemClock, build: (clinicID) => clinicID });
    const { clinicID } = world.clinics.riverside;
    const wrong = [
      "",
      "*",
      lookAlike(clinicID),
      clinicID.toUpperCase(),
      `${clinicID}0`,
      `${clinicID},${clinicID}`,
    ];
    for (const value of wrong)
      expect(() => tenancy.tenant(value as ClinicID)).toThrow(/invalid_format|Invalid/);
  });
});
