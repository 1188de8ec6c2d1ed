import { AwsError } from "../aws/error.ts";
import type { Context } from "./authorize.ts";
import { headerOf, type Call } from "./call.ts";
import type { ObjectVersion } from "./objects.ts";

/**
 * What keeps a version from being deleted.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface Lock {
  readonly retention?: Retention;
  readonly isHeld?: boolean;
}

/** Until when a version stays; `COMPLIANCE` binds everybody, `GOVERNANCE` who may not and does not bypass it. */
export interface Retention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly untilMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Refuses what needs Object Lock where the bucket was made without it. @throws AwsError `InvalidRequest` (400) */
export function requireLockBucket({ bucket }: Call): void {
  if (bucket.options.objectLock === true) return;
  throw new AwsError("InvalidRequest", "Bucket is missing Object Lock Configuration");
}

/** The lock that the headers of a creating request ask for. @throws AwsError `InvalidArgument` (400) */
export function readLockHeaders(call: Call, nowMs: number): Lock {
  const mode = headerOf(call, "x-amz-object-lock-mode");
  const until = headerOf(call, "x-amz-object-lock-retain-until-date");
  const hold = headerOf(call, "x-amz-object-lock-legal-hold");
  if ((mode === undefined) !== (until === undefined))
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    );
  return {
    ...(mode !== undefined && { retention: readRetention(mode, until, nowMs) }),
    ...(hold !== undefined && { isHeld: readHold(hold) }),
  };
}

/** @throws AwsError `InvalidArgument`, `MalformedXML` (400) when it is no mode, no time, or a time that is past */
export function readRetention(mode: string | undefined, until: string | undefined, nowMs: number): Retention {
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") throw invalidArgument("Unknown wormMode directive.");
  const untilMs = Date.parse(until ?? "");
  if (Number.isNaN(untilMs)) throw invalidArgument("The retain until date is not a valid ISO 8601 date.");
  if (untilMs <= nowMs) throw invalidArgument("The retain until date must be in the future!");
  return { mode, untilMs };
}

/** @throws AwsError `InvalidArgument` (400) */
export function readHold(status: string | undefined): boolean {
  if (status !== "ON" && status !== "OFF")
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'");
  return status === "ON";
}

/** Condition keys of a request that locks. */
export function lockContext({ retention, isHeld }: Lock, nowMs: number): Context {
  return {
    ...(retention !== undefined && {
      "s3:object-lock-mode": retention.mode,
      "s3:object-lock-retain-until-date": new Date(retention.untilMs).toISOString(),
      "s3:object-lock-remaining-retention-days": String(Math.ceil((retention.untilMs - nowMs) / dayMs)),
    }),
    ...(isHeld !== undefined && { "s3:object-lock-legal-hold": isHeld ? "ON" : "OFF" }),
  };
}

/** Whether a request asks to pass over `GOVERNANCE`; it needs `s3:BypassGovernanceRetention`, too. */
export function wantsBypass(call: Call): boolean {
  return headerOf(call, "x-amz-bypass-governance-retention")?.toLowerCase() === "true";
}

/** Refuses to delete what is locked; `mayBypass` is asked only where that would help. @throws AwsError `AccessDenied` (403) */
export function requireUnlocked(version: ObjectVersion, nowMs: number, mayBypass: () => boolean): void {
  const { retention, isHeld } = version.lock ?? {};
  if (isHeld === true) throw locked();
  if (retention !== undefined && retention.untilMs > nowMs && !isBypassed(retention, mayBypass))
    throw locked();
}

/**
 * Refuses to loosen a retention that still binds: it may be made longer in the same mode, and nothing else.
 * @throws AwsError `AccessDenied` (403)
 */
export function requireTightening(
  { lock }: ObjectVersion,
  next: Retention | undefined,
  nowMs: number,
  mayBypass: () => boolean,
): void {
  const bound = lock?.retention;
  if (bound === undefined || bound.untilMs <= nowMs) return;
  if (next !== undefined && next.mode === bound.mode && next.untilMs >= bound.untilMs) return;
  if (!isBypassed(bound, mayBypass)) throw locked();
}

/** What a version's reader may see of its lock. */
export function lockHeaders(
  { lock }: ObjectVersion,
  may: { readonly retention: boolean; readonly hold: boolean },
): Readonly<Record<string, string>> {
  const { retention, isHeld } = lock ?? {};
  return {
    ...(may.retention &&
      retention !== undefined && {
        "x-amz-object-lock-mode": retention.mode,
        "x-amz-object-lock-retain-until-date": new Date(retention.untilMs).toISOString(),
      }),
    ...(may.hold && isHeld !== undefined && { "x-amz-object-lock-legal-hold": isHeld ? "ON" : "OFF" }),
  };
}

function isBypassed({ mode }: Retention, mayBypass: () => boolean): boolean {
  return mode === "GOVERNANCE" && mayBypass();
}

function locked(): AwsError {
  return new AwsError("AccessDenied", "Access Denied because object protected by object lock.", 403);
}

function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgument", message);
}
