import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type Message,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { refusal, useTarget } from "./target.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    queues: {
      dead: { visibilitySeconds: 30 },
      work: { visibilitySeconds: 30, deadLetters: { queue: "dead", maxReceives: 2 } },
      plain: { visibilitySeconds: 30 },
    },
    roles: {
      owner: {
        may: (names) => [
          allow(
            "sqs:*",
            ["dead", "work", "plain"].map((name) => names.queue(name)),
          ),
        ],
      },
      sender: { may: (names) => [allow("sqs:SendMessage", names.queue("plain"))] },
    },
  },
  async (target) => ({
    names: target.names,
    url: (name: string) => target.queueUrl(name),
    owner: (await target.as("owner")).sqs,
    sender: (await target.as("sender")).sqs,
  }),
);

const send = (MessageBody: string, queue = "plain") =>
  cloud().owner.send(new SendMessageCommand({ QueueUrl: cloud().url(queue), MessageBody }));

/** Receives one message, waiting for it; `againAfter` seconds it is visible again. */
async function receive(queue = "plain", againAfter = 30, waitSeconds = 5): Promise<Message | undefined> {
  const { Messages = [] } = await cloud().owner.send(
    new ReceiveMessageCommand({
      QueueUrl: cloud().url(queue),
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: againAfter,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages[0];
}

const remove = (message: Message | undefined, queue = "plain") =>
  cloud().owner.send(
    new DeleteMessageCommand({ QueueUrl: cloud().url(queue), ReceiptHandle: message?.ReceiptHandle }),
  );

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
describe("a message that was received", () => {
  it("is hidden, comes back when it is let go, and counts its receives", async () => {
    await send("seen twice");
    const first = await receive();
    expect(first).toMatchObject({ Body: "seen twice", Attributes: { ApproximateReceiveCount: "1" } });
    expect(await receive("plain", 30, 0)).toBeUndefined();
    const QueueUrl = cloud().url("plain");
    await cloud().owner.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const second = await receive();
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes?.["ApproximateReceiveCount"]).toBe("2");
    await remove(second);
  });

  it("is gone once it is deleted, and deleting it again is no error", async () => {
    await send("done");
    const message = await receive();
    await remove(message);
    expect(await refusal(remove(message))).toBe("none");
    expect(await receive("plain", 0, 0)).toBeUndefined();
  });
});

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
it("sends a message that was received too often to the dead letters, with its id and body", async () => {
  const body = randomUUID();
  const { MessageId } = await send(body, "work");
  expect((await receive("work", 0))?.Body).toBe(body);
  expect((await receive("work", 0))?.Body).toBe(body);
  expect(await receive("work", 0, 1)).toBeUndefined();
  const dead = await receive("dead");
  expect(dead).toMatchObject({ MessageId, Body: body });
  expect(dead?.Attributes?.["DeadLetterQueueSourceArn"]).toBe(cloud().names.queue("work"));
  await remove(dead, "dead");
});

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
describe("a batch", () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, MessageBody: `batch ${index}` }));
  const sendBatch = (Entries: readonly { readonly Id: string; readonly MessageBody: string }[]) =>
    cloud().owner.send(
      new SendMessageBatchCommand({ QueueUrl: cloud().url("plain"), Entries: [...Entries] }),
    );

  it("tells for each entry what became of it", async () => {
    const [good] = entries(1);
    if (!good) throw new Error("There is an entry.");
    const { Successful = [], Failed = [] } = await sendBatch([good, { Id: "bad", MessageBody: "\u0000" }]);
    expect([Successful.map(({ Id }) => Id), Failed.map(({ Id }) => Id)]).toEqual([["e0"], ["bad"]]);
    expect(Failed[0]?.SenderFault).toBe(true);
    const message = await receive();
    const { Successful: removed = [] } = await cloud().owner.send(
      new DeleteMessageBatchCommand({
        QueueUrl: cloud().url("plain"),
        Entries: [{ Id: "e0", ReceiptHandle: message?.ReceiptHandle }],
      }),
    );
    expect(removed).toHaveLength(1);
  });

  it("has one to ten entries with names of their own", async () => {
    expect(await refusal(sendBatch([]))).toMatch(/EmptyBatchRequest/);
    expect(await refusal(sendBatch(entries(11)))).toMatch(/TooManyEntriesInBatchRequest/);
    const [twice] = entries(1);
    expect(await refusal(sendBatch(twice ? [twice, twice] : []))).toMatch(/BatchEntryIdsNotDistinct/);
  });
});

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html */
describe("a right to send", () => {
  it("is none to receive or delete, and none to another queue", async () => {
    const { sender, url } = cloud();
    const QueueUrl = url("plain");
    const { MessageId } = await sender.send(new SendMessageCommand({ QueueUrl, MessageBody: "allowed" }));
    expect(MessageId).toBeDefined();
    const refusals = await Promise.all([
      refusal(sender.send(new ReceiveMessageCommand({ QueueUrl }))),
      refusal(sender.send(new SendMessageCommand({ QueueUrl: url("work"), MessageBody: "refused" }))),
    ]);
    for (const name of refusals) expect(name).toMatch(/AccessDenied/);
    await remove(await receive());
  });

  it("covers the batch of it", async () => {
    const Entries = [{ Id: "one", MessageBody: "allowed too" }];
    const { Successful } = await cloud().sender.send(
      new SendMessageBatchCommand({ QueueUrl: cloud().url("plain"), Entries }),
    );
    expect(Successful).toHaveLength(1);
    await remove(await receive());
  });
});
