import { AwsError } from "../aws/error.ts";

/** A failure of the engine: the HTTP status and the body that DynamoDB would answer with. */
interface EngineFailure {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

/** Tells the engine's own refusals from accidents. */
export function isEngineFailure(error: unknown): error is EngineFailure {
  return typeof error === "object" && error !== null && "statusCode" in error && "body" in error;
}

/** True when a write was refused by its own condition. */
export function isConditionFailure(error: unknown): boolean {
  return isEngineFailure(error) && error.body.__type.endsWith("#ConditionalCheckFailedException");
}

/** The engine's refusal as an `AwsError`; anything else is returned as it is. */
export function asAwsError(error: unknown, extra: Readonly<Record<string, unknown>> = {}): unknown {
  if (!isEngineFailure(error)) return error;
  return new AwsError(nameOf(error), messageOf(error), error.statusCode, extra);
}

/** What the engine says about its refusal. */
export function messageOf(error: unknown): string {
  return isEngineFailure(error) ? (error.body.message ?? error.body.Message ?? "") : String(error);
}

/** A `ValidationException` (400). */
export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

function nameOf(error: EngineFailure): string {
  return error.body.__type.split("#").at(-1) ?? error.body.__type;
}
