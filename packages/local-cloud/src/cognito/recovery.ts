import { randomInt, timingSafeEqual } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import { adminOperation, type CognitoContext, type Operation, poolOfClient } from "./context.ts";
import { requiredText } from "./parameter.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter, notAuthorized } from "./refusal.ts";
import type { User } from "./user.ts";

const codeMs = 60 * 60 * 1000;
const mostFailures = 5;
const sender = "no-reply@verificationemail.com";

/** A code by which a person may choose another password, once. */
export interface ResetCode {
  /** Six digits. */
  readonly code: string;
  readonly sentAtMs: number;
  failures: number;
}

/**
 * `ForgotPassword` and `ConfirmForgotPassword`, unsigned. A name without an account is answered as one that has one
 * (`PreventUserExistenceErrors`).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function recoveryOperations(context: CognitoContext): Record<string, Operation> {
  return {
    ForgotPassword(input) {
      const pool = poolOfClient(requiredText(input, "ClientId"), context);
      requireRecovery(pool);
      const name = requiredText(input, "Username");
      const user = pool.find(name);
      if (user?.enabled === true && user.attributes["email_verified"] === "true")
        sendCode(pool, user, context);
      return { CodeDeliveryDetails: deliveryOf(user?.attributes["email"] ?? name) };
    },
    ConfirmForgotPassword(input) {
      const pool = poolOfClient(requiredText(input, "ClientId"), context);
      requireRecovery(pool);
      const user = pool.find(requiredText(input, "Username"));
      const code = requiredText(input, "ConfirmationCode");
      const password = requiredText(input, "Password");
      if (user === undefined || user.resetCode === undefined || !user.enabled) throw codeMismatch();
      useCode(pool, user, user.resetCode, code, context.cloud.clock.now());
      pool.setPassword(user, password, true);
      return {};
    },
  };
}

/** `AdminResetUserPassword`: the password ends, and a code to choose another one is sent. */
export function resetOperation(context: CognitoContext): Operation {
  return adminOperation(context, "AdminResetUserPassword", (input, pool) => {
    const user = pool.need(requiredText(input, "Username"));
    if (user.temporaryUntilMs !== undefined)
      throw notAuthorized("User password cannot be reset in the current state.");
    if (pool.options.recovery !== "verified_email" || user.attributes["email_verified"] !== "true")
      throw invalidParameter(
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
      );
    user.mustReset = true;
    sendCode(pool, user, context);
    pool.changed(user);
    return {};
  });
}

function requireRecovery({ options }: Pool): void {
  if (options.recovery !== "verified_email") throw notAuthorized("Contact administrator to reset password.");
}

function sendCode(pool: Pool, user: User, { cloud, outbox }: CognitoContext): void {
  const nowMs = cloud.clock.now();
  // A new code would else give as many new guesses.
  const isSpent = (user.resetCode?.failures ?? 0) >= mostFailures;
  if (isSpent && nowMs - (user.resetCode?.sentAtMs ?? 0) < codeMs) throw limitExceeded();
  const failures = isSpent ? 0 : (user.resetCode?.failures ?? 0);
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  user.resetCode = { code, sentAtMs: nowMs, failures };
  pool.save(user);
  outbox.put({
    from: sender,
    to: [user.attributes["email"] ?? ""],
    subject: "Your verification code",
    text: `Your confirmation code is ${code}`,
  });
}

/** @throws AwsError `CodeMismatchException`, `ExpiredCodeException`, `LimitExceededException` (400) */
function useCode(pool: Pool, user: User, reset: ResetCode, given: string, nowMs: number): void {
  if (reset.failures >= mostFailures) throw limitExceeded();
  if (nowMs - reset.sentAtMs >= codeMs)
    throw new AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.");
  if (isSame(reset.code, given)) return;
  reset.failures += 1;
  pool.save(user);
  throw codeMismatch();
}

function isSame(code: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(code), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `p***@e***`, as Cognito tells where it sent a code. */
function deliveryOf(email: string) {
  const [name = "", domain = ""] = email.split("@");
  const Destination = `${name.charAt(0)}***@${domain.charAt(0)}***`;
  return { Destination, DeliveryMedium: "EMAIL", AttributeName: "email" };
}

function codeMismatch(): AwsError {
  return new AwsError("CodeMismatchException", "Invalid verification code provided, please try again.");
}

function limitExceeded(): AwsError {
  return new AwsError("LimitExceededException", "Attempt limit exceeded, please try after some time.");
}
