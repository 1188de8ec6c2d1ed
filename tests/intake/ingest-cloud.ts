import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { ClinicID } from "@postern/contract";
import { createDatabase, type Database } from "@postern/core/aws";
import { startLocalCloud, type LocalCloud } from "@postern/local-cloud";
import { vi } from "vitest";
import { TABLE_NAMES, record, type Names } from "../../infra/policy/index.ts";
import { functionFiles } from "../../scripts/bundle.ts";
import { REGION, drawSecrets, topology } from "../../scripts/topology.ts";

/** A cloud with the deployed tables, bucket, queues and policies, and nobody who empties the queues but the test. */
export interface IngestCloud {
  readonly names: Names;
  /** As the account's root: for seeding and looking. */
  readonly database: Database;
  readonly cloud: LocalCloud;
  /** Creates objects as `intake` does, for one clinic. */
  writer(clinicID: ClinicID): S3Client;
  /** Reads objects as `review` does. */
  reader(clinicID: ClinicID): S3Client;
  tagsOf(objectKey: string, versionID: string): Promise<Readonly<Record<string, string>>>;
  /** Waits for so many events of the bucket. @returns the batch that Lambda would hand over */
  arrived(count: number): Promise<LambdaBatch>;
  close(): Promise<void>;
}

export interface LambdaBatch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Starts it, and sets this process's environment as the function `ingest` would find it. */
export async function startIngestCloud(): Promise<IngestCloud> {
  const { names, options } = topology({ port: 1, files: functionFiles("unused"), secrets: drawSecrets() });
  const { gateway: _, ...rest } = options;
  const cloud = await startLocalCloud({ ...rest, functions: {} });
  const place = { region: REGION, endpoint: cloud.endpoints.aws };
  const s3 = (credentials: ReturnType<LocalCloud["rootCredentials"]>) =>
    new S3Client({ region: REGION, endpoint: cloud.endpoints.s3, credentials });
  const root = new DynamoDBClient({ ...place, credentials: cloud.rootCredentials() });
  const tables = record(TABLE_NAMES, (table) => names.tables[table].name);
  const sqs = new SQSClient({ ...place, credentials: cloud.credentialsFor(names.baseRoles.ingest.name) });
  becomeIngest(cloud, names);
  return {
    names,
    cloud,
    database: createDatabase(DynamoDBDocumentClient.from(root), tables),
    writer: (clinic) => s3(cloud.credentialsFor(names.tenantRoles.intake.name, { clinic })),
    reader: (clinic) => s3(cloud.credentialsFor(names.tenantRoles.review.name, { clinic })),
    async tagsOf(Key, VersionId) {
      const get = new GetObjectTaggingCommand({ Bucket: names.documentBucket.name, Key, VersionId });
      const { TagSet = [] } = await s3(cloud.rootCredentials()).send(get);
      return Object.fromEntries(TagSet.map((tag) => [tag.Key, tag.Value ?? ""]));
    },
    arrived: (count) => receive(sqs, cloud.queueUrl(names.queues.ingest.name), count),
    close: () => cloud.close(),
  };
}

async function receive(sqs: SQSClient, QueueUrl: string, count: number): Promise<LambdaBatch> {
  const found: { messageId: string; body: string }[] = [];
  while (found.length < count) {
    const wanted = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: 5 });
    const { Messages = [] } = await sqs.send(wanted);
    if (Messages.length === 0) throw new Error(`only ${found.length} of ${count} events came`);
    found.push(...Messages.map(({ MessageId = "", Body = "" }) => ({ messageId: MessageId, body: Body })));
  }
  return { Records: found };
}

function becomeIngest(cloud: LocalCloud, names: Names): void {
  const credentials = cloud.credentialsFor(names.baseRoles.ingest.name);
  const settings = {
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: cloud.endpoints.aws,
    AWS_ENDPOINT_URL_S3: cloud.endpoints.s3,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    ...Object.fromEntries(
      TABLE_NAMES.map((table) => [`TABLE_${table.toUpperCase()}`, names.tables[table].name]),
    ),
    DOCUMENTS_BUCKET: names.documentBucket.name,
    TENANT_ROLE_ARN: names.tenantRoles.ingest.arn,
    RECEIPTS_KEY_ARN: names.keyARNs.receipts,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}
