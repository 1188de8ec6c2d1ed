import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { intake, region } from "../index.fixture.ts";
import { startLocalCloud, type LocalCloud, type LocalCloudOptions } from "../index.ts";

const everything = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
} as const;

const nobody = { Version: "2012-10-17", Statement: [] } as const;

/** A small cloud whose `worker` may do everything, with rows that are indexed by `pair`. */
export const faulty: LocalCloudOptions = {
  ...intake,
  roles: { ...intake.roles, worker: { identity: everything, trust: nobody } },
  tables: [
    {
      TableName: "record",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "pair", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "byPair",
          KeySchema: [{ AttributeName: "pair", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    },
  ],
};

export function startFaulty(more: Partial<LocalCloudOptions> = {}): Promise<LocalCloud> {
  return startLocalCloud({ ...faulty, ...more });
}

/** SDK clients of the worker, or of the root, who is spared; `maxAttempts` 1 sends each request once. */
export function clientsOf(cloud: LocalCloud, who: "worker" | "root" = "worker", maxAttempts = 1) {
  const credentials = who === "root" ? cloud.rootCredentials() : cloud.credentialsFor("worker");
  const aws = { region, credentials, maxAttempts, endpoint: cloud.endpoints.aws };
  return {
    dynamo: new DynamoDBClient(aws),
    kms: new KMSClient(aws),
    sqs: new SQSClient(aws),
    sts: new STSClient(aws),
    s3: new S3Client({ ...aws, endpoint: cloud.endpoints.s3, forcePathStyle: true }),
  };
}
