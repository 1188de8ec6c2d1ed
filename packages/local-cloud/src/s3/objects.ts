import { randomBytes } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { Segment } from "./blobs.ts";
import type { Shelf } from "../state/state.ts";
import type { Checksum } from "./checksum.ts";
import type { Lock } from "./lock.ts";

/** One version of an object. Its bytes never change; its tags and its lock may. */
export interface ObjectVersion {
  readonly kind: "object";
  readonly versionID: string;
  readonly createdAtMs: number;
  readonly sizeBytes: number;
  /** Without quotes. Not a digest of the content, as with SSE-KMS on AWS. */
  readonly etag: string;
  readonly segments: readonly Segment[];
  /** Response headers that were given on creation: content type, `x-amz-meta-*` and the like. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: Checksum | undefined;
  readonly tags: Tags;
  readonly lock?: Lock;
}

/** What a deletion without version id puts on top; everything below stays. */
export interface DeleteMarker {
  readonly kind: "marker";
  readonly versionID: string;
  readonly createdAtMs: number;
}

export type Version = ObjectVersion | DeleteMarker;
export type Tags = Readonly<Record<string, string>>;

/** The versions of a bucket's keys. Every method takes effect at once, so that a check and its change do not part. */
export interface ObjectIndex {
  /** The version asked for, or the newest. */
  find(key: string, versionID?: string): Version | undefined;
  /** Whether a plain GET would find something. */
  exists(key: string): boolean;
  /** Puts a version on top. */
  add(key: string, version: Version): void;
  /** @returns what was removed. */
  remove(key: string, versionID: string): Version | undefined;
  /** Replaces the tags, or the lock, of a version that exists. */
  change(key: string, versionID: string, change: Partial<Pick<ObjectVersion, "tags" | "lock">>): void;
  /** Keys that begin with `prefix`, in the order of their UTF-8 bytes, with their versions, newest first. */
  list(prefix: string): readonly (readonly [key: string, versions: readonly Version[]])[];
}

/** What is kept of a version, by its id. */
export interface KeptVersion {
  readonly key: string;
  readonly version: Version;
}

const longestKeyBytes = 1024;

/** Makes the index with the versions that its shelf holds. */
export function createObjectIndex(shelf: Shelf<KeptVersion>): ObjectIndex {
  const keys = new Map<string, Version[]>();
  for (const { key, version } of shelf.found.values()) keys.set(key, [version, ...(keys.get(key) ?? [])]);
  const find = (key: string, versionID?: string) => {
    const versions = keys.get(key);
    return versionID === undefined
      ? versions?.[0]
      : versions?.find((version) => version.versionID === versionID);
  };
  return {
    find,
    exists: (key) => find(key)?.kind === "object",
    add(key, version) {
      shelf.put(version.versionID, { key, version });
      keys.set(key, [version, ...(keys.get(key) ?? [])]);
    },
    remove(key, versionID) {
      const removed = find(key, versionID);
      if (removed) shelf.delete(versionID);
      const rest = (keys.get(key) ?? []).filter((version) => version.versionID !== versionID);
      if (rest.length > 0) keys.set(key, rest);
      else keys.delete(key);
      return removed;
    },
    change(key, versionID, change) {
      const version = find(key, versionID);
      if (version?.kind !== "object") return;
      const changed = { ...version, ...change };
      shelf.put(versionID, { key, version: changed });
      keys.set(
        key,
        (keys.get(key) ?? []).map((each) => (each === version ? changed : each)),
      );
    },
    list: (prefix) =>
      [...keys]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  };
}

/** An unguessable id of 32 characters, for versions and multipart uploads. */
export function randomID(): string {
  return randomBytes(24).toString("base64url");
}

/** A tag for bytes that, as with SSE-KMS on AWS, says nothing about them: whoever takes it for an MD5 fails here already. */
export function randomEtag(): string {
  return randomBytes(16).toString("hex");
}

/** @throws AwsError `KeyTooLongError` (400) */
export function requireKeyLength(key: string): void {
  if (Buffer.byteLength(key) > longestKeyBytes) throw new AwsError("KeyTooLongError", "Your key is too long");
}

/** A key as events and encoded lists write it. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
}
