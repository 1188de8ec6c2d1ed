import type { JSONWebKeySet } from "jose";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import type { UserPoolOptions } from "../options.ts";
import { openState, type State } from "../state/state.ts";
import { openOutbox, type Outbox } from "../outbox.ts";
import { Challenges } from "./challenge.ts";
import type { CognitoContext } from "./context.ts";
import { passkeyOperations } from "./passkey-operations.ts";
import { Pool } from "./pool.ts";
import { recoveryOperations, resetOperation } from "./recovery.ts";
import { resourceNotFound } from "./refusal.ts";
import { signInOperations } from "./sign-in.ts";
import { tokenOperations } from "./token-operations.ts";
import { softwareToken } from "./totp.ts";
import { userOperations } from "./user-operations.ts";

/** The user pools of the embedded cloud. All methods throw `ResourceNotFoundException` for a name without a pool. */
export interface Cognito {
  readonly service: JsonService;
  /** `{region}_{9 letters or digits}`, the same in every run. */
  poolID(name: string): string;
  poolArn(name: string): string;
  /** The public keys under which the pool's tokens verify (RFC 7517), to be cached by the verifier. */
  jwks(name: string): JSONWebKeySet;
  /**
   * Puts a user into a pool directly, as demo data.
   * @returns the user's `sub`, a random UUID
   * @throws AwsError `UsernameExistsException`, `InvalidPasswordException`
   * @throws RangeError when `totpSecret` isn't base32 or is shorter than 128 bits
   */
  seedUser(poolName: string, seed: SeedUser): { sub: string };
}

/** A user to begin with. */
export interface SeedUser {
  /** The name to sign in with. */
  readonly email: string;
  readonly password: string;
  /** Base32 (RFC 4648 §6) without padding; when given, the user is enrolled already. */
  readonly totpSecret?: string;
  /** False: the password is temporary and the first sign-in asks for another. */
  readonly permanent: boolean;
}

/**
 * Cognito user pools (JSON 1.1, `cognito-idp`), by name: a second factor (TOTP) is required, users are made by
 * administrators only and known by e-mail address, and clients sign people in by `ADMIN_USER_PASSWORD_AUTH` or, where a
 * passkey may stand for both factors, by `USER_AUTH`.
 */
export async function createCognito(
  cloud: ServiceContext,
  userPools: Readonly<Record<string, UserPoolOptions>>,
  state: State = openState(),
  outbox: Outbox = openOutbox(cloud.clock),
): Promise<Cognito> {
  const entries = Object.entries(userPools);
  const pools = new Map(
    await Promise.all(
      entries.map(async ([name, options]) => [name, await Pool.create(cloud, state, name, options)] as const),
    ),
  );
  const need = (name: string): Pool => {
    const pool = pools.get(name);
    if (!pool) throw resourceNotFound(`There is no user pool named ${name}`);
    return pool;
  };
  return {
    service: jsonService({
      cloud,
      pools: [...pools.values()],
      challenges: new Challenges(cloud.clock),
      outbox,
    }),
    poolID: (name) => need(name).id,
    poolArn: (name) => need(name).arn,
    jwks: (name) => need(name).tokens.jwks,
    seedUser: (poolName, seed) => seedUser(need(poolName), seed),
  };
}

function jsonService(context: CognitoContext): JsonService {
  const unsigned = {
    ...tokenOperations(context),
    ...recoveryOperations(context),
    ...passkeyOperations(context),
  };
  return {
    service: "cognito-idp",
    target: "AWSCognitoIdentityProviderService",
    version: "1.1",
    unsigned: Object.keys(unsigned),
    operations: {
      ...userOperations(context),
      ...signInOperations(context),
      ...unsigned,
      AdminResetUserPassword: resetOperation(context),
    },
  };
}

function seedUser(pool: Pool, seed: SeedUser): { sub: string } {
  const token = seed.totpSecret === undefined ? undefined : softwareToken(seed.totpSecret);
  const user = pool.create(seed.email, { email_verified: "true" }, seed.password, seed.permanent);
  user.softwareToken = token;
  pool.save(user);
  return { sub: user.sub };
}
