import { createRequire } from "node:module";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { intake, ingestModule, region } from "./index.fixture.ts";
import { startLocalCloud } from "./index.ts";
import type { FunctionOptions, LocalCloud, LocalCloudOptions, ObservedCall } from "./index.ts";
import { createModules } from "./lambda/worker.fixture.ts";

const require = createRequire(import.meta.url);

let modules: Awaited<ReturnType<typeof createModules>>;
let ingest: FunctionOptions;
let web: FunctionOptions;
let clouds: LocalCloud[] = [];
const lines: string[] = [];

beforeAll(async () => {
  modules = await createModules();
  ingest = {
    file: await modules.write(
      "ingest.mjs",
      ingestModule((name) => require.resolve(name)),
    ),
    role: "ingest",
    assumes: ["clinic"],
    environment: { TENANT_ROLE: "arn:aws:iam::111122223333:role/clinic" },
    timeoutSeconds: 10,
    queues: [{ queue: "events", batchSize: 5 }],
  };
  web = {
    file: await modules.write(
      "web.mjs",
      "export const handler = async () => ({ statusCode: 200, body: JSON.stringify(process.env) });",
    ),
    role: "idle",
    environment: (cloud) => ({
      BUCKET_HOST: cloud.endpoints.s3,
      KEY: cloud.keyArn("receipts"),
      PORTAL: cloud.portal ?? "",
    }),
    timeoutSeconds: 10,
  };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(clouds.map((cloud) => cloud.close()));
  clouds = [];
});
afterAll(() => modules.remove());

const start = async (more: Partial<LocalCloudOptions> = {}) => {
  const cloud = await startLocalCloud({
    ...intake,
    functions: { ingest },
    logs: (_name, line) => void lines.push(line),
    ...more,
  });
  clouds.push(cloud);
  return cloud;
};
const upload = (cloud: LocalCloud, Key: string) =>
  new S3Client({ endpoint: cloud.endpoints.s3, region, credentials: cloud.credentialsFor("uploader") }).send(
    new PutObjectCommand({ Bucket: "uploads", Key, Body: "sealed bytes", IfNoneMatch: "*" }),
  );
const rowOf = async (cloud: LocalCloud, pk: string) => {
  const dynamo = new DynamoDBClient({
    endpoint: cloud.endpoints.aws,
    region,
    credentials: cloud.rootCredentials(),
  });
  return (await dynamo.send(new GetItemCommand({ TableName: "record", Key: { pk: { S: pk } } }))).Item;
};
const patiently = { timeout: 15_000 };
const idle = { visible: 0, inFlight: 0 };

describe("from bucket to row", () => {
  it("takes an upload through event, queue, function and tenant role into the table", async () => {
    const cloud = await start();
    await upload(cloud, "clinicA/one");
    const row = { pk: { S: "clinicA#one" }, seen: { N: "1" }, sizeBytes: { N: "12" } };
    await expect.poll(() => rowOf(cloud, "clinicA#one"), patiently).toEqual(row);
    await expect.poll(() => cloud.queueDepth("events")).toEqual(idle);
  });

  it("tells an observer who called what on the way, and what is billed for it", async () => {
    const cloud = await start();
    const calls: ObservedCall[] = [];
    const stop = cloud.observe((call) => calls.push(call));
    await upload(cloud, "clinicA/observed");
    const heard = () => calls.map(({ caller, action }) => `${caller} ${action}`);
    await expect.poll(heard, patiently).toContain("ingest sqs:DeleteMessageBatch");
    stop();
    // Pollers that found nothing are heard as well, so each is asked for once.
    expect([...new Set(heard())].sort()).toEqual([
      "clinic dynamodb:UpdateItem",
      "ingest lambda:InvokeFunction",
      "ingest sqs:DeleteMessageBatch",
      "ingest sqs:ReceiveMessage",
      "ingest sts:AssumeRole",
      "s3.amazonaws.com sqs:SendMessage",
      "uploader s3:PutObject",
    ]);
    const called = (name: string) => calls.find(({ action }) => action === name);
    expect(called("s3:PutObject")).toMatchObject({ receivedBytes: 12, sentBytes: 0, isPresigned: false });
    expect(called("dynamodb:UpdateItem")?.partitions).toMatchObject([
      { tableName: "record", partitionKey: "clinicA#observed", readUnits: 0, writeUnits: 1 },
    ]);
    expect(called("lambda:InvokeFunction")?.durationMs).toBeGreaterThan(0);
  });

  it("retries what a batch reports as failed, and dead-letters it at last, while the rest is done", async () => {
    const cloud = await start();
    await Promise.all(["clinicA/poison", "clinicA/good"].map((key) => upload(cloud, key)));
    await expect.poll(() => rowOf(cloud, "clinicA#good"), patiently).toMatchObject({ seen: { N: "1" } });
    for (let receives = 1; receives <= 3; receives += 1) {
      await expect.poll(() => cloud.queueDepth("events"), patiently).toEqual({ visible: 0, inFlight: 1 });
      cloud.redrive("events");
    }
    await expect.poll(() => cloud.queueDepth("dead"), patiently).toEqual({ visible: 1, inFlight: 0 });
    expect(cloud.queueDepth("events")).toEqual(idle);
    expect(await rowOf(cloud, "clinicA#good")).toMatchObject({ seen: { N: "1" } });
    expect(lines).toContain("Error");
  });

  it("kills the function between the effect of a call and its answer; the message comes back", async () => {
    const cloud = await start();
    const struck = cloud.killAt("ingest", "dynamodb:UpdateItem");
    await upload(cloud, "clinicA/killed");
    await struck;
    expect(await rowOf(cloud, "clinicA#killed")).toMatchObject({ seen: { N: "1" } });
    await expect.poll(() => cloud.queueDepth("events"), patiently).toEqual({ visible: 0, inFlight: 1 });
    cloud.redrive("events");
    await expect.poll(() => rowOf(cloud, "clinicA#killed"), patiently).toMatchObject({ seen: { N: "2" } });
    await expect.poll(() => cloud.queueDepth("events")).toEqual(idle);
  });

  it("leaves the message in the queue while the table fails", async () => {
    const cloud = await start();
    const recover = cloud.failTable("record");
    lines.length = 0;
    await upload(cloud, "clinicA/later");
    await expect.poll(() => lines, patiently).toContain("InternalServerError");
    recover();
    expect(await rowOf(cloud, "clinicA#later")).toBeUndefined();
    cloud.redrive("events");
    await expect.poll(() => rowOf(cloud, "clinicA#later"), patiently).toMatchObject({ seen: { N: "1" } });
  });

  it("refuses uploads while the keys fail", async () => {
    const cloud = await start({ functions: {} });
    const recover = cloud.failKms();
    await expect(upload(cloud, "clinicA/one")).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    recover();
    await upload(cloud, "clinicA/one");
    expect(cloud.queueDepth("events").visible).toBe(1);
  });
});

describe("a function behind the gateway", () => {
  it("is told the addresses of the cloud, and nothing of this process", async () => {
    vi.stubEnv("POSTGRES_PASSWORD", "of the person at the machine");
    const gateway = { port: 0, routes: { "/api": "web" }, originHeaders: {} };
    const cloud = await start({ functions: { web }, gateway });
    const env = (await (await fetch(`${cloud.portal}/api`)).json()) as Record<string, string>;
    expect(env).toMatchObject({
      BUCKET_HOST: cloud.endpoints.s3,
      KEY: cloud.keyArn("receipts"),
      PORTAL: cloud.portal,
      AWS_ENDPOINT_URL: cloud.endpoints.aws,
      AWS_LAMBDA_FUNCTION_NAME: "web",
    });
    expect(env).not.toHaveProperty("POSTGRES_PASSWORD");
    expect(env).not.toHaveProperty("PATH");
    expect(await cloud.invoke("web", {})).toMatchObject({ statusCode: 200 });
  });

  it("lets the portal's pages talk to the bucket, and no other origin", async () => {
    const cloud = await start({ functions: { web }, gateway: { port: 0, routes: {}, originHeaders: {} } });
    const preflight = (origin: string) =>
      fetch(`${cloud.endpoints.s3}/uploads/key`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "PUT" },
      });
    expect((await preflight(cloud.portal ?? "")).status).toBe(200);
    expect((await preflight("http://localhost:1")).status).toBe(403);
  });
});

describe("starting", () => {
  it("is refused in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    await expect(startLocalCloud(intake)).rejects.toThrow("does not start with NODE_ENV=production");
  });

  it("is refused when a function's role may not receive from its queue", async () => {
    const functions = { ingest: { ...ingest, role: "idle" } };
    await expect(startLocalCloud({ ...intake, functions })).rejects.toMatchObject({ code: "AccessDenied" });
  });

  it("is refused when a route, a dead-letter queue or a name is not there", async () => {
    const gateway = { port: 0, routes: { "/api": "nobody" }, originHeaders: {} };
    await expect(startLocalCloud({ ...intake, gateway })).rejects.toThrow("no function nobody");
    const queues = { ...intake.queues, events: { visibilitySeconds: 1, deadLetterQueue: "gone" } };
    await expect(startLocalCloud({ ...intake, queues })).rejects.toThrow("gone");
    const cloud = await start({ functions: {} });
    expect(() => cloud.credentialsFor("nobody")).toThrow("no role nobody");
    await expect(cloud.invoke("nobody", {})).rejects.toThrow("no function nobody");
    await expect(cloud.killAt("nobody", "s3:PutObject")).rejects.toThrow("no function nobody");
  });
});

it("publishes the keys of a user pool unsigned, and refuses unsigned calls", async () => {
  const cloud = await start({ functions: {} });
  const keySet = await fetch(`${cloud.endpoints.aws}/${cloud.userPoolID("people")}/.well-known/jwks.json`);
  expect(await keySet.json()).toEqual(cloud.jwks("people"));
  const { sub } = cloud.seedUser("people", {
    email: "someone@clinic.example",
    password: "a horse that reads at night",
    permanent: true,
  });
  expect(sub).toMatch(/^[0-9a-f-]{36}$/);
  const unsigned = await fetch(cloud.endpoints.aws, {
    method: "POST",
    headers: { "x-amz-target": "DynamoDB_20120810.GetItem", "content-type": "application/x-amz-json-1.0" },
    body: "{}",
  });
  expect([unsigned.status, await unsigned.json()]).toMatchObject([
    400,
    { __type: expect.stringContaining("MissingAuthentication") },
  ]);
});

it("lets a role reach only what its policy names", async () => {
  const cloud = await start({ functions: {} });
  const sqs = new SQSClient({
    endpoint: cloud.endpoints.aws,
    region,
    credentials: cloud.credentialsFor("uploader"),
  });
  const receive = new ReceiveMessageCommand({ QueueUrl: cloud.queueUrl("events") });
  await expect(sqs.send(receive)).rejects.toThrow("not authorized to perform: sqs:ReceiveMessage");
});
