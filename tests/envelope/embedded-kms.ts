import { createServer } from "node:http";
import { KMS, type KMSClientConfig } from "@aws-sdk/client-kms";
import { createCredentialStore } from "../../packages/local-cloud/src/aws/credentials.ts";
import { jsonServer } from "../../packages/local-cloud/src/aws/json-server.ts";
import type { PolicyDocument } from "../../packages/local-cloud/src/aws/principal.ts";
import { createIam } from "../../packages/local-cloud/src/iam/iam.ts";
import { keyArn } from "../../packages/local-cloud/src/kms/key-arn.ts";
import { createKms } from "../../packages/local-cloud/src/kms/kms.ts";

const REGION = "us-east-1";
const ACCOUNT = "111122223333";
const ROLE = "sealer";

/** A KMS with one symmetric key, reached by HTTP and signed requests as the real one. */
export interface EmbeddedKms {
  readonly keyARN: string;
  readonly clientOptions: KMSClientConfig;
  readonly kms: KMS;
  close(): Promise<void>;
}

/** Starts it on a free port; the returned credentials belong to a role that may do everything with the key. */
export async function startKms(): Promise<EmbeddedKms> {
  const clock = { now: () => Date.now() };
  const credentials = createCredentialStore(clock);
  const keyARN = keyArn({ region: REGION, account: ACCOUNT }, "documents");
  const policy = keyPolicy();
  const iam = createIam({
    roles: { [ROLE]: { identity: identityPolicy(keyARN), trust: trustPolicy() } },
    resourcePolicies: { [keyARN]: policy },
    account: ACCOUNT,
    region: REGION,
  });
  const seams = { isTableFailing: () => false, reached: () => undefined };
  const cloud = { region: REGION, account: ACCOUNT, clock, credentials, iam, seams };
  const handle = jsonServer([createKms(cloud, { documents: { policy } }).service], [], cloud);
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");

  const secret = credentials.issue({
    secretAccessKey: "secret",
    sessionToken: "token",
    principal: {
      kind: "role",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${ROLE}/test`,
      role: ROLE,
      tags: {},
    },
  });
  const clientOptions = {
    region: REGION,
    endpoint: `http://127.0.0.1:${address.port}`,
    credentials: {
      accessKeyId: secret.accessKeyId,
      secretAccessKey: secret.secretAccessKey,
      sessionToken: "token",
    },
  };
  const kms = new KMS(clientOptions);
  return {
    keyARN,
    clientOptions,
    kms,
    async close() {
      kms.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function keyPolicy(): PolicyDocument {
  const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }],
  };
}

function identityPolicy(keyARN: string): PolicyDocument {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:*", Resource: keyARN }] };
}

function trustPolicy(): PolicyDocument {
  const Principal = { Service: "lambda.amazonaws.com" };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  };
}
