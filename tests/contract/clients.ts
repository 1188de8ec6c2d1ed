import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where clients call; without addresses the SDK asks the environment, and finds AWS there. */
export interface Place {
  readonly region: string;
  readonly endpoints?: { readonly aws: string; readonly s3: string };
}

/** SDK clients of one principal. */
export interface Clients {
  /** Left out when they are those of the environment. */
  readonly credentials?: Credentials;
  readonly dynamo: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly kms: KMSClient;
  readonly sts: STSClient;
  readonly cognito: CognitoIdentityProviderClient;
  destroy(): void;
}

export function clientsOf({ region, endpoints }: Place, credentials?: Credentials): Clients {
  const shared = { region, ...(credentials && { credentials }) };
  const aws = { ...shared, ...(endpoints && { endpoint: endpoints.aws }) };
  // Elsewhere than at AWS a bucket has no host name of its own.
  const isElsewhere = endpoints ?? process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"];
  const s3 = new S3Client({
    ...shared,
    ...(endpoints && { endpoint: endpoints.s3 }),
    forcePathStyle: isElsewhere !== undefined,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const clients = {
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(aws)),
    s3,
    sqs: new SQSClient(aws),
    kms: new KMSClient(aws),
    sts: new STSClient(aws),
    cognito: new CognitoIdentityProviderClient(aws),
  };
  return {
    ...(credentials && { credentials }),
    ...clients,
    destroy() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** Assumes a role, one hour long unless told otherwise. */
export async function assume(
  { sts }: Pick<Clients, "sts">,
  RoleArn: string,
  tags: Readonly<Record<string, string>> = {},
  DurationSeconds?: number,
): Promise<Credentials & { readonly expiresAtMs: number }> {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: "contract",
      ...(DurationSeconds !== undefined && { DurationSeconds }),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
    throw new Error("AssumeRole has answered without credentials.");
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiresAtMs: given.Expiration?.getTime() ?? 0,
  };
}
