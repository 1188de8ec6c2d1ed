import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  type AdminInitiateAuthCommandOutput,
  type AuthenticationResultType,
  CompleteWebAuthnRegistrationCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { UserPoolOptions } from "../options.ts";
import type { State } from "../state/state.ts";
import {
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
  type SoftwareAuthenticator,
  type Twist,
} from "./authenticator.fixture.ts";
import { clientID, type Portal, signInSteps, startPortal } from "./portal.fixture.ts";

export const relyingPartyId = "portal.example.org";
export const origin = `https://${relyingPartyId}`;

/** How a pool is made in which a passkey stands for two factors. */
export const passkeyPool = {
  authFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
  firstFactors: ["PASSWORD", "WEB_AUTHN"],
  webAuthn: {
    relyingPartyId,
    userVerification: "required",
    factorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION",
  },
} as const satisfies Partial<UserPoolOptions>;

/** What a signed-in person does with passkeys. */
function ownSteps({ stranger }: Portal) {
  const steps = {
    async startRegistration(tokens: AuthenticationResultType | undefined): Promise<CreationOptions> {
      const command = new StartWebAuthnRegistrationCommand({ AccessToken: tokens?.AccessToken });
      const { CredentialCreationOptions } = await stranger.send(command);
      return CredentialCreationOptions as unknown as CreationOptions;
    },
    completeRegistration: (tokens: AuthenticationResultType | undefined, credential: object) =>
      stranger.send(
        new CompleteWebAuthnRegistrationCommand({
          AccessToken: tokens?.AccessToken,
          Credential: credential as never,
        }),
      ),
    async register(
      tokens: AuthenticationResultType | undefined,
      device: SoftwareAuthenticator = softwareAuthenticator(origin),
      twist: Twist = {},
    ) {
      const options = await steps.startRegistration(tokens);
      await steps.completeRegistration(tokens, device.create(options, twist));
      return device;
    },
    async list(tokens: AuthenticationResultType | undefined) {
      const command = new ListWebAuthnCredentialsCommand({ AccessToken: tokens?.AccessToken });
      return (await stranger.send(command)).Credentials ?? [];
    },
  };
  return steps;
}

/** The steps of a sign-in by choice, as the portal's server takes them. */
function choiceSteps({ auth, poolID: UserPoolId }: Portal) {
  const steps = {
    begin: (USERNAME: string, more: Readonly<Record<string, string>> = {}, ClientId = clientID) =>
      auth.send(
        new AdminInitiateAuthCommand({
          UserPoolId,
          ClientId,
          AuthFlow: "USER_AUTH",
          AuthParameters: { USERNAME, ...more },
        }),
      ),
    beginWithPasskey: (email: string, ClientId = clientID) =>
      steps.begin(email, { PREFERRED_CHALLENGE: "WEB_AUTHN" }, ClientId),
    answer: (
      { Session, ChallengeName, ChallengeParameters }: AdminInitiateAuthCommandOutput,
      responses: Readonly<Record<string, string>>,
      ClientId = clientID,
    ) => {
      const USERNAME = ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
      const ChallengeResponses = { USERNAME, ...responses };
      return auth.send(
        new AdminRespondToAuthChallengeCommand({
          UserPoolId,
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses,
        }),
      );
    },
    /** A whole sign-in with a passkey, or what goes wrong in it. */
    async signIn(email: string, device: SoftwareAuthenticator, twist: Twist = {}, ClientId = clientID) {
      const begun = await steps.beginWithPasskey(email, ClientId);
      return steps.answer(begun, credentialOf(device.get(requestOf(begun), twist)), ClientId);
    },
  };
  return steps;
}

/** A portal whose pool takes passkeys, with what tests do there. */
export async function startPasskeyPortal(more: Partial<UserPoolOptions> = {}, state?: State) {
  const portal = await startPortal({ ...passkeyPool, ...more }, state);
  const steps = signInSteps(portal);
  const own = ownSteps(portal);
  const switchPasskeys = (Username: string, Enabled: boolean) =>
    portal.auth.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: portal.poolID,
        Username,
        WebAuthnMfaSettings: { Enabled },
      }),
    );
  return {
    portal,
    steps,
    ...own,
    ...choiceSteps(portal),
    switchPasskeys,
    /** A new person with an authenticator app and a passkey that stands for two factors. */
    async person(email: string) {
      await steps.create(email);
      const { secret, tokens } = await steps.firstSignIn(email);
      const device = await own.register(tokens);
      await switchPasskeys(email, true);
      return { email, secret, tokens, device };
    },
  };
}

export type PasskeyPortal = Awaited<ReturnType<typeof startPasskeyPortal>>;

/** The answer to a `WEB_AUTHN` challenge. */
export function credentialOf(credential: object) {
  return { CREDENTIAL: JSON.stringify(credential) };
}

/** What a `WEB_AUTHN` challenge asks the browser for. */
export function requestOf({ ChallengeParameters }: AdminInitiateAuthCommandOutput): RequestOptions {
  return JSON.parse(ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"] ?? "null") as RequestOptions;
}
