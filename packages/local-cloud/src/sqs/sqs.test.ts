import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PolicyDocument } from "../aws/principal.ts";
import { account, region, startService } from "../service.fixture.ts";
import { createSqs } from "./sqs.ts";

const arnOf = (queue: string) => `arn:aws:sqs:${region}:${account}:${queue}`;
const bucketArn = "arn:aws:s3:::uploads";
const fromBucket: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arnOf("events"),
      Condition: {
        ArnEquals: { "aws:SourceArn": bucketArn },
        StringEquals: { "aws:SourceAccount": account },
      },
    },
  ],
};

const start = () =>
  startService({
    roles: {
      worker: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }],
      sender: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: arnOf("work") }],
    },
    resourcePolicies: { [arnOf("events")]: fromBucket },
    start: (cloud, origin) =>
      createSqs(
        cloud,
        {
          work: { visibilitySeconds: 30, maxReceiveCount: 2, deadLetterQueue: "dead" },
          dead: { visibilitySeconds: 30 },
          events: { visibilitySeconds: 30 },
        },
        origin,
      ),
  });

let cloud: Awaited<ReturnType<typeof start>>;
let worker: SQSClient;
beforeAll(async () => {
  cloud = await start();
  worker = new SQSClient(cloud.as("worker"));
});
afterAll(() => cloud.stop());

const send = (queue: string, MessageBody: string) =>
  worker.send(new SendMessageCommand({ QueueUrl: cloud.service.queueUrl(queue), MessageBody }));
const receive = async (queue: string, WaitTimeSeconds = 0) => {
  const QueueUrl = cloud.service.queueUrl(queue);
  const { Messages = [] } = await worker.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
};

it("hides a received message until its visibility timeout, and gives up after two receives", async () => {
  await send("work", "first");
  const [first] = await receive("work");
  expect(first).toMatchObject({ Body: "first", Attributes: { ApproximateReceiveCount: "1" } });
  expect(await receive("work")).toEqual([]);
  expect(cloud.service.depth("work")).toEqual({ visible: 0, inFlight: 1 });

  cloud.advance(31);
  const [second] = await receive("work");
  expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: "2" } });

  cloud.service.makeVisible("work");
  expect(await receive("work")).toEqual([]);
  const [dead] = await receive("dead");
  expect(dead).toMatchObject({ Body: "first", Attributes: { DeadLetterQueueSourceArn: arnOf("work") } });
  expect(cloud.service.depth("work")).toEqual({ visible: 0, inFlight: 0 });
});

it("deletes by the handle of the latest receive only", async () => {
  const QueueUrl = cloud.service.queueUrl("events");
  await send("events", "handle");
  const [old] = await receive("events");
  cloud.service.makeVisible("events");
  const [latest] = await receive("events");
  await worker.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: old?.ReceiptHandle }));
  expect(cloud.service.depth("events").inFlight).toBe(1);
  await worker.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: latest?.ReceiptHandle }));
  expect(cloud.service.depth("events").inFlight).toBe(0);
});

it("wakes a long poll when a message arrives, though the cloud's clock stands still", async () => {
  const waiting = receive("events", 10);
  await send("events", "late");
  const [message] = await waiting;
  expect(message?.Body).toBe("late");
  await worker.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: cloud.service.queueUrl("events"),
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const [again] = await receive("events");
  const entries = {
    QueueUrl: cloud.service.queueUrl("events"),
    Entries: [
      { Id: "1", ReceiptHandle: again?.ReceiptHandle },
      { Id: "2", ReceiptHandle: "made up" },
    ],
  };
  const deleted = await worker.send(new DeleteMessageBatchCommand(entries));
  expect(deleted).toMatchObject({
    Successful: [{ Id: "1" }],
    Failed: [{ Id: "2", Code: "ReceiptHandleIsInvalid" }],
  });
});

it("carries attributes and batches with the digests that the SDK checks", async () => {
  const { QueueUrl } = await worker.send(new GetQueueUrlCommand({ QueueName: "events" }));
  const MessageAttributes = {
    actor: { DataType: "String", StringValue: "système" },
    digest: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
  };
  const sent = await worker.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "a", MessageBody: "a", MessageAttributes },
        { Id: "b", MessageBody: "b" },
      ],
    }),
  );
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["a", "b"]);
  const messages = await receive("events");
  expect(messages.map(({ Body }) => Body)).toEqual(["a", "b"]);
  expect(messages[0]?.MessageAttributes).toMatchObject(MessageAttributes);
  const { Attributes } = await worker.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({ QueueArn: arnOf("events"), ApproximateNumberOfMessagesNotVisible: "2" });
});

it("judges callers by their role and services by the queue's policy", async () => {
  const sender = new SQSClient(cloud.as("sender"));
  const QueueUrl = cloud.service.queueUrl("work");
  await sender.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "1", MessageBody: "ok" }] }));
  await expect(sender.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toThrow("not authorized");
  const elsewhere = { QueueUrl: cloud.service.queueUrl("events"), MessageBody: "no" };
  await expect(sender.send(new SendMessageCommand(elsewhere))).rejects.toThrow("not authorized");

  const s3 = { service: "s3.amazonaws.com", sourceArn: bucketArn, sourceAccount: account };
  const before = cloud.service.depth("events").visible;
  cloud.service.deliver("events", "{}", s3);
  expect(cloud.service.depth("events").visible).toBe(before + 1);
  for (const wrong of [
    { ...s3, sourceArn: "arn:aws:s3:::another" },
    { ...s3, sourceAccount: "999999999999" },
    { ...s3, service: "events.amazonaws.com" },
  ])
    expect(() => cloud.service.deliver("events", "{}", wrong)).toThrow("not authorized");
  expect(() => cloud.service.deliver("work", "{}", s3)).toThrow("not authorized");
});

it("refuses an unknown queue, an empty body and too large a batch", async () => {
  const QueueUrl = cloud.service.queueUrl("work");
  const unknown = new SendMessageCommand({ QueueUrl: QueueUrl.replace("work", "nowhere"), MessageBody: "a" });
  await expect(worker.send(unknown)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  await expect(send("work", "")).rejects.toMatchObject({ name: "MissingParameter" });
  await expect(send("work", "a\u0000")).rejects.toMatchObject({ name: "InvalidMessageContents" });
  const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: "a" }));
  await expect(worker.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
    name: "TooManyEntriesInBatchRequest",
  });
});
