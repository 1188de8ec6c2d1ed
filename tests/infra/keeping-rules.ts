import { at, ofType, text, word, type Graph, type Resource } from "./graph.ts";

/** What cannot be made again once it is gone. */
const DEAR = [
  "aws:s3/bucket:Bucket",
  "aws:dynamodb/table:Table",
  "aws:kms/key:Key",
  "aws:cognito/userPool:UserPool",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cloudtrail/trail:Trail",
  "aws:backup/vault:Vault",
  "random:index/randomBytes:RandomBytes",
];

const SIX_YEARS_DAYS = 2191;

/** What production could lose by one mistake, and what another stage could not be rid of. */
export function keepingFaults(graph: Graph): string[] {
  const isProduction = graph.app.stage === "production";
  const dear = graph.resources.filter(({ type }) => DEAR.includes(type));
  const loose = dear.filter(
    ({ protect, retainOnDelete }) => protect !== isProduction || retainOnDelete !== isProduction,
  );
  return [
    ...loose.map(({ type, name }) => `${type} ${name} is ${isProduction ? "not " : ""}kept`),
    ...(graph.app.protect === isProduction ? [] : ["the stage's protection"]),
    ...(graph.app.removal === (isProduction ? "retain" : "remove") ? [] : ["the stage's removal"]),
    ...logFaults(graph, isProduction),
    ...lockFaults(graph, isProduction),
  ];
}

function logFaults(graph: Graph, isProduction: boolean): string[] {
  return ofType(graph, "aws:cloudwatch/logGroup:LogGroup").flatMap(({ name, inputs }) => {
    const days = Number(at(inputs, "retentionInDays"));
    const isRight = isProduction ? days > SIX_YEARS_DAYS : days <= 30;
    return [
      ...(isRight ? [] : [`${name} keeps ${days} days`]),
      ...(word(inputs, "kmsKeyId").includes(":key/") ? [] : [`${name} has no key`]),
    ];
  });
}

/** Locked buckets: what is written there stays for six years in production, for a day elsewhere. */
function lockFaults(graph: Graph, isProduction: boolean): string[] {
  const wanted = isProduction ? { mode: "COMPLIANCE", years: 6 } : { mode: "GOVERNANCE", days: 1 };
  const locks = new Map(
    ofType(graph, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").map(({ inputs }) => [
      text(inputs, "bucket"),
      at(inputs, "rule.defaultRetention"),
    ]),
  );
  const locked = ofType(graph, "aws:s3/bucket:Bucket").filter((bucket) => isRecord(bucket));
  const faults = locked.flatMap(({ name, inputs }) => {
    const retention = locks.get(text(inputs, "bucket"));
    const isRight = at(inputs, "objectLockEnabled") === true && sameMembers(retention, wanted);
    return isRight ? [] : [`${name} is not locked as it must be`];
  });
  return locked.length === 2 ? faults : [...faults, `${locked.length} buckets of records, not 2`];
}

const isRecord = ({ inputs }: Resource): boolean => /-(audit|trail)-\d+$/.test(text(inputs, "bucket"));

function sameMembers(value: unknown, wanted: object): boolean {
  const sorted = (of: object) => JSON.stringify(Object.entries(of).map(String).sort());
  return typeof value === "object" && value !== null && sorted(value) === sorted(wanted);
}
