import { names, plan } from "./place.ts";
import { QUEUE_NAMES, record, type QueueName } from "./policy/index.ts";
import { baseRoles, title } from "./roles.ts";

const LONGEST_RETENTION_SECONDS = 14 * 24 * 3600;

const definitionOf = (queue: QueueName) => plan.queues[names.queues[queue].name];

/** SQS encrypts messages by itself: they hold ids only, and S3 could not write with a key of ours. */
export const queues = record(
  QUEUE_NAMES,
  (queue) =>
    new aws.sqs.Queue(`${title(queue)}Queue`, {
      name: names.queues[queue].name,
      visibilityTimeoutSeconds: definitionOf(queue).visibilitySeconds,
      messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    }),
);

const live = QUEUE_NAMES.filter((queue) => definitionOf(queue).deadLetterQueue !== undefined);

/** Who may send. SQS refuses a policy with a role that is not there. */
export const queuePolicies = live.map(
  (queue) =>
    new aws.sqs.QueuePolicy(
      `${title(queue)}QueuePolicy`,
      { queueUrl: queues[queue].url, policy: JSON.stringify(definitionOf(queue).policy) },
      { dependsOn: Object.values(baseRoles) },
    ),
);

for (const queue of live) {
  const { deadLetterQueue, maxReceiveCount } = definitionOf(queue);
  const dead = QUEUE_NAMES.find((other) => names.queues[other].name === deadLetterQueue);
  if (dead === undefined) throw new Error(`no queue ${deadLetterQueue}`);
  new aws.sqs.RedrivePolicy(`${title(queue)}QueueRedrive`, {
    queueUrl: queues[queue].url,
    redrivePolicy: $jsonStringify({ deadLetterTargetArn: queues[dead].arn, maxReceiveCount }),
  });
  new aws.sqs.RedriveAllowPolicy(`${title(dead)}QueueSource`, {
    queueUrl: queues[dead].url,
    redriveAllowPolicy: $jsonStringify({
      redrivePermission: "byQueue",
      sourceQueueArns: [queues[queue].arn],
    }),
  });
}
