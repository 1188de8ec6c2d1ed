import type { PolicyDocument, PolicyStatement } from "../aws/principal.ts";
import { keyArn } from "../kms/key-arn.ts";
import type { BucketOptions, KeyOptions, RoleOptions } from "../options.ts";

/** Roles of the test cloud; `roles` says what each may do. */
export type TestRole = "owner" | "keeper" | "writer" | "reader" | "verifier" | "keyless";

const account = "000000000000";
const region = "eu-central-1";
export const origin = "https://portal.example";

const bucketArn = "arn:aws:s3:::documents";
const archiveArn = "arn:aws:s3:::archive";
const ownPrefix = `${bucketArn}/c/\${aws:PrincipalTag/clinic}/*`;
export const scope = { region, account };

const allow = (
  actions: readonly string[],
  resource: string | readonly string[],
  Condition?: PolicyStatement["Condition"],
) => ({
  Effect: "Allow" as const,
  Action: actions,
  Resource: resource,
  ...(Condition && { Condition }),
});
const useKey = allow(["kms:GenerateDataKey", "kms:Decrypt"], keyArn(scope, "storage"), {
  StringEquals: {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": [bucketArn, archiveArn],
  },
});
const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});
const writes = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
const role = (identity: PolicyDocument): RoleOptions => ({
  identity,
  trust: policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "sts:AssumeRole",
  }),
});
export const roles: Readonly<Record<TestRole, RoleOptions>> = {
  owner: role(
    policy(
      allow(["s3:*"], [bucketArn, archiveArn]),
      allow(["s3:*"], [`${bucketArn}/*`, `${archiveArn}/*`]),
      useKey,
    ),
  ),
  // May write and delete, but neither lock for ever nor pass over a lock.
  keeper: role(
    policy(
      allow(
        ["s3:PutObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:PutObjectRetention"],
        `${archiveArn}/*`,
        { StringNotEqualsIfExists: { "s3:object-lock-mode": "COMPLIANCE" } },
      ),
      useKey,
    ),
  ),
  writer: role(policy(allow(writes, ownPrefix), useKey)),
  keyless: role(policy(allow([...writes, "s3:GetObject"], ownPrefix))),
  reader: role(
    policy(
      allow(["s3:GetObjectVersion"], ownPrefix, {
        StringEquals: { "s3:ExistingObjectTag/state": "verified" },
      }),
      useKey,
    ),
  ),
  verifier: role(
    policy(
      allow(["s3:GetObjectVersion", "s3:DeleteObjectVersionTagging"], ownPrefix),
      allow(["s3:PutObjectVersionTagging"], ownPrefix, {
        StringEquals: { "s3:RequestObjectTag/state": "verified" },
      }),
      allow(["s3:ListBucket"], bucketArn),
      useKey,
    ),
  ),
};

const deny = (Action: string, Condition: NonNullable<PolicyStatement["Condition"]>) => ({
  Effect: "Deny" as const,
  Principal: "*" as const,
  Action,
  Resource: `${bucketArn}/*`,
  Condition,
});
export const bucket: BucketOptions = {
  policy: policy(
    deny("s3:*", { NumericGreaterThan: { "s3:signatureAge": "300000" } }),
    deny("s3:PutObject", {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    }),
  ),
  kmsKey: "storage",
  abortUploadsAfterDays: 7,
  cors: {
    origins: [origin],
    methods: ["GET", "PUT"],
    headers: ["content-type", "if-none-match", "x-amz-checksum-sha256"],
    exposed: ["etag", "x-amz-version-id"],
  },
  notifyQueue: "uploads",
};
export const storageKey: KeyOptions = {
  policy: policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  }),
};
