import { expect, it } from "vitest";
import { describeStages } from "./each-stage.ts";
import { at, ofType, one, text, type Value } from "./graph.ts";

describeStages("data at rest", (graph) => {
  it("is backed up daily into a locked vault, in production into a second Region too", () => {
    const isProduction = graph.app.stage === "production";
    const vaults = ofType(graph, "aws:backup/vault:Vault");
    const locks = ofType(graph, "aws:backup/vaultLockConfiguration:VaultLockConfiguration");
    expect(vaults.map(({ inputs }) => at(inputs, "region"))).toEqual(
      isProduction ? ["us-west-2", undefined] : [undefined],
    );
    expect(locks.map(({ inputs }) => at(inputs, "changeableForDays"))).toEqual(
      isProduction ? [3, 3] : [undefined],
    );
    const { inputs } = one(graph, "aws:backup/selection:Selection");
    expect(at(inputs, "resources")).toHaveLength(6);
    expect(JSON.stringify(at(inputs, "resources"))).not.toMatch(/-limit|\*/);
    expect(JSON.stringify(at(inputs, "resources"))).toMatch(/-documents-\d+"/);
    const rules = at(one(graph, "aws:backup/plan:Plan").inputs, "rules") as readonly Value[];
    for (const rule of rules) expect(at(rule, "copyActions")).toHaveLength(isProduction ? 1 : 0);
  });

  it("is kept in the vault for as long as the vault's lock allows: 7 daily and 5 weekly copies", () => {
    const rules = at(one(graph, "aws:backup/plan:Plan").inputs, "rules") as readonly Value[];
    const days = rules.map((rule) => [at(rule, "ruleName"), at(rule, "lifecycle.deleteAfter")]);
    expect(days).toEqual([
      ["daily", 7],
      ["weekly", 35],
    ]);
    for (const { inputs } of ofType(graph, "aws:backup/vaultLockConfiguration:VaultLockConfiguration")) {
      expect([at(inputs, "minRetentionDays"), at(inputs, "maxRetentionDays")]).toEqual([7, 35]);
    }
  });

  it("tells AWS Backup of each new document, and lets it bring back into another bucket only", () => {
    const { inputs } = one(graph, "aws:s3/bucketNotification:BucketNotification");
    expect(at(inputs, "eventbridge")).toBe(true);
    const rights = one(graph, "aws:iam/rolePolicy:RolePolicy", "RestoreRights");
    const policy = JSON.parse(text(rights.inputs, "policy")) as { Statement: { Resource: string[] }[] };
    const buckets = policy.Statement.flatMap(({ Resource }) => Resource).filter((arn) =>
      arn.includes(":s3:"),
    );
    const restored = `arn:aws:s3:::${graph.app.name}-${graph.app.stage}-documents-${graph.account}-restored`;
    expect(buckets).toEqual([restored, `${restored}/*`]);
  });
});
