import { createHash, randomUUID } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { UserPoolOptions } from "../options.ts";
import type { Shelf, State } from "../state/state.ts";
import { Lockout } from "./lockout.ts";
import { hashPassword } from "./password.ts";
import { invalidParameter } from "./refusal.ts";
import { openStrangers } from "./stranger.ts";
import { TokenIssuer } from "./tokens.ts";
import type { User } from "./user.ts";

const TEMPORARY_PASSWORD_MS = 7 * 24 * 3_600_000;
const LONGEST_PASSWORD = 256;
const LONGEST_NAME = 128;
const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A user pool that requires a second factor, names people by e-mail address (`UsernameAttributes: ["email"]`) and lets
 * nobody sign up by himself: its users, rules and keys.
 */
export class Pool {
  readonly id: string;
  readonly arn: string;
  readonly options: UserPoolOptions;
  readonly lockout: Lockout;
  readonly tokens: TokenIssuer;
  /** Stands for a name that nobody has. */
  readonly stranger: (name: string) => User;
  readonly #cloud: ServiceContext;
  /** By e-mail address, in lower case. */
  readonly #users = new Map<string, User>();
  readonly #shelf: Shelf<User>;

  private constructor(
    cloud: ServiceContext,
    state: State,
    id: string,
    options: UserPoolOptions,
    tokens: TokenIssuer,
  ) {
    this.#cloud = cloud;
    this.#shelf = state.shelf(`cognito ${id} users`);
    for (const [key, user] of this.#shelf.found) this.#users.set(key, user);
    this.id = id;
    this.arn = poolArn(cloud, id);
    this.options = options;
    this.tokens = tokens;
    this.stranger = openStrangers(state.shelf(`cognito ${id} secrets`));
    this.lockout = new Lockout(cloud.clock, state.shelf(`cognito ${id} failures`));
  }

  static async create(
    cloud: ServiceContext,
    state: State,
    name: string,
    options: UserPoolOptions,
  ): Promise<Pool> {
    const id = poolID(cloud.region, name);
    const issuer = `https://cognito-idp.${cloud.region}.amazonaws.com/${id}`;
    const tokens = await TokenIssuer.create({ poolID: id, state, issuer, clock: cloud.clock });
    return new Pool(cloud, state, id, options, tokens);
  }

  hasClient(clientID: string): boolean {
    const { clientID: first, otherClientIDs = [] } = this.options;
    return clientID === first || otherClientIDs.includes(clientID);
  }

  /** By e-mail address or user name, in any case, as a sign-in begins. */
  find(name: string): User | undefined {
    const key = name.toLowerCase();
    return this.#users.get(key) ?? this.findBySub(key);
  }

  findBySub(sub: string): User | undefined {
    return [...this.#users.values()].find((user) => user.sub === sub);
  }

  /** Whether somebody has a passkey of this id. */
  hasPasskey(credentialID: string): boolean {
    return [...this.#users.values()].some(({ passkeys = [] }) =>
      passkeys.some(({ id }) => id === credentialID),
    );
  }

  /**
   * By user name or alias, as administrative calls name a user.
   * @throws AwsError `UserNotFoundException`
   */
  need(name: string): User {
    const user = this.find(name);
    if (!user) throw new AwsError("UserNotFoundException", "User does not exist.");
    return user;
  }

  /**
   * Adds a user whose password is temporary (seven days) or permanent. The address is an alias: the user's name is the
   * `sub`, and answers to challenges take no other.
   * @throws AwsError `UsernameExistsException`, `InvalidPasswordException`, `InvalidParameterException`
   */
  create(email: string, attributes: Readonly<Record<string, string>>, password: string, permanent: boolean) {
    const key = email.toLowerCase();
    if (!/^[^\s@]+@[^\s@]+$/.test(key) || key.length > LONGEST_NAME) {
      throw invalidParameter("Username should be an email.");
    }
    if ((attributes["email"] ?? key).toLowerCase() !== key) {
      throw invalidParameter("The attribute email is not the user's name.");
    }
    if (this.#users.has(key)) throw new AwsError("UsernameExistsException", "User account already exists");
    this.checkPolicy(password);
    const now = this.#cloud.clock.now();
    const sub = randomUUID();
    const user: User = {
      username: sub,
      sub,
      attributes: { email, ...attributes },
      createdAtMs: now,
      modifiedAtMs: now,
      enabled: true,
      password: hashPassword(password),
      temporaryUntilMs: permanent ? undefined : now + TEMPORARY_PASSWORD_MS,
      softwareToken: undefined,
      pendingToken: undefined,
      generation: 0,
    };
    this.#users.set(key, user);
    this.save(user);
    return user;
  }

  /** @throws AwsError `InvalidPasswordException` when the policy of the pool refuses the password. */
  checkPolicy(password: string): void {
    const length = Array.from(password).length;
    if (length >= this.options.minimumPasswordLength && length <= LONGEST_PASSWORD) return;
    const fault = length > LONGEST_PASSWORD ? "too long" : "not long enough";
    const message = `Password did not conform with policy: Password ${fault}`;
    throw new AwsError("InvalidPasswordException", message);
  }

  /** @throws AwsError `InvalidPasswordException` */
  setPassword(user: User, password: string, permanent: boolean): void {
    this.checkPolicy(password);
    user.password = hashPassword(password);
    user.temporaryUntilMs = permanent ? undefined : this.#cloud.clock.now() + TEMPORARY_PASSWORD_MS;
    [user.mustReset, user.resetCode] = [undefined, undefined];
    this.changed(user);
  }

  /** Ends every challenge and every token of the user. */
  signOut(user: User): void {
    this.tokens.revokeUser(user.sub);
    this.changed(user);
  }

  /** Takes a user out of the pool, with tokens, challenges and all. Whoever gets the address next has another `sub`. */
  remove(user: User): void {
    this.signOut(user);
    this.lockout.signedIn(user.username);
    const key = keyOf(user);
    this.#users.delete(key);
    this.#shelf.delete(key);
  }

  /** Notes a change of what a sign-in rests on: challenges begun before it are void. */
  changed(user: User): void {
    user.generation += 1;
    user.modifiedAtMs = this.#cloud.clock.now();
    this.save(user);
  }

  /** Keeps what has changed about a user. Nothing may be awaited between the change and this. */
  save(user: User): void {
    this.#shelf.put(keyOf(user), user);
  }
}

function keyOf(user: User): string {
  return (user.attributes["email"] ?? user.username).toLowerCase();
}

/** `arn:aws:cognito-idp:{region}:{account}:userpool/{id}` */
export function poolArn(cloud: Pick<ServiceContext, "region" | "account">, id: string): string {
  return `arn:aws:cognito-idp:${cloud.region}:${cloud.account}:userpool/${id}`;
}

/** ARN of the pool that will have this name: it follows from the name, so that a policy can tell it before the cloud runs. */
export function userPoolArn(scope: Pick<ServiceContext, "region" | "account">, name: string): string {
  return poolArn(scope, poolID(scope.region, name));
}

/** `{region}_{9 letters or digits}`, the same in every run for the same name, so that it can stand in configuration. */
function poolID(region: string, name: string): string {
  const digest = createHash("sha256").update(name).digest().subarray(0, 9);
  return `${region}_${[...digest].map((byte) => ID_LETTERS.charAt(byte % ID_LETTERS.length)).join("")}`;
}
