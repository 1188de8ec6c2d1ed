import { allow, document, type PolicyDocument } from "./document.ts";
import type { Names } from "./names.ts";

/** A message is tried so often before it goes to the dead-letter queue, which raises an alarm. */
export const RECEIVES_MAX = 5;

/** Longest run of `ingest`: it hashes an object of 256 MiB again. */
export const INGEST_TIMEOUT_SECONDS = 15 * 60;

/** A queue as it is made. Messages hold ids only and are encrypted by SQS itself. */
export interface QueueDefinition {
  readonly policy?: PolicyDocument;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount?: number;
  /** Name of the queue for messages that were received `maxReceiveCount` times. */
  readonly deadLetterQueue?: string;
}

/**
 * Every queue by name. AWS asks for a visibility of six times the function's timeout.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function queues(names: Names): Readonly<Record<string, QueueDefinition>> {
  const visibilitySeconds = 6 * INGEST_TIMEOUT_SECONDS;
  const live = (policy: PolicyDocument, deadLetterQueue: string): QueueDefinition => ({
    policy,
    visibilitySeconds,
    maxReceiveCount: RECEIVES_MAX,
    deadLetterQueue,
  });
  const { ingest, settle } = names.queues;
  return {
    [ingest.name]: live(ingestQueuePolicy(names), names.queues["ingest-dead"].name),
    [names.queues["ingest-dead"].name]: { visibilitySeconds },
    [settle.name]: live(settleQueuePolicy(names), names.queues["settle-dead"].name),
    [names.queues["settle-dead"].name]: { visibilitySeconds },
  };
}

/** S3 may send, for the document bucket of this account only: a foreign bucket's events name clinics of ours too. */
export function ingestQueuePolicy(names: Names): PolicyDocument {
  return document(
    allow({
      sid: "DocumentBucket",
      principal: { Service: "s3.amazonaws.com" },
      actions: ["sqs:SendMessage"],
      resources: [names.queues.ingest.arn],
      condition: {
        StringEquals: { "aws:SourceArn": names.documentBucket.arn, "aws:SourceAccount": names.account },
      },
    }),
  );
}

/** Those who may ask for a submission to be settled: `intake` on submit, `tick` for what is late. */
export function settleQueuePolicy(names: Names): PolicyDocument {
  const settlers = (["intake", "tick"] as const).filter((name) => names.functions.includes(name));
  return document(
    allow({
      sid: "Settlers",
      principal: { AWS: settlers.map((name) => names.baseRoles[name].arn) },
      actions: ["sqs:SendMessage"],
      resources: [names.queues.settle.arn],
    }),
  );
}
