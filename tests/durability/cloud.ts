import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startLocalCloud } from "@postern/local-cloud";
import type { LocalCloudOptions, PolicyDocument } from "@postern/local-cloud";
import { LISTENER, TOLD_FILE } from "./counters.ts";

/**
 * A cloud in a process of its own, to be killed: `tsx cloud.ts DIRECTORY`. It prints one line of JSON when it serves, and
 * ends when its input does, so that it never outlives the test.
 */
const REGION = "us-east-1";
const ACCOUNT = "000000000000";

const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const nobody: PolicyDocument = { Version: "2012-10-17", Statement: [] };
const account: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "*",
      Resource: "*",
    },
  ],
};

const options = (path: string): LocalCloudOptions => ({
  region: REGION,
  account: ACCOUNT,
  directory: { path },
  roles: { worker: { identity: everything, trust: nobody } },
  tables: [
    {
      TableName: "rows",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "pair", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "byPair",
          KeySchema: [
            { AttributeName: "pair", KeyType: "HASH" },
            { AttributeName: "pk", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    },
  ],
  keys: { storage: { policy: account }, signing: { policy: account, usage: "SIGN_VERIFY" } },
  buckets: {
    objects: {
      policy: nobody,
      kmsKey: "storage",
      cors: { origins: [], headers: [], exposed: [] },
      notifyQueue: "arrivals",
    },
  },
  queues: {
    arrivals: {
      visibilitySeconds: 3600,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: "*",
          },
        ],
      },
    },
    work: { visibilitySeconds: 3600 },
  },
  userPools: { people: { clientID: "portal", minimumPasswordLength: 12, authSessionSeconds: 180 } },
  functions: {
    listener: {
      file: listenerOf(path),
      role: "worker",
      environment: { TOLD: join(path, TOLD_FILE) },
      timeoutSeconds: 30,
      streams: [{ table: "rows", batchSize: 10 }],
    },
  },
});

const listenerOf = (directory: string) => join(directory, "listener.mjs");

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("The directory is missing.");
await mkdir(path, { recursive: true });
await writeFile(listenerOf(path), LISTENER);
const startedAtMs = performance.now();
const cloud = await startLocalCloud(options(path));
const first = cloud.noted("drawn") ?? randomBytes(16).toString("hex");
cloud.note("drawn", first);
console.log(
  JSON.stringify({
    region: REGION,
    endpoints: cloud.endpoints,
    credentials: cloud.credentialsFor("worker"),
    queues: { arrivals: cloud.queueUrl("arrivals"), work: cloud.queueUrl("work") },
    userPoolID: cloud.userPoolID("people"),
    noted: first,
    startMs: Math.round(performance.now() - startedAtMs),
  }),
);
process.stdin.resume().on("end", () => process.exit());
