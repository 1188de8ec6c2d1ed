import { api, apiStage } from "./api.ts";
import { changeRule } from "./changes.ts";
import { distribution } from "./distribution.ts";
import { functions } from "./functions.ts";
import { keysOfServices } from "./keys.ts";
import { changeLogs, functionLogs } from "./log-groups.ts";
import { names, prefix, settings } from "./place.ts";
import {
  alarmTopicPolicy,
  CHANGE_NAMES,
  changeFilter,
  DEPLOYED_FUNCTIONS,
  functionDefinition,
  HTTP_FUNCTION_NAMES,
  QUEUE_NAMES,
} from "./policy/index.ts";
import { title } from "./roles.ts";

const FIVE_MINUTES = 300;
const HOUR = 3600;
/** AWS Backup may begin a daily backup up to eight hours late. */
const HOURS_WITHOUT_BACKUP = 36;
/** A document that has waited so long is late. */
const WAITING_SECONDS = 15 * 60;
const FAILED_SIGN_INS = 50;
/** One is a sender who went away; so many at once are something of ours. */
const MISSING_DOCUMENTS = 10;
/** Codes of the answers to whoever tries a password or a code that is wrong. */
const SIGN_IN_REFUSALS = ["sign-in-failed", "code-wrong", "code-used", "too-many-tries", "step-up-failed"];
const FAILED_REQUESTS_PERCENT = 5;
/** How many standard deviations from the usual are unusual. */
const UNUSUAL_BAND = 4;

/** What our own log lines are counted as. */
export const NAMESPACE = `Postern/${$app.stage}`;

const topic = new aws.sns.Topic("Alarms", {
  name: `${prefix}-alarms`,
  kmsMasterKeyId: keysOfServices.monitoring.arn,
});
new aws.sns.TopicPolicy("AlarmsPolicy", {
  arn: topic.arn,
  policy: $jsonStringify(topic.arn.apply((arn) => alarmTopicPolicy(names, arn))),
});
if (settings.alarmEmail !== undefined) {
  new aws.sns.TopicSubscription("AlarmsMail", {
    topic: topic.arn,
    protocol: "email",
    endpoint: settings.alarmEmail,
  });
}

type Watch = Omit<aws.cloudwatch.MetricAlarmArgs, "comparisonOperator" | "evaluationPeriods"> &
  Partial<Pick<aws.cloudwatch.MetricAlarmArgs, "comparisonOperator" | "evaluationPeriods">>;

/** Rings when the metric is over its threshold, by default for any sum over 0 in five minutes. */
function alarm(resource: string, watch: Watch): void {
  new aws.cloudwatch.MetricAlarm(`${resource}Alarm`, {
    name: `${prefix}-${resource}`,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
    ...watch,
  });
}

const sumOver = (threshold: number) => ({ statistic: "Sum", period: FIVE_MINUTES, threshold });

for (const name of DEPLOYED_FUNCTIONS) {
  const dimensions = { FunctionName: functions[name].name };
  for (const metricName of ["Errors", "Throttles"]) {
    alarm(`${title(name)}${metricName}`, { namespace: "AWS/Lambda", metricName, dimensions, ...sumOver(0) });
  }
  counted(`${title(name)}Failures`, functionLogs[name], '{ $.level = "error" }', 0);
}

// Whatever keeps the clock from calling, late work is then looked after by nobody.
for (const name of DEPLOYED_FUNCTIONS) {
  if (functionDefinition(name).schedule === undefined) continue;
  alarm(`${title(name)}Silent`, {
    namespace: "AWS/Lambda",
    metricName: "Invocations",
    dimensions: { FunctionName: functions[name].name },
    statistic: "Sum",
    period: FIVE_MINUTES,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
  });
}

for (const queue of QUEUE_NAMES) {
  const isDead = queue.endsWith("-dead");
  alarm(`${title(queue)}${isDead ? "NotEmpty" : "Waiting"}`, {
    namespace: "AWS/SQS",
    metricName: isDead ? "ApproximateNumberOfMessagesVisible" : "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: names.queues[queue].name },
    statistic: "Maximum",
    period: FIVE_MINUTES,
    threshold: isDead ? 0 : WAITING_SECONDS,
  });
}

counted(
  "FailedSignIns",
  functionLogs.auth,
  `{ ${SIGN_IN_REFUSALS.map((code) => `$.code = "${code}"`).join(" || ")} }`,
  FAILED_SIGN_INS,
);
counted(
  "DocumentsMissing",
  functionLogs.ingest,
  '{ $.event = "ingest.overdue" && $.code = "quarantined" }',
  MISSING_DOCUMENTS,
);
for (const name of HTTP_FUNCTION_NAMES) {
  counted(`${title(name)}PastTheEdge`, functionLogs[name], '{ $.code = "not-through-edge" }', 0);
}

for (const name of CHANGE_NAMES) counted(name, changeLogs, changeFilter(name, prefix), 0);
alarm("ChangesUnheard", {
  namespace: "AWS/Events",
  metricName: "FailedInvocations",
  dimensions: { RuleName: changeRule.name },
  ...sumOver(0),
});

alarm("APIFailures", {
  namespace: "AWS/ApiGateway",
  metricName: "5xx",
  dimensions: { ApiId: api.id, Stage: apiStage.name },
  ...sumOver(0),
});
alarm("PortalFailures", {
  namespace: "AWS/CloudFront",
  metricName: "5xxErrorRate",
  dimensions: { DistributionId: distribution.id, Region: "Global" },
  statistic: "Average",
  period: FIVE_MINUTES,
  threshold: FAILED_REQUESTS_PERCENT,
});
const backups = { namespace: "AWS/Backup", dimensions: { BackupVaultName: prefix } };
alarm("BackupFailures", { ...backups, metricName: "NumberOfBackupJobsFailed", ...sumOver(0) });
alarm("BackupCopyFailures", { ...backups, metricName: "NumberOfCopyJobsFailed", ...sumOver(0) });
// A plan, or a role, that is gone fails no job.
alarm("BackupSilent", {
  ...backups,
  metricName: "NumberOfBackupJobsCompleted",
  statistic: "Sum",
  period: HOUR,
  evaluationPeriods: HOURS_WITHOUT_BACKUP,
  comparisonOperator: "LessThanThreshold",
  threshold: 1,
  treatMissingData: "breaching",
});

// Each document that is read or exported needs a key first: more keys than usual are more reading than usual.
alarm("UnusualReading", {
  comparisonOperator: "GreaterThanUpperThreshold",
  evaluationPeriods: 2,
  thresholdMetricId: "usual",
  metricQueries: [
    {
      id: "keys",
      returnData: true,
      metric: {
        namespace: "AWS/Lambda",
        metricName: "Invocations",
        dimensions: { FunctionName: functions.keys.name },
        period: FIVE_MINUTES,
        stat: "Sum",
      },
    },
    { id: "usual", returnData: true, expression: `ANOMALY_DETECTION_BAND(keys, ${UNUSUAL_BAND})` },
  ],
});

/** Counts the log lines that match, and rings over `threshold` in five minutes. */
function counted(resource: string, group: aws.cloudwatch.LogGroup, pattern: string, threshold: number): void {
  new aws.cloudwatch.LogMetricFilter(`${resource}Filter`, {
    name: resource,
    logGroupName: group.name,
    pattern,
    metricTransformation: { name: resource, namespace: NAMESPACE, value: "1", defaultValue: "0" },
  });
  alarm(resource, { namespace: NAMESPACE, metricName: resource, ...sumOver(threshold) });
}
