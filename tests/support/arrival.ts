import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { rootPrincipal } from "./principal.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A version of an object, as the bucket lists it. */
export interface StoredVersion {
  readonly key: string;
  readonly versionID: string;
  readonly sizeBytes: number;
}

/** Every version of every object whose key begins so; deleted ones would show as what is missing. */
export async function listVersions(world: World, prefix = ""): Promise<readonly StoredVersion[]> {
  const { s3 } = rootPrincipal(world);
  const Bucket = world.names.documentBucket.name;
  const versions: StoredVersion[] = [];
  let marker: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: prefix, ...(marker && { KeyMarker: marker }) }),
    );
    for (const { Key: key, VersionId: versionID, Size: sizeBytes } of page.Versions ?? []) {
      if (key !== undefined && versionID !== undefined && sizeBytes !== undefined)
        versions.push({ key, versionID, sizeBytes });
    }
    marker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
  } while (marker !== undefined);
  return versions;
}

/** S3's message about a created version (Amazon S3 user guide, "Event message structure"), as SQS carries it. */
export function createdMessage(world: World, { key, versionID }: StoredVersion): string {
  const bucket = { name: world.names.documentBucket.name };
  const record = { eventName: "ObjectCreated:Put", s3: { bucket, object: { key, versionId: versionID } } };
  return JSON.stringify({ Records: [record] });
}

/** Hands messages to `ingest`, as one batch of a queue. @returns how many it reported as failed */
export async function deliver(world: World, bodies: readonly string[]): Promise<number> {
  const Records = bodies.map((body) => ({ messageId: crypto.randomUUID(), body }));
  const answer = await world.cloud.invoke("ingest", { Records });
  return (answer as { batchItemFailures: readonly unknown[] }).batchItemFailures.length;
}

/** Waits until both queues of `ingest` are empty and nothing of them is being worked on. */
export async function untilIdle({ cloud, names }: World): Promise<void> {
  await until("the end of all work", () =>
    [names.queues.ingest, names.queues.settle].every(({ name }) => {
      const { visible, inFlight } = cloud.queueDepth(name);
      return visible + inFlight === 0;
    }),
  );
}

/** Makes what failed come again now, not after its visibility timeout. */
export function bringBack({ cloud, names }: World): void {
  cloud.redrive(names.queues.ingest.name);
  cloud.redrive(names.queues.settle.name);
}
