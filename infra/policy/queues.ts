import { allow, document, type PolicyDocument } from "./document.ts";
import type { FunctionName, Names, QueueName } from "./names.ts";

/** A message is tried so often before it goes to the dead-letter queue, which raises an alarm. */
export const RECEIVES_MAX = 5;

/** Longest run of `ingest`: it hashes an object of 256 MiB again. */
export const INGEST_TIMEOUT_SECONDS = 15 * 60;

/** Longest run of `sweep`: a submission's thousand documents, one after the other. */
export const SWEEP_TIMEOUT_SECONDS = 5 * 60;

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
  const both = (
    queue: "ingest" | "settle" | "sweep",
    policy: PolicyDocument,
    timeoutSeconds: number,
  ): Readonly<Record<string, QueueDefinition>> => {
    const visibilitySeconds = 6 * timeoutSeconds;
    const dead = names.queues[`${queue}-dead`].name;
    const live = { policy, visibilitySeconds, maxReceiveCount: RECEIVES_MAX, deadLetterQueue: dead };
    return { [names.queues[queue].name]: live, [dead]: { visibilitySeconds } };
  };
  return {
    ...both("ingest", ingestQueuePolicy(names), INGEST_TIMEOUT_SECONDS),
    ...both("settle", settleQueuePolicy(names), INGEST_TIMEOUT_SECONDS),
    ...both("sweep", sweepQueuePolicy(names), SWEEP_TIMEOUT_SECONDS),
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
  return sentBy(names, "settle", "Settlers", ["intake", "tick"]);
}

/** `tick` alone may say that a submission's time has come. */
export function sweepQueuePolicy(names: Names): PolicyDocument {
  return sentBy(names, "sweep", "Clock", ["tick"]);
}

function sentBy(
  names: Names,
  queue: QueueName,
  sid: string,
  senders: readonly FunctionName[],
): PolicyDocument {
  const there = senders.filter((name) => names.functions.includes(name));
  return document(
    allow({
      sid,
      principal: { AWS: there.map((name) => names.baseRoles[name].arn) },
      actions: ["sqs:SendMessage"],
      resources: [names.queues[queue].arn],
    }),
  );
}
