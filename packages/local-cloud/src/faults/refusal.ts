import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import { operationOf } from "./faults.ts";
import type { Faults } from "./faults.ts";

/** A call whose signature was verified, before anything is done for it. */
export interface IncomingCall {
  /** As in IAM's actions: `dynamodb`, `s3`, `kms`, … */
  readonly service: string;
  readonly operation: string;
  readonly caller: Principal | undefined;
  /** The parsed body, where it is JSON. */
  readonly input?: object;
}

/**
 * Refuses a call that is struck; nothing was done for it.
 * @throws AwsError as the service words it
 */
export function refuseStruck(faults: Faults | undefined, call: IncomingCall): void {
  const name = operationOf(call.caller, `${call.service}:${call.operation}`);
  if (faults === undefined || name === undefined) return;
  if (call.service === "kms" && faults.strike("kmsOutage", name))
    throw new AwsError("KMSInternalException", "The request failed; it can be retried.", 500);
  if (call.service === "dynamodb" && isWrite(call.operation) && faults.strike("transactionConflict", name))
    throw conflictOf(call);
  if (faults.strike("throttling", name)) throw throttled(call.service);
}

/** What a call did stands, and its answer gets lost on the way: the connection is to be cut. */
export class LostAnswer extends Error {
  override readonly name = "LostAnswer";
}

/** Loses the answer of a call that is struck; to be asked once it has taken effect. @throws LostAnswer */
export function loseStruck(faults: Faults | undefined, call: IncomingCall): void {
  const name = operationOf(call.caller, `${call.service}:${call.operation}`);
  if (name !== undefined && faults?.strike(call.service === "s3" ? "lostObject" : "lostAnswer", name))
    throw new LostAnswer(`The answer of ${call.service}:${call.operation} is lost.`);
}

/**
 * The codes by which the SDKs know throttling: that is the hint AWS gives, no service here sends `Retry-After` with it.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
function throttled(service: string): AwsError {
  switch (service) {
    case "s3":
      return new AwsError("SlowDown", "Please reduce your request rate.", 503);
    case "sts":
      return new AwsError("Throttling", "Rate exceeded", 400);
    case "cognito-idp":
      return new AwsError("TooManyRequestsException", "Too many requests", 400);
    case "sqs":
      return new AwsError("RequestThrottled", "The request was denied due to request throttling.", 403);
    case "dynamodb":
      return new AwsError("ThrottlingException", "Throughput exceeds the current capacity of your table.");
    default:
      return new AwsError("ThrottlingException", "Rate exceeded");
  }
}

const singleWrites = ["PutItem", "UpdateItem", "DeleteItem"];

function isWrite(operation: string): boolean {
  return operation === "TransactWriteItems" || singleWrites.includes(operation);
}

/**
 * As if another transaction had the first of the items in hand.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
function conflictOf({ operation, input }: IncomingCall): AwsError {
  const Message = "Transaction is ongoing for the item";
  if (operation !== "TransactWriteItems") return new AwsError("TransactionConflictException", Message);
  const { TransactItems: items } = input as { readonly TransactItems?: readonly unknown[] };
  const reasons = (items ?? []).map((_, index) =>
    index === 0 ? { Code: "TransactionConflict", Message } : { Code: "None" },
  );
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
