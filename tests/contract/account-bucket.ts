import { setTimeout as wait } from "node:timers/promises";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  type BucketLocationConstraint,
  type CORSConfiguration,
} from "@aws-sdk/client-s3";
import type { Site } from "./account.ts";
import { policy, type BucketTopology, type Topology } from "./topology.ts";

/** Makes the buckets: versioned, encrypted with their key, and ruled by their policy. */
export async function makeBuckets(site: Site, { buckets = {} }: Topology): Promise<void> {
  for (const [name, bucket] of Object.entries(buckets)) await makeBucket(site, site.prefix + name, bucket);
}

async function makeBucket(site: Site, Bucket: string, bucket: BucketTopology): Promise<void> {
  const { names } = site;
  const { s3 } = site.clients;
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      ...(bucket.objectLock !== undefined && { ObjectLockEnabledForBucket: bucket.objectLock }),
      // The oldest region is the only one that must not be named.
      ...(names.region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: names.region as BucketLocationConstraint },
      }),
    }),
  );
  // What a lock binds for a moment nobody can remove, so the moment is waited for.
  site.undo.push(() =>
    wait(bucket.objectLock === true ? 60_000 : 0).then(() => removeBucket(site, Bucket, bucket)),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: "aws:kms",
              KMSMasterKeyID: names.key(bucket.key),
            },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
  );
  const statements = bucket.policy(names);
  if (statements.length > 0)
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy(...statements)) }));
  if (bucket.cors)
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: corsOf(bucket.cors) }));
  if (bucket.notifies === undefined) return;
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: names.queue(bucket.notifies), Events: ["s3:ObjectCreated:*"] }],
      },
    }),
  );
}

function corsOf({ origin, headers, exposed }: NonNullable<BucketTopology["cors"]>): CORSConfiguration {
  return {
    CORSRules: [
      {
        AllowedOrigins: [origin],
        AllowedMethods: ["GET", "PUT"],
        AllowedHeaders: [...headers],
        ExposeHeaders: [...exposed],
      },
    ],
  };
}

/** The policy goes first, for it may refuse to delete. */
async function removeBucket(
  { clients: { s3 } }: Site,
  Bucket: string,
  { objectLock }: BucketTopology,
): Promise<void> {
  const bypass = objectLock === true ? { BypassGovernanceRetention: true } : {};
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, ...bypass }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
