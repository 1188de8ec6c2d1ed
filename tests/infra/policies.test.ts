import { describe, expect, it } from "vitest";
import { describeStages, graphOf, isInstalled } from "./each-stage.ts";
import { idleReasons, rightFaults, trustFaults, wildcardFaults } from "./policy-rules.ts";
import { policiesOf } from "./statements.ts";

describeStages("the policies", (graph) => {
  it("are all found: two for each role, one for each key, bucket and live queue, one each for topic and changes", () => {
    const found = policiesOf(graph).length;
    const count = (type: string) => graph.resources.filter((resource) => resource.type === type).length;
    expect(found).toBe(
      2 * count("aws:iam/role:Role") +
        count("aws:kms/key:Key") +
        count("aws:s3/bucket:Bucket") +
        count("aws:sqs/queuePolicy:QueuePolicy") +
        count("aws:sns/topicPolicy:TopicPolicy") +
        count("aws:cloudwatch/logResourcePolicy:LogResourcePolicy"),
    );
    expect(found).toBeGreaterThan(40);
  });

  it("are no wider than there is a reason for", () => {
    expect(wildcardFaults(graph)).toEqual([]);
  });

  it("give no right to read whole tables, to speak PartiQL or to pass roles on", () => {
    expect(rightFaults(graph)).toEqual([]);
  });

  it("let nobody become a function's role but Lambda, and a tenant role but its function", () => {
    expect(trustFaults(graph)).toEqual([]);
  });
});

describe.runIf(isInstalled)("the reasons for something wide", () => {
  it("are all needed", () => {
    expect(idleReasons([graphOf("dev"), graphOf("production")])).toEqual([]);
  });
});
