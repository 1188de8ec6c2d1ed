import { NAMESPACE } from "./alarms.ts";
import { names, prefix, region } from "./place.ts";
import { DEPLOYED_FUNCTIONS, QUEUE_NAMES } from "./policy/index.ts";
import { title } from "./roles.ts";

type Metric = readonly [namespace: string, metric: string, ...dimension: string[]];

const ROW = 6;
const HALF = 12;

const ofFunctions = (metric: string): Metric[] =>
  DEPLOYED_FUNCTIONS.map((name) => ["AWS/Lambda", metric, "FunctionName", names.baseRoles[name].name]);
const ofQueues = (metric: string): Metric[] =>
  QUEUE_NAMES.map((queue) => ["AWS/SQS", metric, "QueueName", names.queues[queue].name]);

const CHARTS: readonly (readonly [heading: string, stat: string, metrics: Metric[]])[] = [
  ["Calls", "Sum", ofFunctions("Invocations")],
  ["Errors", "Sum", ofFunctions("Errors")],
  ["Slowest calls (p99)", "p99", ofFunctions("Duration")],
  ["Refused for want of room", "Sum", ofFunctions("Throttles")],
  ["Messages waiting", "Maximum", ofQueues("ApproximateNumberOfMessagesVisible")],
  ["Age of the oldest message", "Maximum", ofQueues("ApproximateAgeOfOldestMessage")],
  ["Failures in the logs", "Sum", DEPLOYED_FUNCTIONS.map((name) => [NAMESPACE, `${title(name)}Failures`])],
  ["Failed sign-ins", "Sum", [[NAMESPACE, "FailedSignIns"]]],
];

new aws.cloudwatch.Dashboard("Dashboard", {
  dashboardName: prefix,
  dashboardBody: JSON.stringify({
    widgets: CHARTS.map(([heading, stat, metrics], index) => ({
      type: "metric",
      x: (index % 2) * HALF,
      y: Math.floor(index / 2) * ROW,
      width: HALF,
      height: ROW,
      properties: { title: heading, stat, metrics, region, period: 300, view: "timeSeries" },
    })),
  }),
});
