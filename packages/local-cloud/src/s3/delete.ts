import { emptyAnswer, type Answer } from "./answer.ts";
import type { Call, Store } from "./call.ts";
import { requireUnlocked } from "./lock.ts";
import { randomID } from "./objects.ts";
import { mayBypass } from "./retention.ts";

/** What a deletion did. */
export interface Deletion {
  /** Of the version that is gone, or of the delete marker that was put on top. */
  readonly versionID: string;
  /** Whether that is a delete marker, new or gone. */
  readonly isMarker: boolean;
}

/** DeleteObject. */
export async function deleteObject(store: Store, call: Call): Promise<Answer> {
  const { versionID, isMarker } = await deleteOne(store, call);
  return emptyAnswer(204, {
    "x-amz-version-id": versionID,
    ...(isMarker && { "x-amz-delete-marker": "true" }),
  });
}

/** A version that is named by its id goes by an action of its own. */
export function deleteAction({ query }: Call): string {
  return query.has("versionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
}

/**
 * With a version id that version is gone for good, unless it is locked; without one a delete marker hides what is there.
 * @throws AwsError `AccessDenied` (403)
 */
export async function deleteOne(store: Store, call: Call): Promise<Deletion> {
  const versionID = call.query.get("versionId");
  const { objects } = call.bucket;
  if (versionID === null) {
    const marker = randomID();
    objects.add(call.key, { kind: "marker", versionID: marker, createdAtMs: store.cloud.clock.now() });
    return { versionID: marker, isMarker: true };
  }
  const version = objects.find(call.key, versionID);
  if (version?.kind === "object")
    requireUnlocked(version, store.cloud.clock.now(), () => mayBypass(store, call));
  const removed = objects.remove(call.key, versionID);
  if (removed?.kind === "object") await store.blobs.remove(removed.segments);
  return { versionID, isMarker: removed?.kind === "marker" };
}
