/** Every number that a user, the portal, the server and the bucket policy must agree on. */
export const LIMITS = {
  /** Largest plaintext of one document. */
  documentSizeBytes: 5 * 1024 ** 3,
  documentsPerSubmission: 200,
  /** Documents ever declared in a submission, replaced and abandoned ones too. */
  declaredPerSubmission: 1000,
  documentsPerDeclare: 90,
  partsPerSign: 100,
  partsPerDocument: 10_000,
  /** Sealed documents up to this size go up by one PUT. */
  singlePutSizeBytes: 8 * 1024 ** 2,
  /** Sealed bytes of one part of a multipart upload: 32 frames of 256 KiB, each with 32 bytes around it. */
  partSizeBytes: 32 * (256 * 1024 + 32),
  /** By so much the final frame is longer than another; it ends the last part. */
  finalFrameSizeBytes: 8,
  /** A sealed header is shorter; it comes before the first part's frames. */
  headerSizeBytes: 16 * 1024,
  /** The largest sealed object the server accepts: the largest document plus its frames. */
  sealedSizeBytes: 5 * 1024 ** 3 + 16 * 1024 ** 2,
  manifestSizeBytes: 256 * 1024,
  /** Life of a presigned URL. */
  urlTtlSeconds: 300,
  /**
   * What has not come so long after it was handed over is missing, and its sender is asked for it again. Bytes take
   * minutes, and so does the word of them; a day leaves room for a store that stands still for hours.
   */
  missingAfterSeconds: 24 * 3600,
  /** Quotas of one person in one day (UTC). */
  submissionsPerPersonDay: 50,
  sealedBytesPerPersonDay: 200 * 1024 ** 3,
  /** Bodies of API calls. */
  bodySizeBytes: 256 * 1024,
  fileNameLength: 255,
  noteLength: 4000,
  /** Of a clinic's or location's name on a receipt. */
  receiptNameLength: 200,
  /** Of a team's message to the sender, and of a note among themselves. */
  messageLength: 1000,
  staffNoteLength: 2000,
  staffNotesPerTask: 100,
  /** Counts of what is overdue stop here: "99 and more". */
  overdueShown: 99,
  pageSize: 25,
  passwordLength: 12,
  /** Sealed objects up to this size are hashed again by ingest. */
  rehashSizeBytes: 256 * 1024 ** 2,
} as const;

/** How long a session lasts, by who holds it (NIST SP 800-63B-4, AAL2). */
export const SESSION_SECONDS = {
  staff: { total: 12 * 3600, idle: 15 * 60 },
  patient: { total: 24 * 3600, idle: 3600 },
  /** Between the first factor and the last. */
  challenge: 15 * 60,
  /** A device proof is good for so long. */
  proof: 5 * 60,
  /** A step-up must be used within. */
  stepUp: 5 * 60,
} as const;
