import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { account, region, startService } from "../service.fixture.ts";
import { openState, type State } from "../state/state.ts";
import { createSqs } from "./sqs.ts";

const queues = {
  "log.fifo": { visibilitySeconds: 60, maxReceiveCount: 1, deadLetterQueue: "dead.fifo" },
  "dead.fifo": { visibilitySeconds: 60 },
  "content.fifo": { visibilitySeconds: 60, contentBasedDeduplication: true },
  plain: { visibilitySeconds: 60 },
};
const start = (state?: State) =>
  startService({
    roles: {
      owner: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }],
      sender: [{ Effect: "Allow", Action: ["sqs:SendMessage", "sqs:StartMessageMoveTask"], Resource: "*" }],
    },
    start: (cloud, origin) => createSqs(cloud, queues, origin, state),
  });

let cloud: Awaited<ReturnType<typeof start>>;
let owner: SQSClient;
beforeEach(async () => {
  cloud = await start();
  owner = new SQSClient(cloud.as("owner"));
});
afterEach(() => cloud.stop());

const at = (queue: string) => ({ QueueUrl: cloud.service.queueUrl(queue) });
const send = (MessageBody: string, MessageGroupId: string, queue = "log.fifo", more: object = {}) =>
  owner.send(
    new SendMessageCommand({
      ...at(queue),
      MessageBody,
      MessageGroupId,
      MessageDeduplicationId: MessageBody,
      ...more,
    }),
  );
async function receive(queue = "log.fifo", most = 10) {
  const answer = await owner.send(
    new ReceiveMessageCommand({
      ...at(queue),
      MaxNumberOfMessages: most,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return answer.Messages ?? [];
}
const bodies = async (queue?: string, most?: number) => (await receive(queue, most)).map(({ Body }) => Body);
const arnOf = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;

describe("a FIFO queue", () => {
  it("gives each group in the order of sending, and nothing behind what is under way", async () => {
    for (const body of ["a1", "a2", "b1", "a3"]) await send(body, body.charAt(0));
    const [first] = await receive("log.fifo", 1);
    expect(first?.Body).toBe("a1");
    expect(await bodies()).toEqual(["b1"]);
    expect(await bodies()).toEqual([]);
    await owner.send(new DeleteMessageCommand({ ...at("log.fifo"), ReceiptHandle: first?.ReceiptHandle }));
    expect(await bodies()).toEqual(["a2", "a3"]);
  });

  it("holds a group while any of it is under way, though an earlier one came back", async () => {
    for (const body of ["a1", "a2", "a3"]) await send(body, "a", "dead.fifo");
    const [first] = await receive("dead.fifo", 2);
    await owner.send(
      new ChangeMessageVisibilityCommand({
        ...at("dead.fifo"),
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect(await bodies("dead.fifo")).toEqual([]);
    cloud.advance(61);
    expect(await bodies("dead.fifo")).toEqual(["a1", "a2", "a3"]);
  });

  it("takes a message once in five minutes, also when it was handled meanwhile", async () => {
    const sent = await send("a1", "a");
    const [message] = await receive();
    expect(message?.Attributes).toMatchObject({
      MessageGroupId: "a",
      MessageDeduplicationId: "a1",
      SequenceNumber: sent.SequenceNumber,
    });
    await owner.send(new DeleteMessageCommand({ ...at("log.fifo"), ReceiptHandle: message?.ReceiptHandle }));
    expect(await send("a1", "a")).toMatchObject({
      MessageId: sent.MessageId,
      SequenceNumber: sent.SequenceNumber,
    });
    expect(await bodies()).toEqual([]);
    cloud.advance(5 * 60 + 1);
    const again = await send("a1", "a");
    expect((again.SequenceNumber ?? "") > (sent.SequenceNumber ?? "")).toBe(true);
    expect(await bodies()).toEqual(["a1"]);
  });

  it("takes the body for the id where it is made so, and refuses a message without one elsewhere", async () => {
    const none = { MessageDeduplicationId: undefined };
    await send("same", "a", "content.fifo", none);
    await send("same", "b", "content.fifo", none);
    expect(await bodies("content.fifo")).toEqual(["same"]);
    await expect(send("other", "a", "log.fifo", none)).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  it.each([
    ["no group", { MessageGroupId: undefined }, "MissingParameter"],
    ["a group that is too long", { MessageGroupId: "g".repeat(129) }, "InvalidParameterValue"],
    ["a delay", { DelaySeconds: 5 }, "InvalidParameterValue"],
  ])("refuses %s", async (_, more, name) => {
    await expect(send("x", "a", "log.fifo", more)).rejects.toMatchObject({ name });
    expect(await bodies()).toEqual([]);
  });

  it("has a dead-letter queue of its own type", async () => {
    const mixed = { plain: queues.plain, "x.fifo": { visibilitySeconds: 1, deadLetterQueue: "plain" } };
    const refused: unknown[] = [];
    const other = await startService({
      roles: {},
      start(context, origin) {
        try {
          return createSqs(context, mixed, origin);
        } catch (error) {
          refused.push(error);
          return createSqs(context, {}, origin);
        }
      },
    });
    await other.stop();
    expect(String(refused)).toMatch(/same type/u);
  });
});

describe("what a FIFO queue took", () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), "fifo-"));
  });
  afterEach(() => rm(path, { recursive: true }));
  /** Does something in a run of its own on the directory. */
  async function run<Result>(act: () => Promise<Result>): Promise<Result> {
    await cloud.stop();
    const state = openState({ path });
    cloud = await start(state);
    owner = new SQSClient(cloud.as("owner"));
    const result = await act();
    state.close();
    return result;
  }

  it("is known in the next run, also when it was handled", async () => {
    const sent = await run(async () => {
      const answer = await send("a1", "a");
      const [message] = await receive();
      await owner.send(
        new DeleteMessageCommand({ ...at("log.fifo"), ReceiptHandle: message?.ReceiptHandle }),
      );
      return answer;
    });
    await run(async () => {
      expect(await send("a1", "a")).toMatchObject({ MessageId: sent.MessageId });
      expect(await bodies()).toEqual([]);
    });
  });

  it("is kept as one with its id: who is killed between them finds both or none", async () => {
    await run(() => send("a1", "a"));
    const file = join(path, "state.jsonl");
    await writeFile(file, (await readFile(file, "utf8")).slice(0, -2));
    await run(async () => {
      await send("a1", "a");
      expect(await bodies()).toEqual(["a1"]);
    });
  });
});

it("a standard queue refuses a deduplication id", async () => {
  await expect(send("x", "a", "plain")).rejects.toMatchObject({ name: "InvalidParameterValue" });
});

describe("what was given up on", () => {
  beforeEach(async () => {
    for (const body of ["a1", "a2"]) await send(body, "a");
    await receive();
    cloud.advance(61);
    await receive();
  });

  it("lies in the dead-letter queue", async () => {
    expect(cloud.service.depth("dead.fifo").visible).toBe(2);
    expect(await bodies()).toEqual([]);
  });

  it("is moved back in its order, to be tried again", async () => {
    await owner.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf("dead.fifo") }));
    expect(cloud.service.depth("dead.fifo").visible).toBe(0);
    expect(await bodies()).toEqual(["a1", "a2"]);
  });

  it("is moved by who may receive there and send here, and only from a dead-letter queue", async () => {
    const sender = new SQSClient(cloud.as("sender"));
    const move = (client: SQSClient, name: string) =>
      client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf(name) }));
    await expect(move(sender, "dead.fifo")).rejects.toThrow(/not authorized/u);
    await expect(move(owner, "log.fifo")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(move(owner, "unknown")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect(cloud.service.depth("dead.fifo").visible).toBe(2);
  });
});
