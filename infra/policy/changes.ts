import { allow, document, type PolicyDocument } from "./document.ts";
import type { Names } from "./names.ts";

/** Calls of one AWS service by which safeguards are taken away. */
interface Change {
  readonly service: "kms" | "cloudtrail" | "iam" | "s3" | "lambda" | "dynamodb";
  readonly calls: readonly string[];
  /** The argument that holds the name of what is changed. Without one, every call in the account counts. */
  readonly nameArgument?: string;
}

/**
 * What nobody does in daily work, by the name of its alarm. What has no `nameArgument` counts whosever it
 * is: its arguments hold an id, a name or an ARN, which are forms of the same thing, and none may be missed.
 */
export const CHANGES = {
  KeyChanged: {
    service: "kms",
    calls: ["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "ReplicateKey"],
  },
  TrailChanged: {
    service: "cloudtrail",
    calls: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
  },
  RoleChanged: {
    service: "iam",
    calls: ["UpdateAssumeRolePolicy", "PutRolePolicy", "AttachRolePolicy"],
    nameArgument: "roleName",
  },
  BucketChanged: {
    service: "s3",
    calls: [
      "PutBucketPolicy",
      "DeleteBucketPolicy",
      "PutBucketVersioning",
      "PutBucketPublicAccessBlock",
      "DeleteBucketPublicAccessBlock",
    ],
    nameArgument: "bucketName",
  },
  // Lambda's calls are named so, with the day of its interface.
  CodeChanged: {
    service: "lambda",
    calls: ["UpdateFunctionCode20150331v2", "UpdateFunctionConfiguration20150331v2"],
  },
  RecoveryChanged: { service: "dynamodb", calls: ["UpdateContinuousBackups"] },
} as const satisfies Readonly<Record<string, Change>>;
export type ChangeName = keyof typeof CHANGES;

export const CHANGE_NAMES = Object.keys(CHANGES) as readonly ChangeName[];

/** Which events EventBridge writes down, as it wants to be told: all calls of `CHANGES`, done or refused. */
export function changePattern(): object {
  const changes: readonly Change[] = Object.values(CHANGES);
  return {
    source: changes.map(({ service }) => `aws.${service}`),
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventName: changes.flatMap(({ calls }) => calls) },
  };
}

/**
 * Which of the lines written down are this change, as a metric filter of CloudWatch Logs.
 * @param prefix what the names of the deployment's roles and buckets begin with, for instance `postern-production`
 */
export function changeFilter(name: ChangeName, prefix: string): string {
  const { calls, nameArgument }: Change = CHANGES[name];
  const isCalled = calls.map((call) => `$.detail.eventName = "${call}"`).join(" || ");
  const isOurs =
    nameArgument === undefined ? "" : ` && $.detail.requestParameters.${nameArgument} = "${prefix}-*"`;
  return `{ (${isCalled})${isOurs} }`;
}

/** EventBridge may write into this one log group. */
export function changeLogPolicy({ changeLogGroup }: Names): PolicyDocument {
  return document(
    allow({
      sid: "Changes",
      principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${changeLogGroup.arn}:*`],
    }),
  );
}
