import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedded } from "./embedded.ts";
import { isAccount, type Target } from "./target.ts";
import { allow, type Topology } from "./topology.ts";

/** Fails on what says so: as one message of its batch, or with the whole batch. */
const handler = `
export async function handler({ Records }) {
  if (Records.some(({ body }) => body === "throws")) throw new Error("the batch fails");
  const failed = Records.filter(({ body }) => body.startsWith("fails"));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}`;

const topology: Topology = {
  queues: {
    dead: { visibilitySeconds: 30 },
    work: { visibilitySeconds: 1, deadLetters: { queue: "dead", maxReceives: 1 } },
  },
  roles: {
    worker: {
      may: (names) => [
        allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], names.queue("work")),
      ],
    },
    owner: { may: (names) => [allow("sqs:*", [names.queue("work"), names.queue("dead")])] },
  },
};

const reason = "there is no Lambda client in the house to make a function with; the embedded cloud only";
if (isAccount) console.warn(`skipped: queue mappings: ${reason}`);

/**
 * A function fed by a queue, seen from the queue's two ends.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
describe.skipIf(isAccount)("a queue that feeds a function with ReportBatchItemFailures", () => {
  let directory: string;
  let target: Target;
  let sqs: SQSClient;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "contract-"));
    const file = join(directory, "worker.mjs");
    await writeFile(file, handler);
    target = await openEmbedded(topology, {
      worker: {
        file,
        role: "worker",
        environment: {},
        timeoutSeconds: 10,
        queues: [{ queue: "work", batchSize: 10 }],
      },
    });
    ({ sqs } = await target.as("owner"));
  });
  afterAll(async () => {
    await target.close();
    await rm(directory, { recursive: true });
  });

  const send = (...bodies: readonly string[]) =>
    sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: target.queueUrl("work"),
        Entries: bodies.map((MessageBody, index) => ({ Id: `e${index}`, MessageBody })),
      }),
    );

  /** Bodies of the next dead letters, waiting for as many as are meant to come. */
  async function deadLetters(count: number): Promise<readonly string[]> {
    const bodies: string[] = [];
    for (let attempt = 0; attempt < 8 && bodies.length < count; attempt += 1) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: target.queueUrl("dead"),
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
        }),
      );
      bodies.push(...Messages.map(({ Body = "" }) => Body));
    }
    return bodies.toSorted();
  }

  it("deletes what succeeded, and only that: the one that failed comes back", async () => {
    await send("good 1", "fails 1", "good 2");
    expect(await deadLetters(1)).toEqual(["fails 1"]);
  });

  it("brings the whole batch back when the function throws", async () => {
    await send("throws");
    expect(await deadLetters(1)).toEqual(["throws"]);
  });
});
