import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AdminRespondToAuthChallengeCommandOutput,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  CognitoIdentityProviderClient,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createCredentialStore } from "../aws/credentials.ts";
import { jsonServer } from "../aws/json-server.ts";
import type { PolicyStatement } from "../aws/principal.ts";
import { createIam } from "../iam/iam.ts";
import type { UserPoolOptions } from "../options.ts";
import { openOutbox } from "../outbox.ts";
import { openState, type State } from "../state/state.ts";
import { createCognito } from "./index.ts";
import { totpCode } from "./totp.ts";

export const clientID = "4e8k2portalclient";
export const temporary = "Temporary 1 of seven days";
export const chosen = "a horse that reads at night";
const region = "us-east-1";
const account = "111122223333";

/** A pool named `people` behind a real HTTP server, a clock that only the test moves, and SDK clients for two roles. */
export async function startPortal(more: Partial<UserPoolOptions> = {}, state: State = openState()) {
  const startMs = Date.now();
  let nowMs = startMs;
  const clock = { now: () => nowMs };
  const credentials = createCredentialStore(clock);
  const allowed: PolicyStatement = { Effect: "Allow", Action: "cognito-idp:*", Resource: "*" };
  const role = (Statement: PolicyStatement[]) => ({
    identity: { Version: "2012-10-17" as const, Statement },
    trust: { Version: "2012-10-17" as const, Statement: [] },
  });
  const roles = { auth: role([allowed]), intake: role([]) };
  const iam = createIam({ roles, resourcePolicies: {}, account, region });
  const reached: string[] = [];
  const seams = {
    isTableFailing: () => false,
    reached: (_caller: unknown, action: string) => void reached.push(action),
  };
  const cloud = { region, account, clock, credentials, iam, seams };
  const outbox = openOutbox(clock);
  const pools = {
    people: { clientID, minimumPasswordLength: 15, authSessionSeconds: 900, ...more },
    others: { clientID: "another", minimumPasswordLength: 15, authSessionSeconds: 900 },
  };
  const cognito = await createCognito(cloud, pools, state, outbox);
  const handle = jsonServer([cognito.service], [], cloud);
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: CognitoIdentityProviderClient[] = [];
  const clientOf = (roleName: string) => {
    const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/test`;
    const principal = { kind: "role" as const, arn, role: roleName, tags: {} };
    const issued = credentials.issue({ secretAccessKey: `secret of ${roleName}`, principal });
    const client = new CognitoIdentityProviderClient({
      endpoint,
      region,
      credentials: issued,
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  return {
    cognito,
    outbox,
    poolID: cognito.poolID("people"),
    auth: clientOf("auth"),
    intake: clientOf("intake"),
    stranger: new CognitoIdentityProviderClient({
      endpoint,
      region,
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "guessed" },
      maxAttempts: 1,
    }),
    reached,
    now: () => nowMs,
    advance(seconds: number) {
      nowMs += seconds * 1000;
      for (const client of clients) client.config.systemClockOffset = nowMs - startMs;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;

/** Answers a challenge under a name. */
function answerer({ auth, poolID: UserPoolId }: Portal) {
  return (
    USERNAME: string,
    ChallengeName: ChallengeNameType,
    Session: string | undefined,
    responses: Readonly<Record<string, string>>,
  ): Promise<AdminRespondToAuthChallengeCommandOutput> =>
    auth.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId: clientID,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME, ...responses },
      }),
    );
}

/**
 * The steps of a sign-in, as the portal's server takes them: people are known by their e-mail addresses, and answers
 * name them as the pool does.
 */
export function signInSteps(portal: Portal) {
  const { auth, poolID: UserPoolId } = portal;
  const names = new Map<string, string | undefined>();
  const steps = {
    async create(Username: string, TemporaryPassword = temporary) {
      const created = await auth.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          TemporaryPassword,
          MessageAction: "SUPPRESS",
          UserAttributes: [{ Name: "email", Value: Username }],
        }),
      );
      names.set(Username, created.User?.Username);
      return created;
    },
    async begin(USERNAME: string, PASSWORD: string) {
      const begun = await auth.send(
        new AdminInitiateAuthCommand({
          UserPoolId,
          ClientId: clientID,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME, PASSWORD },
          ContextData: { IpAddress: "203.0.113.7", ServerName: "portal", ServerPath: "/", HttpHeaders: [] },
        }),
      );
      names.set(USERNAME, begun.ChallengeParameters?.["USER_ID_FOR_SRP"]);
      return begun;
    },
    answer: (
      name: ChallengeNameType,
      session: string | undefined,
      email: string,
      responses: Readonly<Record<string, string>> = {},
    ) => steps.answerAs(names.get(email) ?? email, name, session, responses),
    /** As `answer`, under just this name. */
    answerAs: answerer(portal),
    associate: (Session: string | undefined) => auth.send(new AssociateSoftwareTokenCommand({ Session })),
    verify: (Session: string | undefined, UserCode: string) =>
      auth.send(new VerifySoftwareTokenCommand({ Session, UserCode })),
    choosePassword: (Session: string | undefined, username: string, NEW_PASSWORD = chosen) =>
      steps.answer("NEW_PASSWORD_REQUIRED", Session, username, { NEW_PASSWORD }),
    giveCode: (Session: string | undefined, username: string, SOFTWARE_TOKEN_MFA_CODE: string) =>
      steps.answer("SOFTWARE_TOKEN_MFA", Session, username, { SOFTWARE_TOKEN_MFA_CODE }),
    /** Everything from temporary password to tokens. */
    async firstSignIn(username: string) {
      const begun = await steps.begin(username, temporary);
      const renewed = await steps.choosePassword(begun.Session, username);
      const associated = await steps.associate(renewed.Session);
      const secret = associated.SecretCode ?? "";
      const verified = await steps.verify(associated.Session, totpCode(secret, portal.now()));
      const { AuthenticationResult } = await steps.answer("MFA_SETUP", verified.Session, username);
      return { secret, tokens: AuthenticationResult };
    },
  };
  return steps;
}
