import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { startLocalCloud, type Place, type PolicyDocument } from "@postern/local-cloud";

const REGION = "us-east-1";
const ACCOUNT = "000000000000";
const nobody: PolicyDocument = { Version: "2012-10-17", Statement: [] };
const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const account: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "*", Resource: "*" },
  ],
};

const bucket = { policy: nobody, kmsKey: "storage", cors: { origins: [], headers: [], exposed: [] } };
const table = (TableName: string) => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST" as const,
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" as const },
    { AttributeName: "sk", KeyType: "RANGE" as const },
  ],
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" as const },
    { AttributeName: "sk", AttributeType: "S" as const },
  ],
});

/** Who can sign in there. */
export const BARE_PERSON = { email: "someone@example.org", password: "a long enough one" };

/**
 * An embedded cloud with nothing of Postern's in it, and an operator who may do everything: for what speaks to AWS alone.
 * Tables `record` and `session`, buckets `documents` and `copies`, queue `work`, key `storage`, and one person.
 */
export async function startBareCloud(directory?: Place) {
  const cloud = await startLocalCloud({
    region: REGION,
    account: ACCOUNT,
    roles: { operator: { identity: everything, trust: nobody } },
    tables: [table("record"), table("session")],
    keys: { storage: { policy: account } },
    buckets: { documents: bucket, copies: bucket },
    queues: { work: { visibilitySeconds: 43_200 } },
    userPools: { people: { clientID: "portal", minimumPasswordLength: 12, authSessionSeconds: 180 } },
    functions: {},
    ...(directory === undefined ? {} : { directory }),
  });
  cloud.seedUser("people", { ...BARE_PERSON, permanent: true });
  const credentials = cloud.credentialsFor("operator");
  const { aws, s3 } = cloud.endpoints;
  const common = { region: REGION, endpoint: aws, credentials };
  return {
    dynamo: new DynamoDBClient(common),
    s3: new S3Client({ ...common, endpoint: s3 }),
    sqs: new SQSClient(common),
    kms: new KMSClient(common),
    cognito: new CognitoIdentityProviderClient(common),
    queueURL: cloud.queueUrl("work"),
    userPoolID: cloud.userPoolID("people"),
    /** By which the AWS SDK, and the AWS CLI, find it. */
    environment: {
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: aws,
      AWS_ENDPOINT_URL_S3: s3,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    },
    close: () => cloud.close(),
  };
}

export type BareCloud = Awaited<ReturnType<typeof startBareCloud>>;
