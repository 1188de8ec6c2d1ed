import type { PolicyDocument, PolicyStatement } from "./aws/principal.ts";
import type { LocalCloudOptions } from "./options.ts";

export const region = "us-east-1";
export const account = "111122223333";
export const bucketArn = "arn:aws:s3:::uploads";

const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});
const allow = (Action: string | readonly string[], Resource: string): PolicyStatement => ({
  Effect: "Allow",
  Action,
  Resource,
});
const byAccount = policy({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
});
const assumable = policy({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:role/ingest` },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});
const queueArn = `arn:aws:sqs:${region}:${account}:events`;

/** A small intake: a bucket tells a queue, the queue feeds `ingest`, and `ingest` writes rows as a clinic's role. */
export const intake: LocalCloudOptions = {
  region,
  account,
  roles: {
    ingest: {
      identity: policy(
        allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queueArn),
        allow(["sts:AssumeRole", "sts:TagSession"], `arn:aws:iam::${account}:role/clinic`),
      ),
      trust: policy(),
    },
    clinic: {
      identity: policy({
        ...allow(
          ["dynamodb:PutItem", "dynamodb:UpdateItem"],
          `arn:aws:dynamodb:${region}:${account}:table/record`,
        ),
        Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "${aws:PrincipalTag/clinic}#*" } },
      }),
      trust: assumable,
    },
    uploader: {
      identity: policy(allow("s3:PutObject", `${bucketArn}/*`), allow("kms:GenerateDataKey", "*")),
      trust: policy(),
    },
    idle: { identity: policy(), trust: policy() },
  },
  tables: [
    {
      TableName: "record",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    },
  ],
  keys: { storage: { policy: byAccount }, receipts: { policy: byAccount, usage: "SIGN_VERIFY" } },
  buckets: {
    uploads: {
      policy: policy(),
      kmsKey: "storage",
      cors: { origins: ["portal"], headers: ["content-type"], exposed: ["etag"] },
      notifyQueue: "events",
    },
  },
  queues: {
    events: {
      visibilitySeconds: 60,
      maxReceiveCount: 3,
      deadLetterQueue: "dead",
      policy: policy({
        ...allow("sqs:SendMessage", queueArn),
        Principal: { Service: "s3.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": bucketArn } },
      }),
    },
    dead: { visibilitySeconds: 60 },
  },
  userPools: { people: { clientID: "portal", minimumPasswordLength: 12, authSessionSeconds: 180 } },
  functions: {},
};

/** Module of `ingest`: one row per object, under the role of the clinic in the object's key. `poison` always fails. */
export const ingestModule = (sdk: (name: string) => string) => `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { DynamoDBClient, UpdateItemCommand } = require(${JSON.stringify(sdk("@aws-sdk/client-dynamodb"))});
const { STSClient, AssumeRoleCommand } = require(${JSON.stringify(sdk("@aws-sdk/client-sts"))});
const sts = new STSClient({});

async function handle(record) {
  for (const { s3 } of JSON.parse(record.body).Records) {
    const [clinic, name] = s3.object.key.split("/");
    if (name === "poison") throw new Error("poison");
    const { Credentials } = await sts.send(new AssumeRoleCommand({
      RoleArn: process.env.TENANT_ROLE, RoleSessionName: "ingest", Tags: [{ Key: "clinic", Value: clinic }],
    }));
    const dynamo = new DynamoDBClient({ credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    } });
    await dynamo.send(new UpdateItemCommand({
      TableName: "record",
      Key: { pk: { S: clinic + "#" + name } },
      UpdateExpression: "ADD seen :one SET sizeBytes = :size",
      ExpressionAttributeValues: { ":one": { N: "1" }, ":size": { N: String(s3.object.size) } },
    }));
  }
}

export async function handler(event) {
  const batchItemFailures = [];
  for (const record of event.Records ?? [])
    await handle(record).catch((error) => {
      console.error(error.name);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    });
  return { batchItemFailures };
}
`;
