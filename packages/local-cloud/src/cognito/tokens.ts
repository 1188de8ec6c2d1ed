import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
  importPKCS8,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { AwsError } from "../aws/error.ts";
import type { Clock } from "../aws/principal.ts";
import type { Shelf, State } from "../state/state.ts";
import { notAuthorized } from "./refusal.ts";
import type { User } from "./user.ts";

const TOKEN_SECONDS = 3600;
const SELF_SERVICE = "aws.cognito.signin.user.admin";

/** What is kept of a pool's keys. */
interface KeptKeys {
  readonly kid: string;
  /** PEM. */
  readonly privateKey: string;
  readonly publicKey: JWK;
}

interface Settings {
  /** The pool's, under which its keys and sign-ins are kept. */
  readonly poolID: string;
  readonly state: State;
  readonly issuer: string;
  readonly clock: Clock;
}

interface SigningKeys {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly kid: string;
}

/** One completed sign-in; its access tokens are good at the pool while it stands. */
interface Grant {
  readonly sub: string;
  /** Whose client signed in; missing in what was kept when there was but one. */
  readonly clientID?: string;
  readonly refreshDigest: string;
}

/** What `AuthenticationResult` holds. */
export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: "Bearer";
}

/** Makes and judges a pool's tokens: RS256 JWTs with the claims that Cognito documents, and opaque refresh tokens. */
export class TokenIssuer {
  readonly jwks: JSONWebKeySet;
  readonly #settings: Settings;
  readonly #keys: SigningKeys;
  /** By `origin_jti`. */
  readonly #grants: Map<string, Grant>;
  readonly #shelf: Shelf<Grant>;

  private constructor(settings: Settings, keys: SigningKeys, jwks: JSONWebKeySet) {
    this.#settings = settings;
    this.#keys = keys;
    this.jwks = jwks;
    this.#shelf = settings.state.shelf(`cognito ${settings.poolID} sign-ins`);
    this.#grants = new Map(this.#shelf.found);
  }

  static async create(settings: Settings): Promise<TokenIssuer> {
    const shelf = settings.state.shelf<KeptKeys>(`cognito ${settings.poolID} keys`);
    const kept = shelf.found.get("token") ?? (await drawKeys());
    if (!shelf.found.has("token")) shelf.put("token", kept);
    const { kid } = kept;
    const privateKey = await importPKCS8(kept.privateKey, "RS256");
    const publicKey = (await importJWK(kept.publicKey, "RS256")) as CryptoKey;
    const jwk = { ...kept.publicKey, kid, alg: "RS256", use: "sig" };
    return new TokenIssuer(settings, { privateKey, publicKey, kid }, { keys: [jwk] });
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  /** Tokens for a user who has just proven all that the pool requires. ID and access token live one hour. */
  async issue(user: User, clientID: string): Promise<Tokens> {
    const originID = randomUUID();
    const refreshToken = randomBytes(64).toString("base64url");
    this.#keep(originID, { sub: user.sub, clientID, refreshDigest: digest(refreshToken) });
    const shared = {
      sub: user.sub,
      origin_jti: originID,
      event_id: randomUUID(),
      auth_time: this.#seconds(),
    };
    const access = { token_use: "access", client_id: clientID, username: user.username, scope: SELF_SERVICE };
    const id = { token_use: "id", aud: clientID, "cognito:username": user.username };
    return {
      AccessToken: await this.#sign({ ...shared, ...access }),
      IdToken: await this.#sign({ ...claimsOf(user), ...shared, ...id }),
      RefreshToken: refreshToken,
      ExpiresIn: TOKEN_SECONDS,
      TokenType: "Bearer",
    };
  }

  /**
   * Whose access token it is.
   * @returns the user's `sub`, and the client that it was given to
   * @throws AwsError `NotAuthorizedException` when the token is not ours, is expired, or was revoked.
   */
  async verifyAccess(token: string): Promise<{ sub: string; clientID: string }> {
    const { issuer, clock } = this.#settings;
    const options = { issuer, algorithms: ["RS256"], currentDate: new Date(clock.now()) };
    const verified = await jwtVerify(token, this.#keys.publicKey, options).catch(() => undefined);
    if (!verified || verified.payload["token_use"] !== "access") throw notAuthorized("Invalid Access Token");
    const grant = this.#grants.get(String(verified.payload["origin_jti"]));
    if (!grant || grant.sub !== verified.payload.sub) throw notAuthorized("Access Token has been revoked");
    return { sub: grant.sub, clientID: String(verified.payload["client_id"]) };
  }

  /**
   * Ends the sign-in that the refresh token stands for. An unknown or already revoked token is no error (RFC 7009 §2.2).
   * @throws AwsError `UnsupportedTokenTypeException` for an access or ID token, `UnauthorizedException` for a token of
   * another client.
   */
  revoke(refreshToken: string, clientID: string): void {
    if (refreshToken.split(".").length === 3) {
      throw new AwsError("UnsupportedTokenTypeException", "Only a refresh token can be revoked.");
    }
    const wanted = digest(refreshToken);
    for (const [originID, grant] of this.#grants) {
      if (grant.refreshDigest !== wanted) continue;
      if ((grant.clientID ?? clientID) !== clientID)
        throw new AwsError("UnauthorizedException", "The token is another client's.");
      this.#drop(originID);
    }
  }

  revokeUser(sub: string): void {
    for (const [originID, grant] of this.#grants) {
      if (grant.sub === sub) this.#drop(originID);
    }
  }

  #keep(originID: string, grant: Grant): void {
    this.#shelf.put(originID, grant);
    this.#grants.set(originID, grant);
  }

  #drop(originID: string): void {
    this.#shelf.delete(originID);
    this.#grants.delete(originID);
  }

  #sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
    const now = this.#seconds();
    return new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: "RS256", kid: this.#keys.kid })
      .setIssuer(this.#settings.issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(this.#keys.privateKey);
  }

  #seconds(): number {
    return Math.floor(this.#settings.clock.now() / 1000);
  }
}

async function drawKeys(): Promise<KeptKeys> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    kid: randomUUID(),
    privateKey: await exportPKCS8(privateKey),
    publicKey: await exportJWK(publicKey),
  };
}

/** Attributes as claims; Cognito stores `email_verified` as text but states it as a boolean. */
function claimsOf(user: User): Record<string, unknown> {
  const verified = user.attributes["email_verified"] === "true";
  return { ...user.attributes, email_verified: verified };
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
