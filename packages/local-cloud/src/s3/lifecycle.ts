import type { Bucket, Store } from "./call.ts";
import { segmentsOf } from "./multipart.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Aborts the uploads that were begun and left, in buckets that say after how many days. S3 counts them up to the next
 * midnight UTC.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
 *
 * @returns how many
 */
export async function abortLeftUploads(store: Store, buckets: Iterable<Bucket>): Promise<number> {
  const nowMs = store.cloud.clock.now();
  let count = 0;
  for (const { options, uploads } of buckets) {
    const { abortUploadsAfterDays: days } = options;
    if (days === undefined) continue;
    const left = [...uploads.all()].filter(({ startedAtMs }) => dueMs(startedAtMs, days) <= nowMs);
    for (const upload of left) {
      uploads.remove(upload);
      await store.blobs.remove(segmentsOf(upload));
      count += 1;
    }
  }
  return count;
}

function dueMs(startedAtMs: number, days: number): number {
  return Math.ceil((startedAtMs + days * dayMs) / dayMs) * dayMs;
}
