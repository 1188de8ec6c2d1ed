import { emptyAnswer, type Answer } from "./answer.ts";
import type { Call, Store } from "./call.ts";
import { requireUnlocked } from "./lock.ts";
import { randomID } from "./objects.ts";
import { mayBypass } from "./retention.ts";

/** DeleteObject: with a version id that version is gone for good, unless it is locked; without one a delete marker hides what is there. */
export async function deleteObject(store: Store, call: Call): Promise<Answer> {
  const versionID = call.query.get("versionId");
  const { objects } = call.bucket;
  if (versionID === null) {
    const marker = randomID();
    objects.add(call.key, { kind: "marker", versionID: marker, createdAtMs: store.cloud.clock.now() });
    return emptyAnswer(204, { "x-amz-delete-marker": "true", "x-amz-version-id": marker });
  }
  const version = objects.find(call.key, versionID);
  if (version?.kind === "object")
    requireUnlocked(version, store.cloud.clock.now(), () => mayBypass(store, call));
  const removed = objects.remove(call.key, versionID);
  if (removed?.kind === "object") await store.blobs.remove(removed.segments);
  return emptyAnswer(204, {
    "x-amz-version-id": versionID,
    ...(removed?.kind === "marker" && { "x-amz-delete-marker": "true" }),
  });
}
