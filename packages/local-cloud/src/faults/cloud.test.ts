import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FaultOptions, LocalCloud } from "../index.ts";
import { clientsOf, startFaulty } from "./faults.fixture.ts";

let cloud: LocalCloud;
let end: () => void = () => undefined;
beforeEach(async () => {
  cloud = await startFaulty();
});
afterEach(() => cloud.close());

const inject = (rates: FaultOptions["rates"]) => void (end = cloud.injectFaults({ seed: 1, rates }));
const failure = (call: Promise<unknown>) =>
  call.then(() => undefined).catch((error: unknown) => error as Error);
const put = (pk: string, pair = "p") =>
  new PutItemCommand({ TableName: "record", Item: { pk: { S: pk }, pair: { S: pair } } });
const get = (pk: string) => new GetItemCommand({ TableName: "record", Key: { pk: { S: pk } } });
const query = (pair = "p") =>
  new QueryCommand({
    TableName: "record",
    IndexName: "byPair",
    KeyConditionExpression: "pair = :pair",
    ExpressionAttributeValues: { ":pair": { S: pair } },
  });
const upload = (Key: string) =>
  new PutObjectCommand({ Bucket: "uploads", Key, Body: "bytes", IfNoneMatch: "*" });
const dataKey = () => new GenerateDataKeyCommand({ KeyId: cloud.keyArn("storage"), KeySpec: "AES_256" });
const receive = () =>
  new ReceiveMessageCommand({ QueueUrl: cloud.queueUrl("events"), MaxNumberOfMessages: 10 });

describe("throttling", () => {
  it("is told in each service's own code, and nothing was done", async () => {
    inject({ throttling: 1 });
    const { dynamo, s3, kms, sqs, sts } = clientsOf(cloud);
    const failures = await Promise.all(
      [
        dynamo.send(put("a")),
        s3.send(upload("a")),
        kms.send(dataKey()),
        sqs.send(receive()),
        sts.send(new GetCallerIdentityCommand({})),
      ].map(failure),
    );
    expect(failures.map((error) => error?.name)).toEqual([
      "ThrottlingException",
      "SlowDown",
      "ThrottlingException",
      "RequestThrottled",
      "Throttling",
    ]);
    expect((failures[1] as { $metadata?: { httpStatusCode: number } }).$metadata?.httpStatusCode).toBe(503);
    expect((await clientsOf(cloud, "root").dynamo.send(get("a"))).Item).toBeUndefined();
    expect(cloud.struck()).toHaveLength(5);
  });
});

describe("a transaction's conflict", () => {
  it("gives a reason for every item of a transaction, and a code for a single write", async () => {
    inject({ transactionConflict: 1 });
    const { dynamo } = clientsOf(cloud);
    const Put = (pk: string) => ({ Put: { TableName: "record", Item: { pk: { S: pk } } } });
    const refused = await failure(
      dynamo.send(new TransactWriteItemsCommand({ TransactItems: [Put("a"), Put("b")] })),
    );
    expect(refused).toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
    });
    expect((await failure(dynamo.send(put("a"))))?.name).toBe("TransactionConflictException");
    expect((await dynamo.send(get("a"))).Item).toBeUndefined();
  });
});

describe("a lost answer", () => {
  it("leaves the effect, and a transaction that is repeated with its token is done once", async () => {
    inject({ lostAnswer: 1 });
    const { dynamo } = clientsOf(cloud);
    expect(await failure(dynamo.send(put("a")))).toMatchObject({ code: "ECONNRESET" });
    expect((await clientsOf(cloud, "root").dynamo.send(get("a"))).Item).toBeDefined();

    const Update = {
      TableName: "record",
      Key: { pk: { S: "a" } },
      UpdateExpression: "ADD seen :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    };
    const patient = clientsOf(cloud, "worker", 3);
    expect(
      await failure(patient.dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }))),
    ).toBeDefined();
    expect((await clientsOf(cloud, "root").dynamo.send(get("a"))).Item?.["seen"]).toEqual({ N: "1" });
  });

  it("of S3 leaves the object: the repetition is told that it is there", async () => {
    inject({ lostObject: 1 });
    const { s3 } = clientsOf(cloud);
    expect(await failure(s3.send(upload("a")))).toMatchObject({ code: "ECONNRESET" });
    expect((await failure(s3.send(upload("a"))))?.name).toBe("PreconditionFailed");
    const { s3: root } = clientsOf(cloud, "root");
    const { Versions } = await root.send(new ListObjectVersionsCommand({ Bucket: "uploads" }));
    expect(Versions).toHaveLength(1);
  });
});

describe("a clock that is off", () => {
  it("makes signatures too old or too new, by more than 15 minutes", async () => {
    inject({ clockSkew: 1 });
    const { dynamo, s3 } = clientsOf(cloud);
    expect((await failure(dynamo.send(get("a"))))?.name).toBe("InvalidSignatureException");
    expect((await failure(s3.send(upload("a"))))?.name).toBe("RequestTimeTooSkewed");
  });

  it("is followed by a client that takes the time from the answer", async () => {
    inject({ clockSkew: 1 });
    const { dynamo, s3 } = clientsOf(cloud, "worker", 3);
    await dynamo.send(put("a"));
    await s3.send(upload("a"));
    expect(cloud.struck().map(({ operation }) => operation)).toEqual([
      "worker dynamodb",
      "worker dynamodb",
      "worker s3",
      "worker s3",
    ]);
  });
});

describe("an index that is late", () => {
  it("shows what was, until it has been read some times; the table is right at once", async () => {
    const nowMs = Date.now();
    const still = await startFaulty({ clock: { now: () => nowMs } });
    try {
      const { dynamo } = clientsOf(still);
      const seen = async (pair = "p") => (await dynamo.send(query(pair))).Items?.map(({ pk }) => pk?.S);
      const readOn = async () => {
        for (let reads = 0; reads < 4; reads += 1) await seen();
      };
      await dynamo.send(put("old"));
      still.injectFaults({ seed: 1, rates: { staleIndex: 1 } });
      await dynamo.send(put("new"));
      expect((await dynamo.send(get("new"))).Item).toBeDefined();
      expect(await seen()).toEqual(["old"]);
      await readOn();
      expect(await seen()).toEqual(expect.arrayContaining(["new", "old"]));

      await dynamo.send(put("old", "moved"));
      expect(await seen("moved")).toEqual([]);
      await readOn();
      expect([await seen("moved"), await seen()]).toEqual([["old"], ["new"]]);
    } finally {
      await still.close();
    }
  });

  it("is late by two seconds at most, however seldom it is read", async () => {
    let nowMs = Date.now();
    const still = await startFaulty({
      clock: { now: () => nowMs },
      faults: { seed: 1, rates: { staleIndex: 1 } },
    });
    try {
      const { dynamo } = clientsOf(still);
      await dynamo.send(put("new"));
      nowMs += 2000;
      expect((await dynamo.send(query())).Count).toBe(1);
    } finally {
      await still.close();
    }
  });
});

describe("events", () => {
  it("come twice under two ids, and with faults over once", async () => {
    inject({ duplicateEvent: 1 });
    const { s3, sqs } = clientsOf(cloud);
    await s3.send(upload("a"));
    end();
    await s3.send(upload("b"));
    const { Messages = [] } = await sqs.send(receive());
    expect(Messages.map(({ Body }) => /"key":"(.)"/.exec(Body ?? "")?.[1])).toEqual(["a", "a", "b"]);
    expect(new Set(Messages.map(({ MessageId }) => MessageId)).size).toBe(3);
  });

  it("are received again at once, under one id", async () => {
    inject({ repeatedDelivery: 1 });
    const { s3, sqs } = clientsOf(cloud);
    await s3.send(upload("a"));
    const [first] = (await sqs.send(receive())).Messages ?? [];
    const [second] = (await sqs.send(receive())).Messages ?? [];
    expect(first).toBeDefined();
    expect(second?.MessageId).toBe(first?.MessageId);
  });

  it("come late, and one overtakes another", async () => {
    const { sqs } = clientsOf(cloud);
    const send = (MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl: cloud.queueUrl("events"), MessageBody }));
    inject({ lateEvent: 1 });
    await send("late");
    expect((await sqs.send(receive())).Messages).toBeUndefined();
    cloud.redrive("events");
    expect((await sqs.send(receive())).Messages).toHaveLength(1);
    end();
    inject({ reorderedEvents: 1 });
    await send("first");
    await send("second");
    expect((await sqs.send(receive())).Messages?.map(({ Body }) => Body)).toEqual(["second", "first"]);
  });
});

it("an outage of KMS is a failure on its side", async () => {
  inject({ kmsOutage: 1 });
  expect(await failure(clientsOf(cloud).kms.send(dataKey()))).toMatchObject({
    name: "KMSInternalException",
    $metadata: { httpStatusCode: 500 },
  });
});

it("faults may be on from the start, and the root is spared", async () => {
  const faulty = await startFaulty({ faults: { seed: 1, rates: { throttling: 1 } } });
  try {
    expect((await failure(clientsOf(faulty).dynamo.send(get("a"))))?.name).toBe("ThrottlingException");
    expect((await clientsOf(faulty, "root").dynamo.send(get("a"))).Item).toBeUndefined();
  } finally {
    await faulty.close();
  }
});
