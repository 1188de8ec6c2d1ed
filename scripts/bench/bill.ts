import { sum } from "./calls.ts";
import {
  ASSUMED,
  countCalls,
  dataEvents,
  httpCalls,
  invocations,
  keptBytes,
  tableEvents,
  type Load,
} from "./load.ts";
import { cost, FREE_PEOPLE, tieredCost } from "./prices.ts";
import { KEY_NAMES, SERVICE_KEY_NAMES } from "../../infra/policy/index.ts";

/** A line of a bill, in dollars. */
export interface BillLine {
  readonly of: string;
  readonly usd: number;
}

export const DAYS_PER_MONTH = 30;
/** Submissions a day for which the bill is made out. */
export const SIZES_PER_DAY = [10, 10_000, 10_000_000] as const;

const GB = 1024 ** 3;
const MINUTES_PER_MONTH = DAYS_PER_MONTH * 24 * 60;
/** Of the firewall, and of the alarms of one stage. */
const [RULES, ALARMS] = [5, 46];
/** That are kept at a time: those of the last seven days, and of five Sundays. */
const [DAILY_BACKUPS, WEEKLY_BACKUPS] = [7, 5];
const BACKUPS = DAILY_BACKUPS + WEEKLY_BACKUPS;

const S3_READS = ["s3:GetObject", "s3:GetObjectVersion"];

/** What one submission, and all that follows from it, costs but for storage. */
export function perSubmission(load: Load): readonly BillLine[] {
  const http = httpCalls(load);
  const { calls, gigabyteSeconds } = invocations(load);
  const count = (service: string) => countCalls(load, ({ action }) => action.startsWith(`${service}:`));
  const reads = countCalls(load, ({ action }) => S3_READS.includes(action));
  const signIns = countCalls(load, ({ action }) => action === "cognito-idp:AdminInitiateAuth");
  return [
    {
      of: "DynamoDB, writing",
      usd: cost(
        "dynamoWrite",
        sum(load.calls, (call) => call.writeUnits),
      ),
    },
    {
      of: "DynamoDB, reading",
      usd: cost(
        "dynamoRead",
        sum(load.calls, (call) => call.readUnits),
      ),
    },
    { of: "CloudTrail, data events", usd: cost("trail", dataEvents(load)) },
    { of: "Lambda", usd: cost("lambdaRequest", calls) + cost("lambdaDuration", gigabyteSeconds) },
    { of: "S3, requests", usd: cost("s3Read", reads) + cost("s3Write", count("s3") - reads) },
    { of: "SQS", usd: cost("queue", count("sqs")) },
    { of: "KMS, requests", usd: cost("keyUse", count("kms")) },
    {
      of: "CloudFront, WAF, API Gateway",
      usd:
        cost("edgeRequest", http) +
        cost("firewallRequest", http) +
        cost("api", http) +
        cost("edgeBytes", (signIns * ASSUMED.portalBytes) / GB),
    },
    { of: "CloudWatch, logs", usd: cost("logs", (calls * ASSUMED.logBytes) / GB) },
  ];
}

/** GB that a submission leaves, and that it takes to the care team. */
export function volumesOf(load: Load) {
  const browser = load.calls.filter(({ by }) => by === "browser");
  return {
    documentsGB: sum(browser, (call) => call.receivedBytes) / GB,
    transferGB: sum(browser, (call) => call.sentBytes) / GB,
    tablesGB: keptBytes(load, "tables") / GB,
    indexesGB: keptBytes(load, "indexes") / GB,
  };
}

/**
 * A month's bill after `months` months at this size, when nothing was deleted.
 *
 * @param idlePollsPerMinute requests of the queues' pollers while nothing happens
 */
export function monthOf(
  load: Load,
  perDay: number,
  months: number,
  idlePollsPerMinute: number,
): readonly BillLine[] {
  const sent = perDay * DAYS_PER_MONTH;
  const kept = sent * months;
  const { documentsGB, transferGB, tablesGB, indexesGB } = volumesOf(load);
  const people = sent / ASSUMED.sendsPerPerson;
  return [
    ...perSubmission(load).map(({ of, usd }) => ({ of, usd: usd * sent })),
    { of: "Cognito, people active in the month", usd: cost("person", Math.max(0, people - FREE_PEOPLE)) },
    { of: "S3, documents to the care team", usd: tieredCost("transfer", sent * transferGB) },
    { of: "S3, documents kept", usd: tieredCost("s3Storage", kept * documentsGB) },
    { of: "DynamoDB, rows kept", usd: cost("dynamoStorage", kept * (tablesGB + indexesGB)) },
    { of: "DynamoDB, point-in-time recovery", usd: cost("dynamoRecovery", kept * tablesGB) },
    {
      of: `Backup, ${DAILY_BACKUPS} daily and ${WEEKLY_BACKUPS} weekly copies of the tables`,
      usd: cost("backup", kept * tablesGB * BACKUPS),
    },
    { of: "Backup, the documents once", usd: cost("backupObjects", kept * documentsGB) },
    {
      of: "whatever happens: keys, firewall, alarms, idle polling",
      usd:
        cost("key", KEY_NAMES.length + SERVICE_KEY_NAMES.length) +
        cost("firewall", 1) +
        cost("firewallRule", RULES) +
        cost("alarm", ALARMS) +
        cost("queue", idlePollsPerMinute * MINUTES_PER_MONTH),
    },
  ];
}

/** Months after which documents may go to the archive, and how well provisioned capacity would be used. */
const [ARCHIVED_AFTER_MONTHS, PROVISIONED_USE] = [3, 0.6];

/** What could be saved in the twelfth month, without giving up what the law or the design asks for. */
export function savingsAt(load: Load, perDay: number): readonly BillLine[] {
  const sent = perDay * DAYS_PER_MONTH;
  const { documentsGB } = volumesOf(load);
  const allGB = sent * documentsGB * 12;
  const youngGB = sent * documentsGB * ARCHIVED_AFTER_MONTHS;
  const written = sent * sum(load.calls, (call) => call.writeUnits);
  const hours = written / 3600 / PROVISIONED_USE;
  return [
    {
      of: `documents older than ${ARCHIVED_AFTER_MONTHS} months in S3 Glacier Instant Retrieval`,
      usd:
        tieredCost("s3Storage", allGB) -
        tieredCost("s3Storage", youngGB) -
        cost("s3Archive", allGB - youngGB),
    },
    {
      of: `provisioned write capacity, used to ${PROVISIONED_USE * 100} %`,
      usd: cost("dynamoWrite", written) - cost("dynamoProvisioned", hours),
    },
    {
      of: "CloudTrail without the data events of the tables",
      usd: cost("trail", sent * tableEvents(load)),
    },
  ];
}

export const total = (lines: readonly BillLine[]) => sum(lines, ({ usd }) => usd);
