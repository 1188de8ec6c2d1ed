import { at, ofType, text, word, type Graph, type Value } from "./graph.ts";

/** Calls of AWS by which safeguards are taken away, by the alarm that must ring. */
export const WATCHED: Readonly<Record<string, readonly string[]>> = {
  KeyChanged: ["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "ReplicateKey"],
  TrailChanged: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
  RoleChanged: ["UpdateAssumeRolePolicy", "PutRolePolicy", "AttachRolePolicy"],
  BucketChanged: [
    "PutBucketPolicy",
    "DeleteBucketPolicy",
    "PutBucketVersioning",
    "PutBucketPublicAccessBlock",
    "DeleteBucketPublicAccessBlock",
  ],
  CodeChanged: ["UpdateFunctionCode20150331v2", "UpdateFunctionConfiguration20150331v2"],
  RecoveryChanged: ["UpdateContinuousBackups"],
};

const SOURCES = ["aws.kms", "aws.cloudtrail", "aws.iam", "aws.s3", "aws.lambda", "aws.dynamodb"];

/** Pattern of the metric filter behind an alarm; empty when one of the two is missing or they do not meet. */
export function patternBehind(graph: Graph, alarm: string): string {
  const [filter] = ofType(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").filter(
    ({ name }) => name === `${alarm}Filter`,
  );
  const [rings] = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").filter(
    ({ name }) => name === `${alarm}Alarm`,
  );
  const isSame = (member: string, of: string) =>
    word(filter?.inputs, `metricTransformation.${of}`) === word(rings?.inputs, member);
  const meets = isSame("metricName", "name") && isSame("namespace", "namespace");
  return filter !== undefined && rings !== undefined && meets ? text(filter.inputs, "pattern") : "";
}

/** Watched calls that could be made without a sound: on the way from the trail to the alarm they get lost. */
export function changeFaults(graph: Graph): string[] {
  const calls = Object.values(WATCHED).flat();
  const rule = ofType(graph, "aws:cloudwatch/eventRule:EventRule").find(
    ({ inputs }) => JSON.stringify(eventPattern(inputs)) === JSON.stringify(wantedPattern(calls)),
  );
  const targets = ofType(graph, "aws:cloudwatch/eventTarget:EventTarget").filter(
    ({ inputs }) => word(inputs, "rule") === word(rule?.inputs, "name"),
  );
  const group = `/aws/events/${graph.app.name}-${graph.app.stage}-changes`;
  return [
    ...(rule === undefined ? ["no rule hears of all calls"] : []),
    ...(targets.some(({ inputs }) => word(inputs, "arn").endsWith(`:log-group:${group}`))
      ? []
      : ["no target"]),
    ...Object.entries(WATCHED).flatMap(([alarm, watched]) => {
      const pattern = patternBehind(graph, alarm);
      return watched
        .filter((call) => !pattern.includes(`$.detail.eventName = "${call}"`))
        .map((call) => `${alarm} does not ring for ${call}`);
    }),
  ];
}

function eventPattern(inputs: Value): unknown {
  const pattern = JSON.parse(word(inputs, "eventPattern") || "{}") as Value;
  return sorted(at(pattern, "source"), at(pattern, "detail-type"), at(pattern, "detail.eventName"));
}

function wantedPattern(calls: readonly string[]): unknown {
  return sorted(SOURCES, ["AWS API Call via CloudTrail"], calls);
}

const sorted = (...lists: readonly (Value | undefined)[]) =>
  lists.map((list) => (Array.isArray(list) ? list.map(String).toSorted() : list));
