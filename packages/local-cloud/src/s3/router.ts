import { creationContext, existingTags, type Context } from "./authorize.ts";
import type { Call, Operation } from "./call.ts";
import { completeUpload } from "./complete.ts";
import { copyHeaders, copyObject } from "./copy.ts";
import { deleteObjects } from "./delete-many.ts";
import { deleteAction, deleteObject } from "./delete.ts";
import { getObject, responseParameters } from "./get.ts";
import { listUploads } from "./list-uploads.ts";
import { headBucket, listContext, listObjects, listVersions } from "./list.ts";
import { notImplemented } from "./metadata.ts";
import { putObject } from "./put.ts";
import { getLegalHold, getRetention, putLegalHold, putRetention } from "./retention.ts";
import { deleteTagging, getTagging, putTagging, taggingAction } from "./tagging.ts";
import { abortUpload, createUpload, listParts, uploadPart } from "./upload.ts";

/** An operation, how it is recognised, and by which right it is judged. */
export interface Route {
  readonly on: "bucket" | "object";
  readonly methods: readonly string[];
  /** Query parameters that must be there; the first route whose parameters are all there is taken. */
  readonly needs: readonly string[];
  /** Query parameters that may be there; any other is refused. */
  readonly takes: readonly string[];
  /** A header that must be there. */
  readonly needsHeader?: string;
  /** Headers of AWS's that this operation takes beside those that all take. */
  readonly takesHeaders?: readonly string[];
  readonly action: (call: Call) => string;
  readonly context?: (call: Call) => Context;
  /** Set where the body takes part in the judgement, so that the operation asks once it has read it. */
  readonly judgesItself?: true;
  readonly run: Operation;
}

/** Parameters without meaning of their own: the signature's, the SDK's, and headers that a presigner moved here. */
const signatureParameters =
  /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256)|x-id|x-amz-checksum-.+|x-amz-sdk-checksum-algorithm|x-amz-user-agent)$/;

const lockRoutes: readonly Route[] = [
  {
    on: "object",
    methods: ["GET"],
    needs: ["retention"],
    takes: ["versionId"],
    action: () => "s3:GetObjectRetention",
    run: getRetention,
  },
  {
    on: "object",
    methods: ["PUT"],
    needs: ["retention"],
    takes: ["versionId"],
    action: () => "s3:PutObjectRetention",
    judgesItself: true,
    run: putRetention,
  },
  {
    on: "object",
    methods: ["GET"],
    needs: ["legal-hold"],
    takes: ["versionId"],
    action: () => "s3:GetObjectLegalHold",
    run: getLegalHold,
  },
  {
    on: "object",
    methods: ["PUT"],
    needs: ["legal-hold"],
    takes: ["versionId"],
    action: () => "s3:PutObjectLegalHold",
    judgesItself: true,
    run: putLegalHold,
  },
];

const bucketRoutes: readonly Route[] = [
  {
    on: "bucket",
    methods: ["GET"],
    needs: ["uploads"],
    takes: ["prefix", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"],
    action: () => "s3:ListBucketMultipartUploads",
    run: listUploads,
  },
  {
    on: "bucket",
    methods: ["POST"],
    needs: ["delete"],
    takes: [],
    action: () => "s3:DeleteObject",
    judgesItself: true,
    run: deleteObjects,
  },
  {
    on: "bucket",
    methods: ["GET"],
    needs: ["versions"],
    takes: ["prefix", "max-keys", "key-marker"],
    action: () => "s3:ListBucketVersions",
    context: listContext,
    run: listVersions,
  },
  {
    on: "bucket",
    methods: ["GET"],
    needs: ["list-type"],
    takes: ["prefix", "max-keys", "continuation-token", "start-after", "delimiter", "encoding-type"],
    action: () => "s3:ListBucket",
    context: listContext,
    run: listObjects,
  },
  {
    on: "bucket",
    methods: ["HEAD"],
    needs: [],
    takes: [],
    action: () => "s3:ListBucket",
    run: headBucket,
  },
];

const uploadRoutes: readonly Route[] = [
  {
    on: "object",
    methods: ["POST"],
    needs: ["uploads"],
    takes: [],
    action: () => "s3:PutObject",
    context: (call) => creationContext(call, false),
    run: createUpload,
  },
  {
    on: "object",
    methods: ["PUT"],
    needs: ["uploadId", "partNumber"],
    takes: [],
    action: () => "s3:PutObject",
    context: (call) => creationContext(call, false),
    run: uploadPart,
  },
  {
    on: "object",
    methods: ["POST"],
    needs: ["uploadId"],
    takes: [],
    action: () => "s3:PutObject",
    context: (call) => creationContext(call, true),
    run: completeUpload,
  },
  {
    on: "object",
    methods: ["GET"],
    needs: ["uploadId"],
    takes: ["max-parts", "part-number-marker"],
    action: () => "s3:ListMultipartUploadParts",
    run: listParts,
  },
  {
    on: "object",
    methods: ["DELETE"],
    needs: ["uploadId"],
    takes: [],
    action: () => "s3:AbortMultipartUpload",
    run: abortUpload,
  },
];

const routes: readonly Route[] = [
  ...bucketRoutes,
  ...uploadRoutes,
  {
    on: "object",
    methods: ["GET"],
    needs: ["tagging"],
    takes: ["versionId"],
    action: (call) => taggingAction(call, "Get"),
    context: existingTags,
    run: getTagging,
  },
  {
    on: "object",
    methods: ["PUT"],
    needs: ["tagging"],
    takes: ["versionId"],
    action: (call) => taggingAction(call, "Put"),
    judgesItself: true,
    run: putTagging,
  },
  {
    on: "object",
    methods: ["DELETE"],
    needs: ["tagging"],
    takes: ["versionId"],
    action: (call) => taggingAction(call, "Delete"),
    context: existingTags,
    run: deleteTagging,
  },
  ...lockRoutes,
  {
    on: "object",
    methods: ["PUT"],
    needs: [],
    needsHeader: "x-amz-copy-source",
    takes: [],
    takesHeaders: copyHeaders,
    action: () => "s3:PutObject",
    context: (call) => creationContext(call, true),
    run: copyObject,
  },
  {
    on: "object",
    methods: ["PUT"],
    needs: [],
    takes: [],
    action: () => "s3:PutObject",
    context: (call) => creationContext(call, true),
    run: putObject,
  },
  {
    on: "object",
    methods: ["GET", "HEAD"],
    needs: [],
    takes: ["versionId", ...responseParameters],
    action: (call) => (call.query.has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject"),
    context: existingTags,
    run: getObject,
  },
  {
    on: "object",
    methods: ["DELETE"],
    needs: [],
    takes: ["versionId"],
    action: deleteAction,
    run: deleteObject,
  },
];

/**
 * Finds the operation that a request asks for. One parameter that the operation does not take is a refusal: passing
 * over `?acl` would do something else than was asked.
 * @throws AwsError `NotImplemented` (501)
 */
export function chooseRoute({
  request: { method = "", headers },
  key,
  query,
}: Omit<Call, "signature">): Route {
  const on = key === "" ? "bucket" : "object";
  const route = routes.find(
    (candidate) =>
      candidate.on === on &&
      candidate.methods.includes(method) &&
      candidate.needs.every((name) => query.has(name)) &&
      (candidate.needsHeader === undefined || candidate.needsHeader in headers),
  );
  if (!route) throw notImplemented(`${method} on this resource`);
  const unknown = [...query.keys()].find(
    (name) => !route.needs.includes(name) && !route.takes.includes(name) && !signatureParameters.test(name),
  );
  if (unknown !== undefined) throw notImplemented(unknown);
  return route;
}
