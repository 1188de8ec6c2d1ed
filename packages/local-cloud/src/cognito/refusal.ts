import { AwsError } from "../aws/error.ts";

/** The caller could not prove who the person is, or may not act as that person. */
export function notAuthorized(message: string): AwsError {
  return new AwsError("NotAuthorizedException", message);
}

/** One answer for a wrong password and an unknown user, so that nobody learns who has an account. */
export function wrongCredentials(): AwsError {
  return notAuthorized("Incorrect username or password.");
}

/** A challenge session that is unknown, used, or belongs to another user, client or stage: all look alike. */
export function invalidSession(): AwsError {
  return notAuthorized("Invalid session for the user.");
}

/** The request is malformed, or asks for what this user pool does not offer. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** An administrator ended the password; nothing else is to be done before there is another. */
export function passwordResetRequired(): AwsError {
  return new AwsError("PasswordResetRequiredException", "Password reset required for the user");
}

/** The pool or client that the request names does not exist. */
export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}
