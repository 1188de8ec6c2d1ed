import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  RevokeTokenCommand,
  VerifySoftwareTokenCommand,
  type AdminInitiateAuthCommandOutput,
  type AuthenticationResultType,
  type ContextDataType,
} from "@aws-sdk/client-cognito-identity-provider";
import { unavailable } from "../kernel/index.ts";
import { createIDTokens, type IDTokens } from "./id-token.ts";

/** Why Cognito said no. `wrong` is a wrong password and an unknown user alike. */
export type SignInRefusal = "wrong" | "code-wrong" | "code-used" | "expired" | "too-many" | "weak-password";
export interface Refused {
  readonly kind: "refused";
  readonly reason: SignInRefusal;
}

/** How far a sign-in has come. `session` is Cognito's own, to be given with the next answer. */
export type SignInProgress =
  | {
      readonly kind: "challenge";
      readonly challenge: "new-password" | "enrol-totp" | "totp";
      readonly session: string;
      /** The pool's own name for who signs in, for the next answer. */
      readonly username: string;
    }
  | { readonly kind: "done"; readonly sub: string }
  | Refused;

/** Who answers, and from where: without the address Cognito would take every sign-in for one of our function. */
export interface SignInAttempt {
  /** To begin with, the e-mail address in lower case or what `usernameOf` gives; after that, as the challenge named it. */
  readonly username: string;
  readonly address: string;
}
type Challenged = SignInAttempt & { readonly session: string };
type Answer = Pick<
  AdminInitiateAuthCommandOutput,
  "ChallengeName" | "ChallengeParameters" | "Session" | "AuthenticationResult"
>;

/** Proves who someone is. All methods throw Problem `unavailable` for what they do not know. */
export interface IdentityProvider {
  begin(attempt: SignInAttempt & { readonly password: string }): Promise<SignInProgress>;
  answerNewPassword(attempt: Challenged & { readonly password: string }): Promise<SignInProgress>;
  /** @returns the secret to be typed into an authenticator app (base32), and the session that goes on */
  associate(
    session: string,
  ): Promise<{ readonly kind: "secret"; readonly secret: string; readonly session: string } | Refused>;
  /** @param attempt.code the first code of the new secret */
  answerEnrolment(attempt: Challenged & { readonly code: string }): Promise<SignInProgress>;
  answerTotp(attempt: Challenged & { readonly code: string }): Promise<SignInProgress>;
  /** The name by which someone signs in, who is known by the `sub` of their tokens; null when there is no such user. */
  usernameOf(sub: string): Promise<string | null>;
}

interface Settings {
  readonly userPoolID: string;
  readonly clientID: string;
  readonly jwksURL?: string | undefined;
  /** Host of the portal, as Cognito's risk log shall name it. */
  readonly serverName: string;
}

/** Cognito with passwords and authenticator apps. Its tokens are verified, revoked and dropped here: none gets out. */
export function createIdentityProvider(settings: Settings): IdentityProvider {
  const client = new CognitoIdentityProviderClient();
  const tokens = createIDTokens(settings);
  const pool = { UserPoolId: settings.userPoolID, ClientId: settings.clientID };
  const context = (address: string): ContextDataType => ({
    IpAddress: address,
    ServerName: settings.serverName,
    ServerPath: "/api/auth",
    HttpHeaders: [],
  });
  const progressOf = async (output: Answer, username: string): Promise<SignInProgress> =>
    output.AuthenticationResult === undefined
      ? challengeOf(output, username)
      : { kind: "done", sub: await forget(output.AuthenticationResult, client, tokens, settings.clientID) };
  const respond = async (
    name: "NEW_PASSWORD_REQUIRED" | "MFA_SETUP" | "SOFTWARE_TOKEN_MFA",
    { username, address, session }: Challenged,
    answer: Readonly<Record<string, string>>,
  ) => {
    const output = await client.send(
      new AdminRespondToAuthChallengeCommand({
        ...pool,
        ChallengeName: name,
        Session: session,
        ChallengeResponses: { USERNAME: username, ...answer },
        ContextData: context(address),
      }),
    );
    return await progressOf(output, username);
  };
  return {
    begin: ({ username, password, address }) =>
      answered(async () => {
        const command = new AdminInitiateAuthCommand({
          ...pool,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: username, PASSWORD: password },
          ContextData: context(address),
        });
        return await progressOf(await client.send(command), username);
      }, "wrong"),
    answerNewPassword: (attempt) =>
      answered(() => respond("NEW_PASSWORD_REQUIRED", attempt, { NEW_PASSWORD: attempt.password })),
    associate: (session) =>
      answered(async () => {
        const output = await client.send(new AssociateSoftwareTokenCommand({ Session: session }));
        if (!output.SecretCode || !output.Session) throw unavailable();
        return { kind: "secret", secret: output.SecretCode, session: output.Session } as const;
      }),
    answerEnrolment: (attempt) =>
      answered(async () => {
        const command = new VerifySoftwareTokenCommand({ Session: attempt.session, UserCode: attempt.code });
        const { Status, Session } = await client.send(command);
        if (Status !== "SUCCESS" || !Session) throw unavailable();
        return await respond("MFA_SETUP", { ...attempt, session: Session }, {});
      }),
    answerTotp: (attempt) =>
      answered(() => respond("SOFTWARE_TOKEN_MFA", attempt, { SOFTWARE_TOKEN_MFA_CODE: attempt.code })),
    usernameOf: async (sub) => {
      // Cognito takes the `sub` in place of a user's name in administrative calls, whatever else the pool allows.
      const command = new AdminGetUserCommand({ UserPoolId: settings.userPoolID, Username: sub });
      const found = await answered(async () => (await client.send(command)).Username ?? null);
      return typeof found === "string" ? found : null;
    },
  };
}

const CHALLENGES: Readonly<Record<string, "new-password" | "enrol-totp" | "totp">> = {
  NEW_PASSWORD_REQUIRED: "new-password",
  MFA_SETUP: "enrol-totp",
  SOFTWARE_TOKEN_MFA: "totp",
};

/**
 * What Cognito asks for. An e-mail address begins a sign-in, but it is an alias, and no answer may go on under it: the
 * first challenge says what the user is called, and later ones need not say it again.
 *
 * @param asked the name that was asked about
 */
function challengeOf(
  { ChallengeName, ChallengeParameters, Session: session }: Answer,
  asked: string,
): SignInProgress {
  const challenge = CHALLENGES[ChallengeName ?? ""];
  if (challenge === undefined || !session) throw unavailable();
  const username = ChallengeParameters?.["USER_ID_FOR_SRP"] ?? asked;
  return { kind: "challenge", challenge, session, username };
}

/** Verifies, revokes and drops the tokens. @returns whose they were */
async function forget(
  result: AuthenticationResultType,
  client: CognitoIdentityProviderClient,
  tokens: IDTokens,
  clientID: string,
): Promise<string> {
  if (!result.IdToken || !result.RefreshToken) throw unavailable();
  const sub = await tokens.subjectOf(result.IdToken);
  await client.send(new RevokeTokenCommand({ Token: result.RefreshToken, ClientId: clientID }));
  return sub;
}

/** @param unauthorised what `NotAuthorizedException` means here: after the password it is a challenge that is over */
async function answered<Result>(
  call: () => Promise<Result>,
  unauthorised: SignInRefusal = "expired",
): Promise<Result | Refused> {
  try {
    return await call();
  } catch (error) {
    const reason = refusalOf(error, unauthorised);
    if (reason === null) throw unavailable(error);
    return { kind: "refused", reason };
  }
}

function refusalOf(error: unknown, unauthorised: SignInRefusal): SignInRefusal | null {
  if (!(error instanceof Error)) return null;
  switch (error.name) {
    case "NotAuthorizedException":
      // Cognito has no other sign that a user is locked out than this message.
      return /attempts exceeded/i.test(error.message) ? "too-many" : unauthorised;
    case "UserNotFoundException":
    case "UserNotConfirmedException":
    case "PasswordResetRequiredException":
      return unauthorised;
    case "CodeMismatchException":
    case "EnableSoftwareTokenMFAException":
      return "code-wrong";
    case "ExpiredCodeException":
      return "code-used";
    case "InvalidPasswordException":
    case "PasswordHistoryPolicyViolationException":
      return "weak-password";
    case "TooManyRequestsException":
    case "LimitExceededException":
    case "TooManyFailedAttemptsException":
      return "too-many";
    default:
      return null;
  }
}
