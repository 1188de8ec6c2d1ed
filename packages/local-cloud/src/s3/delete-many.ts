import { AwsError } from "../aws/error.ts";
import { xmlAnswer, type Answer } from "./answer.ts";
import { permit } from "./authorize.ts";
import { readText } from "./body.ts";
import type { Call, Store } from "./call.ts";
import { claimedChecksum } from "./checksum.ts";
import { deleteAction, deleteOne } from "./delete.ts";
import { notImplemented } from "./metadata.ts";
import { requireKeyLength } from "./objects.ts";
import { childrenOf, malformed, readDocument, textOf, type XmlContent, type XmlElement } from "./xml.ts";

const mostKeys = 1000;

/** What is to go: a version, or the key, which gets a delete marker. */
interface Named {
  readonly key: string;
  readonly versionID: string | undefined;
}

/**
 * DeleteObjects: each by itself, with the rights and the locks of DeleteObject, and an answer that tells which did not go.
 * @throws AwsError `MalformedXML`, `InvalidRequest` (400), and then nothing has gone
 */
export async function deleteObjects(store: Store, call: Call): Promise<Answer> {
  requireDigest(call);
  const document = readDocument(await readText(call.request, store.cloud.credentials), "Delete");
  const quiet = textOf(document, "Quiet") ?? "false";
  if (quiet !== "true" && quiet !== "false") throw malformed();
  const deleted: XmlContent[] = [];
  const failed: XmlContent[] = [];
  for (const named of readNames(document)) {
    const { key: Key, versionID: VersionId } = named;
    try {
      const gone = await deleteNamed(store, call, named);
      deleted.push({
        Key,
        VersionId,
        ...(gone.isMarker && { DeleteMarker: true, DeleteMarkerVersionId: gone.versionID }),
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  return xmlAnswer("DeleteResult", { Deleted: quiet === "true" ? [] : deleted, Error: failed });
}

function deleteNamed(store: Store, call: Call, { key, versionID }: Named) {
  requireKeyLength(key);
  const query = new URLSearchParams(versionID === undefined ? {} : { versionId: versionID });
  const own = { ...call, key, query };
  permit(store, own, deleteAction(own));
  return deleteOne(store, own);
}

/** Half a list would be taken for the whole. @throws AwsError `InvalidRequest` (400) without a digest of the body */
function requireDigest({ request: { headers } }: Call): void {
  if (headers["content-md5"] !== undefined || claimedChecksum(headers) !== undefined) return;
  throw new AwsError("InvalidRequest", "Missing required header for this request: Content-MD5");
}

function readNames(document: XmlElement): readonly Named[] {
  if (document.children.some(({ name }) => name !== "Object" && name !== "Quiet")) throw malformed();
  const objects = childrenOf(document, "Object");
  if (objects.length === 0 || objects.length > mostKeys) throw malformed();
  return objects.map((object) => {
    const condition = object.children.find(({ name }) => name !== "Key" && name !== "VersionId");
    if (condition !== undefined) throw notImplemented(condition.name);
    const key = textOf(object, "Key") ?? "";
    if (key === "") throw malformed();
    const versionID = textOf(object, "VersionId");
    if (versionID === "") throw malformed();
    return { key, versionID };
  });
}
