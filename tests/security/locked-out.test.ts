import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { createPortalFetch } from "@postern/cli/portal-fetch";
import { createApi, createDevice, type Api } from "@postern/client";
import { authRoutes, intakeRoutes } from "@postern/contract";
import { totpCode } from "@postern/local-cloud";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { USER_POOL } from "../../scripts/topology.ts";
import { rootPrincipal } from "../support/principal.ts";
import { startWorld, type World } from "../support/world.ts";

// What docs/runbooks/locked-out.md has an operator do.

const TEMPORARY = "until the first time 7";
const CHOSEN = "four words in a row 8";

let world: World;
let auth: CognitoIdentityProviderClient;

beforeAll(async () => {
  world = await startWorld();
  auth = new CognitoIdentityProviderClient({
    region: world.names.region,
    endpoint: world.cloud.endpoints.aws,
    credentials: world.cloud.rootCredentials(),
  });
});
afterAll(async () => {
  auth?.destroy();
  await world?.close();
});

const someone = (email: string) => ({ UserPoolId: world.cloud.userPoolID(USER_POOL), Username: email });

async function subOf(email: string): Promise<string> {
  const { UserAttributes = [] } = await auth.send(new AdminGetUserCommand(someone(email)));
  return UserAttributes.find(({ Name }) => Name === "sub")?.Value ?? "";
}

/** A browser that was never here, and nobody signed in. */
function newBrowser(): Api {
  return createApi({ baseURL: world.origin, fetch: createPortalFetch(world.origin) });
}

describe("someone who is locked out", () => {
  it("with a forgotten password gets one that is good once, and the second factor stays", async () => {
    const { email } = world.people.referrer;
    await auth.send(
      new AdminSetUserPasswordCommand({ ...someone(email), Password: TEMPORARY, Permanent: false }),
    );
    const api = newBrowser();
    expect(await api.call(authRoutes.signIn, { email, password: TEMPORARY })).toMatchObject({
      stage: "new-password",
    });
    expect(await api.call(authRoutes.newPassword, { password: CHOSEN })).toEqual({ stage: "totp" });
    await expect(newBrowser().call(authRoutes.signIn, { email, password: TEMPORARY })).rejects.toMatchObject({
      code: "sign-in-failed",
    });
  });

  it("without the phone is made anew, is who they were, and what was signed in is not", async () => {
    const { patient } = world.people;
    const before = await world.signIn(patient);
    const oldSub = await subOf(patient.email);
    const root = rootPrincipal(world);
    const directory = world.names.tables.directory.name;
    const { Items: pointers = [] } = await root.dynamo.send(
      new QueryCommand({
        TableName: directory,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": `usr#${oldSub}` },
      }),
    );
    expect(pointers.map(({ personID }) => personID)).toEqual([patient.personID]);
    await root.dynamo.send(
      new UpdateCommand({
        TableName: world.names.tables.record.name,
        Key: { pk: `${before.session.clinicID}#per#${patient.personID}`, sk: "mbr" },
        UpdateExpression: "ADD epoch :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":one": 1 },
      }),
    );
    await expect(before.api.call(intakeRoutes.listSubmissions, {})).rejects.toMatchObject({ status: 401 });

    await auth.send(new AdminDeleteUserCommand(someone(patient.email)));
    const UserAttributes = [
      { Name: "email", Value: patient.email },
      { Name: "email_verified", Value: "true" },
    ];
    await auth.send(
      new AdminCreateUserCommand({
        ...someone(patient.email),
        TemporaryPassword: TEMPORARY,
        UserAttributes,
        MessageAction: "SUPPRESS",
      }),
    );
    const pk = `usr#${await subOf(patient.email)}`;
    await root.dynamo.send(
      new TransactWriteCommand({
        TransactItems: pointers.flatMap((pointer) => [
          {
            Put: {
              TableName: directory,
              Item: { ...pointer, pk },
              ConditionExpression: "attribute_not_exists(pk)",
            },
          },
          { Delete: { TableName: directory, Key: { pk: pointer["pk"], sk: pointer["sk"] } } },
        ]),
      }),
    );

    const api = newBrowser();
    await api.call(authRoutes.signIn, { email: patient.email, password: TEMPORARY });
    const enrolling = await api.call(authRoutes.newPassword, { password: CHOSEN });
    if (enrolling.stage !== "enrol-totp") throw new Error(`asked for ${enrolling.stage}`);
    const { publicKey: devicePublicKey } = await createDevice();
    const code = totpCode(enrolling.secret, Date.now());
    expect(await api.call(authRoutes.enrolTotp, { code, devicePublicKey })).toMatchObject({
      stage: "done",
      session: { personID: patient.personID, clinicID: before.session.clinicID },
    });
  });
});
