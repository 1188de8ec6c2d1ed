import * as z from "zod";

const ARN = z.string().startsWith("arn:");
const Secret = z.string().regex(/^[0-9a-f]{64}$/);

const Tables = z.object({
  TABLE_RECORD: z.string(),
  TABLE_AUDIT: z.string(),
  TABLE_LOG: z.string(),
  TABLE_SESSION: z.string(),
  TABLE_DIRECTORY: z.string(),
  TABLE_LIMIT: z.string(),
});

/** Settings of an HTTP function. `CURSOR_SECRET` and `HASH_SECRET` are 32 bytes in hex. */
const Http = Tables.extend({
  ORIGIN: z.url(),
  ORIGIN_SECRET: z.string().min(32),
  TENANT_ROLE_ARN: ARN,
  HASH_SECRET: Secret,
});

export const AuthEnvironment = Http.extend({
  USER_POOL_ID: z.string(),
  USER_POOL_CLIENT_ID: z.string(),
  /** Where the pool's signing keys are; the pool's own address when it is left out. */
  JWKS_URL: z.url().optional(),
});
export const IntakeEnvironment = Http.extend({
  CURSOR_SECRET: Secret,
  DOCUMENTS_KEY_ARN: ARN,
  DOCUMENTS_BUCKET: z.string(),
  SETTLE_QUEUE_URL: z.url(),
});
export const KeysEnvironment = Http;
export const ReviewEnvironment = Http.extend({ CURSOR_SECRET: Secret, DOCUMENTS_BUCKET: z.string() });
export const AdminEnvironment = Http.extend({ CURSOR_SECRET: Secret });
export const IngestEnvironment = Tables.extend({
  TENANT_ROLE_ARN: ARN,
  DOCUMENTS_BUCKET: z.string(),
  RECEIPTS_KEY_ARN: ARN,
});
export const SweepEnvironment = Tables.extend({ TENANT_ROLE_ARN: ARN, DOCUMENTS_BUCKET: z.string() });
export const TickEnvironment = Tables.extend({
  TENANT_ROLE_ARN: ARN,
  SETTLE_QUEUE_URL: z.url(),
  SWEEP_QUEUE_URL: z.url(),
});

export type HttpEnvironment = z.infer<typeof Http>;
export type TableEnvironment = z.infer<typeof Tables>;

/** @throws Error that names the settings which are missing or wrong, without their values */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`settings: ${parsed.error.issues.map((issue) => issue.path.join(".")).join(", ")}`);
}

/** The bytes of a secret setting. */
export function secretBytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}
