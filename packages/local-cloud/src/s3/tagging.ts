import { emptyAnswer, xmlAnswer, type Answer } from "./answer.ts";
import { existingTags, permit, requestedTags, requireVersion } from "./authorize.ts";
import { readText } from "./body.ts";
import type { Call, Store } from "./call.ts";
import { checkTags } from "./metadata.ts";
import type { Tags } from "./objects.ts";
import { childrenOf, malformed, readDocument, textOf } from "./xml.ts";

export function getTagging(store: Store, call: Call): Answer {
  const version = requireVersion(store, call);
  const tags = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
  return xmlAnswer("Tagging", { TagSet: { Tag: tags } }, { "x-amz-version-id": version.versionID });
}

/** Replaces all tags of a version. The tags take part in the judgement (`s3:RequestObjectTag/…`), so it comes after the body. */
export async function putTagging(store: Store, call: Call): Promise<Answer> {
  const tags = readTags(await readText(call.request, store.cloud.credentials));
  permit(store, call, taggingAction(call, "Put"), { ...existingTags(call), ...requestedTags(tags) });
  const before = requireVersion(store, call);
  call.bucket.objects.change(call.key, before.versionID, { tags });
  return emptyAnswer(200, { "x-amz-version-id": before.versionID });
}

export function deleteTagging(store: Store, call: Call): Answer {
  const version = requireVersion(store, call);
  call.bucket.objects.change(call.key, version.versionID, { tags: {} });
  return emptyAnswer(204, { "x-amz-version-id": version.versionID });
}

/** Tagging a version by its id is an action of its own, for instance `s3:PutObjectVersionTagging`. */
export function taggingAction(call: Call, verb: "Get" | "Put" | "Delete"): string {
  return `s3:${verb}Object${call.query.has("versionId") ? "Version" : ""}Tagging`;
}

function readTags(text: string): Tags {
  const [set, ...more] = childrenOf(readDocument(text, "Tagging"), "TagSet");
  if (!set || more.length > 0) throw malformed();
  const pairs = childrenOf(set, "Tag").map((tag) => {
    const key = textOf(tag, "Key");
    const value = textOf(tag, "Value");
    if (key === undefined || value === undefined) throw malformed();
    return [key, value] as const;
  });
  return checkTags(pairs);
}
