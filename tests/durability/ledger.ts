import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { COUNTERS, countUp, newCounters, type Counters } from "./counters.ts";
import type { Victim } from "./victim.ts";

const PART_BYTES = 5 * 1024 ** 2;

/** What the cloud has acknowledged, as its client knows it. */
export interface Ledger {
  /** Pairs of rows that were written in one transaction, and those of which nobody knows. */
  readonly pairs: Set<string>;
  readonly maybePairs: Set<string>;
  /** SHA-256 by key. */
  readonly objects: Map<string, string>;
  readonly tagged: Set<string>;
  readonly messages: Set<string>;
  readonly people: Set<string>;
  readonly counters: Counters;
}

/** Adds what one ledger says of rows, objects and people to another. */
export function addTo(all: Ledger, ledger: Ledger): void {
  for (const pair of ledger.pairs) all.pairs.add(pair);
  for (const [key, digest] of ledger.objects) all.objects.set(key, digest);
  for (const key of ledger.tagged) all.tagged.add(key);
  for (const person of ledger.people) all.people.add(person);
}

/** A ledger of nothing; counters go on from one life of the cloud to the next. */
export function newLedger(counters: Counters = newCounters()): Ledger {
  return {
    pairs: new Set(),
    maybePairs: new Set(),
    objects: new Map(),
    tagged: new Set(),
    messages: new Set(),
    people: new Set(),
    counters,
  };
}

/** The services of a cloud, by their SDK clients; each request is sent once. */
export function clientsOf({ serving }: Victim) {
  const { region, endpoints, credentials } = serving;
  const aws = { region, credentials, endpoint: endpoints.aws, maxAttempts: 1 };
  return {
    dynamo: new DynamoDBClient(aws),
    sqs: new SQSClient(aws),
    cognito: new CognitoIdentityProviderClient(aws),
    s3: new S3Client({ ...aws, endpoint: endpoints.s3, forcePathStyle: true }),
  };
}

type Clients = ReturnType<typeof clientsOf>;
type Deed = (clients: Clients, victim: Victim, ledger: Ledger) => Promise<void>;

const row = (pair: string, which: string) => ({
  Put: { TableName: "rows", Item: { pk: { S: `${pair} ${which}` }, pair: { S: pair } } },
});

const deeds: readonly Deed[] = [
  async ({ dynamo }, _, { pairs, maybePairs }) => {
    const pair = randomUUID();
    maybePairs.add(pair);
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [row(pair, "one"), row(pair, "two")] }));
    maybePairs.delete(pair);
    pairs.add(pair);
  },
  async ({ sqs }, { serving }, { messages }) => {
    const body = randomUUID();
    await sqs.send(new SendMessageCommand({ QueueUrl: serving.queues.work, MessageBody: body }));
    messages.add(body);
  },
  async ({ s3 }, _, { objects, tagged }) => {
    const [Key, Body] = [randomUUID(), randomBytes(20_000)];
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: "objects", Key, Body }));
    objects.set(Key, sha256(Body));
    const Tagging = { TagSet: [{ Key: "state", Value: "verified" }] };
    await s3.send(new PutObjectTaggingCommand({ Bucket: "objects", Key, VersionId, Tagging }));
    tagged.add(Key);
  },
  async ({ s3 }, _, { objects }) => {
    const [Key, first, last] = [randomUUID(), randomBytes(PART_BYTES), randomBytes(1000)];
    const place = { Bucket: "objects", Key };
    const digested = { ChecksumAlgorithm: "SHA256" } as const;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...place, ...digested }));
    const Parts = [];
    for (const [index, Body] of [first, last].entries()) {
      const PartNumber = index + 1;
      const part = { ...place, ...digested, UploadId, PartNumber, Body };
      const { ETag, ChecksumSHA256 } = await s3.send(new UploadPartCommand(part));
      Parts.push({ PartNumber, ETag, ChecksumSHA256 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    objects.set(Key, sha256(Buffer.concat([first, last])));
  },
  async ({ cognito }, { serving }, { people }) => {
    const Username = `${randomUUID()}@example.org`;
    const TemporaryPassword = "a long enough one";
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: serving.userPoolID,
        Username,
        TemporaryPassword,
        MessageAction: "SUPPRESS",
      }),
    );
    people.add(Username);
  },
  ...COUNTERS.map(
    (name): Deed =>
      ({ dynamo }, _, { counters }) =>
        countUp(dynamo, counters, name),
  ),
];

/**
 * Does things of every kind side by side, and kills the cloud when it has acknowledged `killAfter` of them, in the midst of
 * the others.
 *
 * @returns how many it acknowledged
 */
export async function loadAndKill(victim: Victim, ledger: Ledger, killAfter: number): Promise<number> {
  const clients = clientsOf(victim);
  let count = 0;
  let killed: Promise<void> | undefined;
  async function repeat(deed: Deed): Promise<void> {
    for (;;) {
      try {
        await deed(clients, victim, ledger);
      } catch (error) {
        if (killed === undefined) throw error;
        return;
      }
      count += 1;
      if (count >= killAfter) killed ??= victim.kill();
    }
  }
  await Promise.all(deeds.map(repeat));
  await killed;
  return count;
}

/** Rows, objects and people of the ledger that a cloud has not got, or has got by half; empty when nothing is wrong. */
export async function faultsOf(victim: Victim, ledger: Ledger): Promise<readonly string[]> {
  const { dynamo, s3, cognito } = clientsOf(victim);
  const faults: string[] = [];
  for (const pair of [...ledger.pairs, ...ledger.maybePairs]) {
    const { Count = 0 } = await dynamo.send(
      new QueryCommand({
        TableName: "rows",
        IndexName: "byPair",
        KeyConditionExpression: "pair = :pair",
        ExpressionAttributeValues: { ":pair": { S: pair } },
      }),
    );
    if (Count === 1) faults.push(`torn: a pair has one row, ${pair}`);
    if (Count === 0 && ledger.pairs.has(pair)) faults.push(`lost: a pair, ${pair}`);
    // It had been committed, and only nobody was told.
    if (Count === 2) ledger.pairs.add(pair);
  }
  for (const [Key, digest] of ledger.objects) {
    const found = await s3.send(new GetObjectCommand({ Bucket: "objects", Key })).catch(() => undefined);
    const bytes = await found?.Body?.transformToByteArray();
    if (bytes === undefined) faults.push(`lost: an object, ${Key}`);
    else if (sha256(bytes) !== digest) faults.push(`torn: an object, ${Key}`);
    if (ledger.tagged.has(Key) && found?.TagCount !== 1) faults.push(`lost: a tag, ${Key}`);
  }
  const UserPoolId = victim.serving.userPoolID;
  for (const Username of ledger.people) {
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username })).catch(() => undefined);
    if (user === undefined) faults.push(`lost: a person, ${Username}`);
  }
  return faults;
}

/** Messages of the ledger that a cloud has not got, the events of its objects among them. They are received by this. */
export async function messageFaultsOf(victim: Victim, ledger: Ledger): Promise<readonly string[]> {
  const { sqs } = clientsOf(victim);
  const { work, arrivals } = victim.serving.queues;
  const bodies = new Set(await receiveAll(sqs, work));
  const events = (await receiveAll(sqs, arrivals)).join();
  return [
    ...[...ledger.messages].filter((body) => !bodies.has(body)).map((body) => `lost: a message, ${body}`),
    ...[...ledger.objects.keys()]
      .filter((key) => !events.includes(key))
      .map((key) => `lost: the event of an object, ${key}`),
  ];
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (;;) {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(command);
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = "" }) => Body));
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
