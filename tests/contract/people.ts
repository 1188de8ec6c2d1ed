import { createHmac, randomUUID } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  type CognitoIdentityProviderClient,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";

export const temporary = "A temporary Password 1!";
export const chosen = "a Horse that reads at night 2!";
export const someone = () => `${randomUUID()}@example.org`;

/** A user pool, its client, and who may sign people in there. */
export interface PoolAccess {
  readonly poolID: string;
  readonly clientID: string;
  readonly auth: CognitoIdentityProviderClient;
}

/** RFC 6238 with SHA-1, six digits and half a minute, `stepsAhead` of now. */
export function codeOf(secret: string, stepsAhead = 0): string {
  const bits = secret
    .split("")
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsAhead));
  const mac = createHmac("sha1", Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))))
    .update(counter)
    .digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The calls with which people of a pool sign in. */
function calls(cloud: () => PoolAccess) {
  return {
    create: (Username: string) =>
      cloud().auth.send(
        new AdminCreateUserCommand({
          UserPoolId: cloud().poolID,
          Username,
          TemporaryPassword: temporary,
          MessageAction: "SUPPRESS",
          UserAttributes: [
            { Name: "email", Value: Username },
            { Name: "email_verified", Value: "true" },
          ],
        }),
      ),
    begin: (USERNAME: string, PASSWORD: string, client = cloud().auth) =>
      client.send(
        new AdminInitiateAuthCommand({
          UserPoolId: cloud().poolID,
          ClientId: cloud().clientID,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME, PASSWORD },
        }),
      ),
    answer: (
      ChallengeName: ChallengeNameType,
      Session: string | undefined,
      USERNAME: string,
      responses: Readonly<Record<string, string>> = {},
    ) =>
      cloud().auth.send(
        new AdminRespondToAuthChallengeCommand({
          UserPoolId: cloud().poolID,
          ClientId: cloud().clientID,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME, ...responses },
        }),
      ),
  };
}

/** People of a pool, and the calls with which they sign in. */
export function people(cloud: () => PoolAccess) {
  const { create, begin, answer } = calls(cloud);
  /** A new person up to the choice of an authenticator app. */
  async function newcomer() {
    const email = someone();
    await create(email);
    const first = await begin(email, temporary);
    const username = first.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? email;
    const renewed = await answer("NEW_PASSWORD_REQUIRED", first.Session, username, { NEW_PASSWORD: chosen });
    return { email, username, first, renewed };
  }
  /** A new person, enrolled and signed in. */
  async function enrolled() {
    const { email, username, renewed } = await newcomer();
    const { SecretCode: secret = "", Session } = await cloud().auth.send(
      new AssociateSoftwareTokenCommand({ Session: renewed.Session }),
    );
    const used = codeOf(secret);
    const verified = await cloud().auth.send(new VerifySoftwareTokenCommand({ Session, UserCode: used }));
    const done = await answer("MFA_SETUP", verified.Session, username);
    return { email, username, secret, used, verified, tokens: done.AuthenticationResult };
  }
  const giveCode = (Session: string | undefined, username: string, SOFTWARE_TOKEN_MFA_CODE: string) =>
    answer("SOFTWARE_TOKEN_MFA", Session, username, { SOFTWARE_TOKEN_MFA_CODE });
  return { answer, begin, newcomer, enrolled, giveCode };
}
