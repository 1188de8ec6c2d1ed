import { expect, it } from "vitest";
import { describeStages } from "./each-stage.ts";
import { at, ofType, one, text, type Value } from "./graph.ts";
import { parsePolicy } from "./statements.ts";

const RIGHTS = "aws:iam/rolePolicy:RolePolicy";

/** What AWS Backup needs of a table that it makes, by AWS's own policy for restores. */
const FILLING = [
  "dynamodb:BatchWriteItem",
  "dynamodb:DeleteItem",
  "dynamodb:DescribeTable",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:RestoreTableFromAwsBackup",
  "dynamodb:RestoreTableFromBackup",
  "dynamodb:Scan",
  "dynamodb:UpdateItem",
];

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

  const restoring = () => parsePolicy(text(one(graph, RIGHTS, "RestoreRights").inputs, "policy"));

  it("tells AWS Backup of each new document, and lets it bring back into another bucket only", () => {
    const { inputs } = one(graph, "aws:s3/bucketNotification:BucketNotification");
    expect(at(inputs, "eventbridge")).toBe(true);
    const buckets = restoring()
      .flatMap(({ resources }) => resources)
      .filter((arn) => arn.includes(":s3:"));
    const restored = `arn:aws:s3:::${graph.app.name}-${graph.app.stage}-documents-${graph.account}-restored`;
    expect(buckets.toSorted()).toEqual([restored, `${restored}/*`]);
  });

  it("is brought back into tables beside ours, and under their names only where ours do not stand", () => {
    const isProduction = graph.app.stage === "production";
    const kept = at(one(graph, "aws:backup/selection:Selection").inputs, "resources") as readonly string[];
    const tables = kept.filter((arn) => arn.includes(":table/"));
    expect(tables).toHaveLength(5);
    const [filling, ...more] = restoring().filter(({ actions }) => actions.includes("dynamodb:PutItem"));
    expect(more).toEqual([]);
    expect(filling?.actions).toEqual(FILLING);
    const near = tables.map((arn) => `${arn}-restored`);
    const far = tables.map((arn) => arn.replace(`:${graph.region}:`, ":us-west-2:"));
    expect(filling?.resources).toEqual([...near, ...(isProduction ? far : [])].toSorted());
    const sources = restoring().filter(({ sid }) => sid === "TableBackups");
    expect(sources.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["dynamodb:RestoreTableFromBackup"], tables.map((arn) => `${arn}/backup/*`).toSorted()],
    ]);
  });
});
