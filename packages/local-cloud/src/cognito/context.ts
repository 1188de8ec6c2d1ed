import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { Outbox } from "../outbox.ts";
import type { Challenges } from "./challenge.ts";
import type { Input } from "./parameter.ts";
import { requiredText } from "./parameter.ts";
import { type Pool, poolArn } from "./pool.ts";
import { invalidParameter, resourceNotFound } from "./refusal.ts";

/** What the operations work on. */
export interface CognitoContext {
  readonly cloud: ServiceContext;
  readonly pools: readonly Pool[];
  readonly challenges: Challenges;
  /** Where the pools' own mail goes. */
  readonly outbox: Outbox;
}

/** An operation as the JSON server calls it. */
export type Operation = (input: Input, caller: Principal | undefined) => unknown;

/**
 * The pool of the client that an unsigned request names.
 * @throws AwsError `ResourceNotFoundException`
 */
export function poolOfClient(clientID: string, { pools }: CognitoContext): Pool {
  const pool = pools.find((candidate) => candidate.hasClient(clientID));
  if (!pool) throw resourceNotFound(`User pool client ${clientID} does not exist.`);
  return pool;
}

/**
 * Makes an administrative operation: IAM judges the caller on the user pool's ARN before anything else is looked at, and
 * the seam is told after `run` took effect.
 * @throws AwsError (when called) `AccessDenied`, `InvalidParameterException`, `ResourceNotFoundException`
 */
export function adminOperation(
  { cloud, pools }: CognitoContext,
  name: string,
  run: (input: Input, pool: Pool) => unknown,
): Operation {
  const action = `cognito-idp:${name}`;
  return async (input, caller) => {
    if (!caller)
      throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
    const id = requiredText(input, "UserPoolId");
    if (!/^[\w-]{1,40}_[0-9A-Za-z]{1,14}$/.test(id)) throw invalidParameter("UserPoolId is malformed");
    cloud.iam.authorize(caller, { action, resource: poolArn(cloud, id) });
    const pool = pools.find((candidate) => candidate.id === id);
    if (!pool) throw resourceNotFound(`User pool ${id} does not exist.`);
    const answer = await run(input, pool);
    cloud.seams.reached(caller, action);
    return answer;
  };
}
