import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { ClinicID } from "@postern/contract";
import type { SessionCredentials } from "@postern/local-cloud";
import type { FunctionName } from "../../infra/policy/index.ts";
import type { World } from "./world.ts";

/** Real SDK clients that sign as one principal. */
export interface Principal {
  readonly dynamo: DynamoDBDocumentClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
}

/** The function's tenant role, in a session for one clinic: all that code inside the function can use for it. */
export function tenantPrincipal(world: World, name: FunctionName, clinicID: ClinicID): Principal {
  const role = world.names.tenantRoles[name].name;
  return principal(world, world.cloud.credentialsFor(role, { clinic: clinicID }));
}

/** The function's own role. */
export function basePrincipal(world: World, name: FunctionName): Principal {
  return principal(world, world.cloud.credentialsFor(world.names.baseRoles[name].name));
}

/** The account's root, who may scan tables and list the bucket, and may still not use a key. */
export function rootPrincipal(world: World): Principal {
  return principal(world, world.cloud.rootCredentials());
}

function principal({ cloud, names }: World, credentials: SessionCredentials): Principal {
  const { aws, s3 } = cloud.endpoints;
  const common = { region: names.region, credentials, maxAttempts: 1 };
  return {
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient({ ...common, endpoint: aws })),
    kms: new KMSClient({ ...common, endpoint: aws }),
    s3: new S3Client({ ...common, endpoint: s3, requestChecksumCalculation: "WHEN_REQUIRED" }),
    sqs: new SQSClient({ ...common, endpoint: aws }),
    sts: new STSClient({ ...common, endpoint: aws }),
  };
}

/**
 * What became of a call: `done`, `refused` for a refusal by the policies, else the error's name. Judged apart, so that
 * a call which fails for another reason does not pass for a refused one.
 */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name.startsWith("AccessDenied")) return "refused";
    const { $metadata: answer } = error as { $metadata?: { httpStatusCode?: number } };
    // The answer to a HEAD has no body, and so no code.
    return answer?.httpStatusCode === 403 && /^(403|Forbidden|Unknown)/.test(error.name)
      ? "refused"
      : error.name;
  }
}
