import { AwsError } from "../aws/error.ts";
import { emptyAnswer, xmlAnswer, type Answer } from "./answer.ts";
import { isPermitted, permit, requireVersion } from "./authorize.ts";
import { readText } from "./body.ts";
import type { Call, Store } from "./call.ts";
import {
  lockContext,
  lockHeaders,
  readHold,
  readRetention,
  requireLockBucket,
  requireTightening,
  wantsBypass,
} from "./lock.ts";
import type { ObjectVersion } from "./objects.ts";
import { malformed, readDocument, textOf } from "./xml.ts";

/** GetObjectRetention. @throws AwsError `NoSuchObjectLockConfiguration` (404) */
export function getRetention(store: Store, call: Call): Answer {
  requireLockBucket(call);
  const { retention } = requireVersion(store, call).lock ?? {};
  if (retention === undefined) throw noLock();
  const { mode, untilMs } = retention;
  return xmlAnswer("Retention", { Mode: mode, RetainUntilDate: new Date(untilMs).toISOString() });
}

/**
 * PutObjectRetention. An empty body takes the retention away, where it can be. What is asked takes part in the judgement
 * (`s3:object-lock-mode`), so that comes after the body.
 * @throws AwsError `AccessDenied` (403) when it would loosen what binds
 */
export async function putRetention(store: Store, call: Call): Promise<Answer> {
  const nowMs = store.cloud.clock.now();
  const element = readDocument(await readText(call.request, store.cloud.credentials), "Retention");
  const retention =
    element.children.length === 0
      ? undefined
      : readRetention(textOf(element, "Mode"), textOf(element, "RetainUntilDate"), nowMs);
  permit(store, call, "s3:PutObjectRetention", lockContext(retention ? { retention } : {}, nowMs));
  requireLockBucket(call);
  const version = requireVersion(store, call);
  requireTightening(version, retention, nowMs, () => mayBypass(store, call));
  const { isHeld } = version.lock ?? {};
  const lock = { ...(isHeld !== undefined && { isHeld }), ...(retention && { retention }) };
  call.bucket.objects.change(call.key, version.versionID, { lock });
  return emptyAnswer(200, { "x-amz-version-id": version.versionID });
}

/** GetObjectLegalHold. @throws AwsError `NoSuchObjectLockConfiguration` (404) */
export function getLegalHold(store: Store, call: Call): Answer {
  requireLockBucket(call);
  const { isHeld } = requireVersion(store, call).lock ?? {};
  if (isHeld === undefined) throw noLock();
  return xmlAnswer("LegalHold", { Status: isHeld ? "ON" : "OFF" });
}

/** PutObjectLegalHold: it has no end but to be taken away, by whoever may set it. */
export async function putLegalHold(store: Store, call: Call): Promise<Answer> {
  const element = readDocument(await readText(call.request, store.cloud.credentials), "LegalHold");
  const status = textOf(element, "Status");
  if (status === undefined) throw malformed();
  const isHeld = readHold(status);
  permit(store, call, "s3:PutObjectLegalHold", lockContext({ isHeld }, store.cloud.clock.now()));
  requireLockBucket(call);
  const version = requireVersion(store, call);
  call.bucket.objects.change(call.key, version.versionID, { lock: { ...version.lock, isHeld } });
  return emptyAnswer(200, { "x-amz-version-id": version.versionID });
}

/** True when the caller asks to pass over `GOVERNANCE` and may. */
export function mayBypass(store: Store, call: Call): boolean {
  return wantsBypass(call) && isPermitted(store, call, "s3:BypassGovernanceRetention");
}

/** The lock's headers for a reader, as far as he may ask for it by itself. */
export function shownLock(store: Store, call: Call, version: ObjectVersion) {
  if (version.lock === undefined) return {};
  return lockHeaders(version, {
    retention: isPermitted(store, call, "s3:GetObjectRetention"),
    hold: isPermitted(store, call, "s3:GetObjectLegalHold"),
  });
}

function noLock(): AwsError {
  return new AwsError(
    "NoSuchObjectLockConfiguration",
    "The specified object does not have a ObjectLock configuration",
    404,
  );
}
