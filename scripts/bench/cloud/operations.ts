import { randomBytes, randomUUID } from "node:crypto";
import { AdminInitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { BARE_PERSON, type BareCloud } from "../../../tests/support/bare-cloud.ts";

/** What is measured; both the cloud and what it stands on can do it. */
export const OPERATIONS = [
  "DynamoDB put",
  "DynamoDB get",
  "DynamoDB query of 10",
  "DynamoDB transaction of 3",
  "S3 put",
  "S3 get",
  "SQS send",
  "SQS receive",
  "KMS decrypt",
  "Cognito password",
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Does one operation; `index` counts on, so that each meets a row, object or message of its own. */
export type Act = (index: number) => Promise<unknown> | void;
export type Acts = { readonly [Name in Operation]: Act };

export const OBJECT_BYTES = 16 * 1024;
export const ROW_BYTES = 512;
/** So many rows and objects are there to be read, and are read in turn. */
export const THERE = 200;
export const QUERIED = 10;
export const WRITTEN_TOGETHER = 3;

const TableName = "record";
const Bucket = "documents";
const value = { S: randomBytes(ROW_BYTES / 2).toString("hex") };
const row = (pk: string, sk = "-") => ({ pk: { S: pk }, sk: { S: sk }, value });

/** The cloud's operations through the AWS SDK, over what is put there first. */
export async function cloudActs(cloud: BareCloud): Promise<Acts> {
  const { dynamo, s3, sqs, kms, cognito, queueURL: QueueUrl, userPoolID: UserPoolId } = cloud;
  const Body = randomBytes(OBJECT_BYTES);
  for (let index = 0; index < THERE; index += 1) {
    await dynamo.send(new PutItemCommand({ TableName, Item: row(`there ${index}`) }));
    await dynamo.send(new PutItemCommand({ TableName, Item: row("many", String(index).padStart(4, "0")) }));
    await s3.send(new PutObjectCommand({ Bucket, Key: `there/${index}`, Body }));
  }
  const Plaintext = randomBytes(32);
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: "alias/storage", Plaintext }));
  const password = {
    UserPoolId,
    ClientId: "portal",
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: BARE_PERSON.email, PASSWORD: BARE_PERSON.password },
  } as const;
  return {
    "DynamoDB put": () => dynamo.send(new PutItemCommand({ TableName, Item: row(randomUUID()) })),
    "DynamoDB get": (index) => {
      const Key = { pk: { S: `there ${index % THERE}` }, sk: { S: "-" } };
      return dynamo.send(new GetItemCommand({ TableName, Key }));
    },
    "DynamoDB query of 10": () =>
      dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: "many" } },
          Limit: QUERIED,
        }),
      ),
    "DynamoDB transaction of 3": () => {
      const rows = Array.from({ length: WRITTEN_TOGETHER }, () => row(randomUUID()));
      const TransactItems = rows.map((Item) => ({ Put: { TableName, Item } }));
      return dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
    },
    "S3 put": () => s3.send(new PutObjectCommand({ Bucket, Key: randomUUID(), Body })),
    "S3 get": async (index) => {
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: `there/${index % THERE}` }));
      return got.Body?.transformToByteArray();
    },
    "SQS send": () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: randomUUID() })),
    "SQS receive": () => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 })),
    "KMS decrypt": () => kms.send(new DecryptCommand({ CiphertextBlob })),
    "Cognito password": () => cognito.send(new AdminInitiateAuthCommand(password)),
  };
}
