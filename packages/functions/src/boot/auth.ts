import { createLedger } from "@postern/core/audit";
import { createIdentityProvider } from "@postern/core/aws";
import {
  countCall,
  countRefusal,
  countStep,
  type SessionDeps,
  type SignInDeps,
  type StepUpDeps,
} from "@postern/core/session";
import type { Caller, EdgeOptions, EdgeRequest } from "../http/edge.ts";
import { identifySession, sessionGround, strangerContext, tokensOf } from "../http/identify.ts";
import { AuthEnvironment, readEnvironment } from "./environment.ts";
import { addressHasher, contextOf, edgeOptions, ground } from "./http.ts";

/** What the function that signs people in stands on. */
export interface AuthBoot {
  readonly edge: EdgeOptions;
  /** Who takes a step of a sign-in: nobody yet. @throws Problem `limit` (`too-many-tries`) */
  readonly step: (request: EdgeRequest) => Promise<Caller<SignInDeps>>;
  /** Who is signed in; a locked session too. @throws Problem `unauthenticated` (`signed-out`); `limit` (`too-many-calls`) */
  readonly person: (request: EdgeRequest) => Promise<Caller<SessionDeps>>;
  /** As `person`, for a step-up: it leaves a row of the clinic, which is the tenant role's right. */
  readonly stepUp: (request: EdgeRequest) => Promise<Caller<StepUpDeps>>;
  /**
   * As `person`, for a page's first question and its last: null without a cookie, and no audit row then, for everyone's
   * visit begins so; and it is not counted, so that nobody can be kept from signing out.
   */
  readonly visitor: (request: EdgeRequest) => Promise<Caller<SessionDeps> | null>;
}

/** @throws Error when a setting is missing */
export function bootAuth(): AuthBoot {
  const environment = readEnvironment(AuthEnvironment);
  const stand = ground(environment);
  const hash = addressHasher(environment.HASH_SECRET);
  const hashEmail = keyedHasher(environment.HASH_SECRET, "email");
  const hashPassword = keyedHasher(environment.HASH_SECRET, "password");
  const provider = createIdentityProvider({
    userPoolID: environment.USER_POOL_ID,
    clientID: environment.USER_POOL_CLIENT_ID,
    jwksURL: environment.JWKS_URL,
    serverName: new URL(environment.ORIGIN).host,
  });
  const known = async (request: EdgeRequest) => {
    const addressHash = await hash(request);
    const signedIn = await identifySession(stand, request, addressHash);
    const named = { id: request.requestID, addressHash };
    // Sessions and audit rows in one transaction: that is the function's own role's right, not its tenant role's.
    const ctx = contextOf(stand, signedIn.actor, createLedger(stand.base), named);
    return {
      deps: { signedIn, base: stand.base },
      ctx: { ...ctx, countRefusal: () => countRefusal(ctx, ctx.ledger) },
    };
  };
  const person = async (request: EdgeRequest) => {
    const caller = await known(request);
    await countCall(caller.ctx, caller.ctx.ledger);
    return caller;
  };
  return {
    edge: edgeOptions(environment, stand),
    person,
    stepUp: async (request) => {
      const { deps, ctx } = await person(request);
      const tenant = await stand.tenants.tenant(ctx.actor.clinicID);
      const own = { provider, address: request.address, counters: ctx.ledger, once: createOnce() };
      return { deps: { ...deps, ...own }, ctx: { ...ctx, ledger: createLedger(tenant.database) } };
    },
    visitor: async (request) => (tokensOf(request).session === undefined ? null : await known(request)),
    step: async (request) => {
      const ctx = strangerContext(stand, request, await hash(request));
      await countStep(ctx);
      const { session: sessionToken, presession: presessionToken } = tokensOf(request);
      const { address, userAgent } = request;
      const tokens = { sessionToken, presessionToken };
      return {
        ctx,
        deps: {
          ...sessionGround(stand),
          ...tokens,
          provider,
          address,
          userAgent,
          hashEmail,
          hashPassword,
          once: createOnce(),
        },
      };
    },
  };
}

/** Calls the first time only, and gives that answer again. */
function createOnce(): SignInDeps["once"] {
  let kept: Promise<unknown> | undefined;
  return <Result>(call: () => Promise<Result>) => (kept ??= call()) as Promise<Result>;
}

/** Salts what must be told apart and never be read: addresses for counters, a given password for fifteen minutes. */
function keyedHasher(secretHex: string, kind: "email" | "password"): (value: string) => Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", Buffer.from(secretHex, "hex"), algorithm, false, ["sign"]);
  return async (value) => {
    const mac = await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(`${kind}\n${value}`));
    return Buffer.from(mac).subarray(0, 16).toString("hex");
  };
}
