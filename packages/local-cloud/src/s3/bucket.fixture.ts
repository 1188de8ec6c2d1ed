import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PutObjectCommand, S3Client, UploadPartCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createCredentialStore } from "../aws/credentials.ts";
import type { CredentialStore, Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import { createIam } from "../iam/iam.ts";
import { resourcePoliciesByArn } from "../iam/resource-policy.ts";
import { createKms } from "../kms/kms.ts";
import { createS3, type EventSource } from "./index.ts";
import { bucket, roles, scope, storageKey, type TestRole } from "./policy.fixture.ts";

export interface Delivered {
  readonly queue: string;
  readonly source: EventSource;
  readonly body: string;
}

/** S3 with real policies, credentials and keys on a port of its own, with the bucket `documents`, and `archive` with Object Lock. */
export async function startTestCloud() {
  let offsetMs = 0;
  const clock = { now: () => Date.now() + offsetMs };
  const credentials = createCredentialStore(clock);
  const archive = { ...bucket, policy: { ...bucket.policy, Statement: [] }, objectLock: true };
  const buckets = { documents: bucket, archive };
  const keys = { storage: storageKey };
  const resourcePolicies = resourcePoliciesByArn({ ...scope, buckets, keys, queues: {} });
  const reached: string[] = [];
  const cloud: ServiceContext = {
    ...scope,
    clock,
    credentials,
    iam: createIam({ ...scope, roles, resourcePolicies }),
    seams: {
      isTableFailing: () => false,
      reached: (caller, action) => reached.push(`${caller.role} ${action}`),
    },
  };
  const kms = createKms(cloud, keys);
  const delivered: Delivered[] = [];
  const deliver = (queue: string, body: string, source: EventSource) =>
    delivered.push({ queue, body, source });
  const s3 = await createS3(cloud, { buckets, kms, deliver });
  const server = createServer((request, response) => void s3.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: S3Client[] = [];
  return {
    endpoint,
    kms,
    runLifecycle: () => s3.runLifecycle(),
    unfinishedUploads: (name: string) => s3.unfinishedUploads(name),
    reached,
    delivered,
    /** Moves the cloud's clock, not the client's. */
    later(ms: number) {
      offsetMs += ms;
    },
    client(role: TestRole, clinic = "one"): S3Client {
      const client = createClient(endpoint, credentials, role, clinic);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await s3.close();
    },
  };
}

function createClient(
  endpoint: string,
  credentials: CredentialStore,
  role: TestRole,
  clinic: string,
): S3Client {
  const arn = `arn:aws:sts::${scope.account}:assumed-role/${role}/test`;
  const principal: Principal = { kind: "role", arn, role, tags: { clinic } };
  const sessionToken = randomBytes(20).toString("hex");
  const secretAccessKey = randomBytes(20).toString("hex");
  const { accessKeyId } = credentials.issue({ secretAccessKey, sessionToken, principal });
  return new S3Client({
    endpoint,
    region: scope.region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
}

export type TestCloud = Awaited<ReturnType<typeof startTestCloud>>;

/** SHA-256 in base64, as S3 writes checksums. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** A URL for exactly these bytes as a new object; the sender must send the three signed headers. */
export async function presignPut(client: S3Client, key: string, bytes: Uint8Array): Promise<string> {
  const command = new PutObjectCommand({
    Bucket: "documents",
    Key: key,
    ContentLength: bytes.length,
    ChecksumSHA256: sha256(bytes),
    IfNoneMatch: "*",
  });
  return await getSignedUrl(client, command, bound);
}

/** A URL for exactly these bytes as one part. */
export async function presignPart(
  client: S3Client,
  part: {
    readonly key: string;
    readonly uploadID: string;
    readonly partNumber: number;
    readonly bytes: Uint8Array;
  },
): Promise<string> {
  const command = new UploadPartCommand({
    Bucket: "documents",
    Key: part.key,
    UploadId: part.uploadID,
    PartNumber: part.partNumber,
    ContentLength: part.bytes.length,
    ChecksumSHA256: sha256(part.bytes),
  });
  return await getSignedUrl(client, command, bound);
}

const bound = {
  expiresIn: 300,
  unhoistableHeaders: new Set(["x-amz-checksum-sha256", "if-none-match"]),
  signableHeaders: new Set(["host", "content-length", "if-none-match"]),
};

/** Sends bytes to a presigned URL with the headers that it binds, or with others. */
export async function sendPut(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly code: string | undefined; readonly headers: Headers }> {
  const signed = new URL(url).searchParams.get("X-Amz-SignedHeaders")?.split(";") ?? [];
  const response = await fetch(url, {
    method: "PUT",
    body: bytes,
    headers: {
      ...(signed.includes("x-amz-checksum-sha256") && { "x-amz-checksum-sha256": sha256(bytes) }),
      ...(signed.includes("if-none-match") && { "if-none-match": "*" }),
      ...headers,
    },
  });
  const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
  return { status: response.status, code, headers: response.headers };
}
