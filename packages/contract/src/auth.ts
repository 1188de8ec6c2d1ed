import * as z from "zod";
import { ClinicID, DocumentID, PersonID, SessionHandle, StepUpID, base64 } from "./id.ts";
import { LIMITS } from "./limits.ts";
import { Browser, Role, StepUpOperation, System } from "./words.ts";
import { route } from "./route.ts";

const None = z.strictObject({});
const Password = z.string().min(1).max(256);
/** Six digits of RFC 6238; spaces are for the eye. */
const Code = z
  .string()
  .max(16)
  .transform((value) => value.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/));
/** Public half of the device's P-256 pair: an uncompressed point (SEC 1, 65 bytes). */
export const DevicePublicKey = base64(65);

export const SessionView = z.strictObject({
  handle: SessionHandle,
  clinicID: ClinicID,
  personID: PersonID,
  role: Role,
  /** Seconds of quiet after which the session locks. */
  idleSeconds: z.int(),
  endsAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

/** One place where the person is signed in. */
export const SessionSummary = z.strictObject({
  handle: SessionHandle,
  /** Whether it is the one that asks. */
  current: z.boolean(),
  browser: Browser,
  system: System,
  openedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
});
export type SessionSummary = z.infer<typeof SessionSummary>;

/** What sign-in asks for next, or that it is done. */
export const SignInStage = z.discriminatedUnion("stage", [
  z.strictObject({ stage: z.literal("new-password"), minimumLength: z.int() }),
  /** `secret` is the typed key (base32), `uri` the same for a QR code. */
  z.strictObject({ stage: z.literal("enrol-totp"), secret: z.string(), uri: z.string() }),
  z.strictObject({ stage: z.literal("totp") }),
  z.strictObject({ stage: z.literal("done"), session: SessionView }),
]);
export type SignInStage = z.infer<typeof SignInStage>;

const LastFactor = z.strictObject({ code: Code, devicePublicKey: DevicePublicKey });

export const authRoutes = {
  signIn: route(
    "POST",
    "/api/auth/sign-in",
    z.strictObject({ email: z.email().max(254), password: Password }),
    SignInStage,
  ),
  newPassword: route(
    "POST",
    "/api/auth/new-password",
    z.strictObject({ password: z.string().min(LIMITS.passwordLength).max(256) }),
    SignInStage,
  ),
  enrolTotp: route("POST", "/api/auth/enrol-totp", LastFactor, SignInStage),
  totp: route("POST", "/api/auth/totp", LastFactor, SignInStage),
  /** Whose session this is. A browser that brings none is told so; one that has ended is a 401. */
  session: route("GET", "/api/auth/session", None, z.strictObject({ session: SessionView.optional() })),
  /** Where else the person is signed in, for this clinic. */
  sessions: route("GET", "/api/auth/sessions", None, z.strictObject({ sessions: z.array(SessionSummary) })),
  /** Ends one's own session somewhere else. */
  endSession: route(
    "POST",
    "/api/auth/sessions/:handle/end",
    z.strictObject({ handle: SessionHandle }),
    None,
  ),
  /** Password and code once more, for one operation on one thing: good once, for minutes, in this session alone. */
  stepUp: route(
    "POST",
    "/api/auth/step-up",
    z.strictObject({ password: Password, code: Code, operation: StepUpOperation, targetID: DocumentID }),
    z.strictObject({ stepUpID: StepUpID, expiresAt: z.iso.datetime() }),
  ),
  touch: route("POST", "/api/auth/touch", None, z.strictObject({ endsAt: z.iso.datetime() })),
  /** A nonce, sealed to the device's key by HPKE: `encapsulated` and `ciphertext` as `keys/release` gives them. */
  challenge: route(
    "GET",
    "/api/auth/proof",
    None,
    z.strictObject({ encapsulated: base64(65), ciphertext: base64(48) }),
  ),
  prove: route(
    "POST",
    "/api/auth/proof",
    z.strictObject({ nonce: base64(32) }),
    z.strictObject({ provenAt: z.iso.datetime() }),
  ),
  signOut: route("POST", "/api/auth/sign-out", None, None),
} as const;
