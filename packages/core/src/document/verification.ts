/** One version of one object. */
export interface ObjectVersion {
  readonly objectKey: string;
  readonly versionID: string;
}

/** What S3 itself says of a version. */
export interface Attested {
  readonly sizeBytes: number;
  /** Base64 of its SHA-256; of a multipart upload the composite with `-N`; undefined when S3 holds none. */
  readonly sha256: string | undefined;
}

/**
 * The bucket, as ingest may use it: it reads versions and says which of them may be read by others.
 * Every method throws Problem `unavailable` when S3 did not answer, or has no such version.
 */
export interface Verification {
  /** The version that stands under a key; null only when the bucket itself says that there is none. */
  findVersion(objectKey: string): Promise<string | null>;
  attest(version: ObjectVersion): Promise<Attested>;
  /** The first bytes, up to `lengthBytes`; fewer when the object is shorter. */
  readStart(version: ObjectVersion, lengthBytes: number): Promise<Uint8Array>;
  /**
   * Reads the whole version and hashes it again.
   *
   * @param sizesBytes lengths of the pieces, in order; together as long as the object
   * @returns the SHA-256 of each piece
   */
  hashPieces(version: ObjectVersion, sizesBytes: readonly number[]): Promise<readonly Uint8Array[]>;
  /** Lets the version be read. May be repeated. */
  markVerified(version: ObjectVersion): Promise<void>;
  /** Takes that back. May be repeated. */
  unmark(version: ObjectVersion): Promise<void>;
}
