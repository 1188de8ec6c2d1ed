import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { PolicyStatement } from "../aws/principal.ts";
import type { LocalCloudOptions } from "../options.ts";
import { account, region, startService } from "../service.fixture.ts";
import { createDynamo } from "./dynamo.ts";

export const tableArn = `arn:aws:dynamodb:${region}:${account}:table/record`;

/** A table with a stream and an index, as a table of clinics' rows would be. */
const tableOf = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: "gsi1",
      KeySchema: [
        { AttributeName: "gsi1pk", KeyType: "HASH" },
        { AttributeName: "gsi1sk", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
});

/** Only rows whose partition key begins with the clinic of the session, and no Scan. */
const tenant = (actions: readonly string[]): PolicyStatement => ({
  Effect: "Allow",
  Action: actions.map((action) => `dynamodb:${action}`),
  Resource: [tableArn, `${tableArn}/index/*`],
  Condition: {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["${aws:PrincipalTag/clinic}#*"] },
    Null: { "dynamodb:LeadingKeys": "false" },
  },
});

/** DynamoDB with two tables; `owner` may do everything, `clinic` is held to its own rows, `writer` only puts. */
export async function startTables(more: Partial<LocalCloudOptions> = {}) {
  const rows = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "BatchGetItem", "BatchWriteItem"];
  const fixture = await startService({
    roles: {
      owner: [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }],
      clinic: [tenant([...rows, "ConditionCheckItem"])],
      writer: [tenant(["PutItem"])],
    },
    start: (cloud) =>
      createDynamo(cloud, { tables: [tableOf("record"), tableOf("other")], ...more }, more.directory),
  });
  const open = (options: ReturnType<typeof fixture.as>) =>
    DynamoDBDocumentClient.from(new DynamoDBClient(options));
  return {
    ...fixture,
    owner: open(fixture.as("owner")),
    clinicA: open(fixture.as("clinic", { clinic: "clinicA" })),
    writerA: open(fixture.as("writer", { clinic: "clinicA" })),
    async close() {
      await fixture.stop();
      await fixture.service.close();
    },
  };
}

/** Awaits a refusal. */
export async function refusal(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("The call was not refused.");
}
