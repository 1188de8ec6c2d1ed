import type { PolicyDocument } from "../aws/principal.ts";
import { keyArn } from "../kms/key-arn.ts";
import type { LocalCloudOptions } from "../options.ts";

/** The policies of all buckets, keys and queues, by ARN, as `createIam` takes them. */
export function resourcePoliciesByArn(
  options: Pick<LocalCloudOptions, "region" | "account" | "buckets" | "keys" | "queues">,
): Record<string, PolicyDocument> {
  const { region, account } = options;
  const policies: Record<string, PolicyDocument> = {};
  for (const [name, { policy }] of Object.entries(options.buckets)) policies[`arn:aws:s3:::${name}`] = policy;
  for (const [alias, { policy }] of Object.entries(options.keys)) policies[keyArn(options, alias)] = policy;
  for (const [name, { policy }] of Object.entries(options.queues)) {
    if (policy !== undefined) policies[`arn:aws:sqs:${region}:${account}:${name}`] = policy;
  }
  return policies;
}
