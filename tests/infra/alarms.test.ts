import { expect, it } from "vitest";
import { DEPLOYED_FUNCTIONS, functionDefinition } from "../../infra/policy/index.ts";
import { refusal, stepUpFailed, tooManyTries } from "../../packages/core/src/session/problem.ts";
import { changeFaults, patternBehind } from "./alarm-rules.ts";
import { describeStages } from "./each-stage.ts";
import { at, ofType, one } from "./graph.ts";
import { title } from "./stage-names.ts";

describeStages("the alarms", (graph) => {
  const names = () => ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name }) => name);

  it("count each refusal of a password or a code, of a step-up too", () => {
    const tried = [
      refusal("wrong"),
      refusal("code-wrong"),
      refusal("code-used"),
      tooManyTries(),
      stepUpFailed(),
    ];
    const codes = [...patternBehind(graph, "FailedSignIns").matchAll(/\$\.code = "([\w-]+)"/g)];
    expect(codes.map(([, code]) => code)).toEqual(tried.map(({ code }) => code));
  });

  it("ring for calls past the edge of those functions that can be called", () => {
    const called = DEPLOYED_FUNCTIONS.filter((name) => functionDefinition(name).path !== undefined);
    const found = names().filter((name) => name.endsWith("PastTheEdgeAlarm"));
    expect(found.sort()).toEqual(called.map((name) => `${title(name)}PastTheEdgeAlarm`).sort());
  });

  it("ring for each call that takes a safeguard away, and when such calls are not heard", () => {
    expect(changeFaults(graph)).toEqual([]);
    // Where IAM's calls and those of the trail's own Region are heard of.
    expect(graph.region).toBe("us-east-1");
    const { inputs } = one(graph, "aws:cloudwatch/metricAlarm:MetricAlarm", "ChangesUnheardAlarm");
    expect(at(inputs, "dimensions.RuleName")).toBe(`${graph.app.name}-${graph.app.stage}-changes`);
  });

  it("ring when a backup or a copy of one fails, and when none was finished for a day and a half", () => {
    const watched = (name: string) =>
      one(graph, "aws:cloudwatch/metricAlarm:MetricAlarm", `${name}Alarm`).inputs;
    const vault = { BackupVaultName: `${graph.app.name}-${graph.app.stage}` };
    for (const [name, metricName] of [
      ["BackupFailures", "NumberOfBackupJobsFailed"],
      ["BackupCopyFailures", "NumberOfCopyJobsFailed"],
      ["BackupSilent", "NumberOfBackupJobsCompleted"],
    ] as const) {
      expect(watched(name)).toMatchObject({ namespace: "AWS/Backup", metricName, dimensions: vault });
    }
    expect(watched("BackupSilent")).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 3600,
      evaluationPeriods: 36,
      treatMissingData: "breaching",
    });
  });

  it("tell our own roles and buckets from others, and take nothing else for another's", () => {
    const ours = (argument: string) =>
      `$.detail.requestParameters.${argument} = "${graph.app.name}-${graph.app.stage}-*"`;
    expect(patternBehind(graph, "RoleChanged")).toContain(ours("roleName"));
    expect(patternBehind(graph, "BucketChanged")).toContain(ours("bucketName"));
    for (const name of ["KeyChanged", "TrailChanged", "CodeChanged", "RecoveryChanged"]) {
      expect(patternBehind(graph, name)).toMatch(/^\{ \(.+\) \}$/);
      expect(patternBehind(graph, name)).not.toContain("requestParameters");
    }
  });
});
