import * as z from "zod";

/** What went wrong, as the caller may know it; each kind has one HTTP status. */
export const PROBLEM_STATUS = {
  input: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  "too-large": 413,
  limit: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ProblemKind = keyof typeof PROBLEM_STATUS;

/** The body of an error answer (RFC 9457, `application/problem+json`). It never echoes a value that was sent. */
export const ProblemBody = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** Which fields were wrong, by path; no values. */
  fields: z.array(z.string()).optional(),
  /** Seconds after which the call may be made again. */
  retryAfterSeconds: z.int().optional(),
});
export type ProblemBody = z.infer<typeof ProblemBody>;

/** Header that names a request in our logs and audit rows; a person may read it to support. */
export const REQUEST_ID_HEADER = "Postern-Request-Id";
/** Header in which a page names the clinic it believes to act for; a difference is 409. */
export const CLINIC_HEADER = "Postern-Clinic";
