import type { ClinicID, EventID, SessionHandle, SubmissionID } from "./id.ts";
import type { ReleasePurpose } from "./words.ts";

/**
 * The bytes that `info` and the additional data of a hand-over by HPKE (RFC 9180, base mode) consist of. Server and
 * device must build them alike, or nothing opens: hence in one place.
 */

/** What a released key is bound to. */
export interface ReleaseScope {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  readonly purpose: ReleasePurpose;
  /** SHA-256 of the wrapped data key, 32 bytes. */
  readonly wrappedKeySha256: Uint8Array;
  /** The audit event of this release. */
  readonly eventID: EventID;
}

/** `info` of a key release: a label, then the session's public handle. */
export function keyReleaseInfo(handle: SessionHandle): Uint8Array<ArrayBuffer> {
  return utf8(`postern key release v1${handle}`);
}

/**
 * Additional data of a key release: clinic, submission, purpose, digest and event id, each behind its length in four
 * bytes, big-endian, so that no two scopes give the same bytes.
 */
export function keyReleaseAAD(scope: ReleaseScope): Uint8Array<ArrayBuffer> {
  return prefixed([
    utf8(scope.clinicID),
    utf8(scope.submissionID),
    utf8(scope.purpose),
    scope.wrappedKeySha256,
    utf8(scope.eventID),
  ]);
}

/** `info` of a device proof's nonce: a label, then the session's public handle. Its additional data is empty. */
export function deviceProofInfo(handle: SessionHandle): Uint8Array<ArrayBuffer> {
  return utf8(`postern device proof v1${handle}`);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function prefixed(fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(joined.buffer);
  let offset = 0;
  for (const field of fields) {
    view.setUint32(offset, field.length);
    joined.set(field, offset + 4);
    offset += 4 + field.length;
  }
  return joined;
}
