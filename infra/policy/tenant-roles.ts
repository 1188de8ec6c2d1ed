import {
  all,
  allow,
  document,
  type Condition,
  type PolicyDocument,
  type PolicyStatement,
} from "./document.ts";
import { keyStatements } from "./key-use.ts";
import type { FunctionName, Named, Names } from "./names.ts";
import { rowStatements } from "./table-rights.ts";
import { CLINIC_PREFIX, taggedClinic } from "./tenancy.ts";

/** What `name` may do for the one clinic that its session is tagged with. */
export function tenantIdentity(names: Names, name: FunctionName): PolicyDocument {
  return document(
    ...rowStatements(names, name),
    ...keyStatements(names, name),
    ...objectStatements(names, name),
  );
}

function objectStatements(names: Names, name: FunctionName): readonly PolicyStatement[] {
  const documents = names.documentBucket;
  switch (name) {
    case "intake":
      return [objects(documents, "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")];
    case "review":
      return [
        // Only ingest may set the tag, so nothing unverified can be read even by a URL signed in error.
        onObjects(documents, ["s3:GetObjectVersion"], {
          StringEquals: { "s3:ExistingObjectTag/state": "verified" },
        }),
      ];
    case "ingest":
      return [
        objects(
          documents,
          // What stands under a key when its event was lost: a HEAD that names no version yet.
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:PutObjectVersionTagging",
          "s3:DeleteObjectVersionTagging",
        ),
        listing(documents),
      ];
    case "sweep":
      return [objects(documents, "s3:DeleteObjectVersion")];
    case "sequence":
      // A write that meets an older object must compare the two, hence the read.
      return [objects(names.auditBucket, "s3:PutObject", "s3:PutObjectRetention", "s3:GetObject")];
    case "auth":
    case "keys":
    case "admin":
    case "watch":
    case "tick":
      return [];
  }
}

function objects(bucket: Named, ...actions: readonly string[]): PolicyStatement {
  return onObjects(bucket, actions, {});
}

function onObjects(bucket: Named, actions: readonly string[], condition: Condition): PolicyStatement {
  return allow({
    sid: "OwnObjects",
    actions,
    resources: [`${bucket.arn}/${CLINIC_PREFIX}`],
    condition: all(taggedClinic(), condition),
  });
}

/**
 * Lists of the clinic's own prefix. `s3:prefix` exists in list requests only, so the right does not turn the 403
 * that S3 answers for a missing object into a 404: that would take a right to list every clinic's objects.
 */
function listing(bucket: Named): PolicyStatement {
  return allow({
    sid: "OwnListing",
    actions: ["s3:ListBucket"],
    resources: [bucket.arn],
    condition: all(taggedClinic(), { StringLike: { "s3:prefix": CLINIC_PREFIX } }),
  });
}
