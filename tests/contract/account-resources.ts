import { setTimeout as wait } from "node:timers/promises";
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateTableCommand,
  DeleteTableCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { CreateKeyCommand, PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreateQueueCommand, DeleteQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Site } from "./account.ts";
import { callIam } from "./iam-call.ts";
import { keyPolicy, policy, trustPolicy, type Topology } from "./topology.ts";

/** Makes the keys with IAM's say; whose use is named gets its policy with the roles. */
export async function makeKeys(site: Site, { keys = {} }: Topology): Promise<void> {
  const { kms } = site.clients;
  for (const [alias, { signs }] of Object.entries(keys)) {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        KeyUsage: signs ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT",
        KeySpec: signs ?? "SYMMETRIC_DEFAULT",
        Description: `${site.prefix}${alias}`,
      }),
    );
    const KeyId = KeyMetadata?.KeyId ?? "";
    site.keyIDs.set(alias, KeyId);
    site.undo.push(() => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })));
  }
}

export async function makePools(
  site: Site,
  { userPools = [], relyingPartyId: RelyingPartyId }: Topology,
): Promise<void> {
  const takesPasskeys = RelyingPartyId !== undefined;
  const { cognito } = site.clients;
  for (const name of userPools) {
    const created = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: site.prefix + name,
        UsernameAttributes: ["email"],
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        UserPoolTier: "ESSENTIALS",
        Policies: {
          PasswordPolicy: { MinimumLength: 15, TemporaryPasswordValidityDays: 7 },
          SignInPolicy: {
            AllowedFirstAuthFactors: ["PASSWORD", ...(takesPasskeys ? ["WEB_AUTHN" as const] : [])],
          },
        },
      }),
    );
    const UserPoolId = created.UserPool?.Id ?? "";
    site.undo.push(() => cognito.send(new DeleteUserPoolCommand({ UserPoolId })));
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "ON",
        SoftwareTokenMfaConfiguration: { Enabled: true },
        ...(takesPasskeys && {
          WebAuthnConfiguration: {
            RelyingPartyId,
            UserVerification: "required",
            FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION",
          },
        }),
      }),
    );
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "contract",
        ExplicitAuthFlows: [
          "ALLOW_ADMIN_USER_PASSWORD_AUTH",
          "ALLOW_REFRESH_TOKEN_AUTH",
          ...(takesPasskeys ? ["ALLOW_USER_AUTH" as const] : []),
        ],
        PreventUserExistenceErrors: "ENABLED",
        EnableTokenRevocation: true,
        AuthSessionValidity: 15,
      }),
    );
    site.poolIDs.set(name, { poolID: UserPoolId, clientID: UserPoolClient?.ClientId ?? "" });
  }
}

/** Makes the queues; dead-letter queues stand first in a topology. */
export async function makeQueues(site: Site, { queues = {} }: Topology): Promise<void> {
  const { sqs } = site.clients;
  for (const [name, { visibilitySeconds, deadLetters }] of Object.entries(queues)) {
    const redrive = deadLetters && {
      deadLetterTargetArn: site.names.queue(deadLetters.queue),
      maxReceiveCount: deadLetters.maxReceives,
    };
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({
        QueueName: site.prefix + name,
        Attributes: {
          VisibilityTimeout: String(visibilitySeconds),
          ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
        },
      }),
    );
    site.queueUrls.set(name, QueueUrl ?? "");
    site.undo.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  }
}

export async function makeTables(site: Site, { tables = {} }: Topology): Promise<void> {
  const { dynamo } = site.clients;
  for (const [name, table] of Object.entries(tables)) {
    const TableName = site.prefix + name;
    await dynamo.send(new CreateTableCommand({ ...table, TableName } as CreateTableCommandInput));
    site.undo.push(() => dynamo.send(new DeleteTableCommand({ TableName })));
    await waitUntilTableExists({ client: dynamo, maxWaitTime: 120 }, { TableName });
  }
}

/** Makes the roles, and then the policies that can only name roles that are there. */
export async function makeRoles(site: Site, { roles, keys = {}, queues = {} }: Topology): Promise<void> {
  const { names, prefix, clients } = site;
  for (const [name, role] of Object.entries(roles)) {
    const RoleName = prefix + name;
    const AssumeRolePolicyDocument = JSON.stringify(trustPolicy(names, role));
    await onceKnown(() => callIam(clients.sts, "CreateRole", { RoleName, AssumeRolePolicyDocument }));
    site.undo.push(() => callIam(clients.sts, "DeleteRole", { RoleName }));
    const rights = { RoleName, PolicyName: "contract" };
    const statements = role.may(names);
    if (statements.length === 0) continue;
    const PolicyDocument = JSON.stringify(policy(...statements));
    await callIam(clients.sts, "PutRolePolicy", { ...rights, PolicyDocument });
    site.undo.push(() => callIam(clients.sts, "DeleteRolePolicy", rights));
  }
  for (const [alias, key] of Object.entries(keys)) {
    if (key.usedBy === undefined) continue;
    const Policy = JSON.stringify(keyPolicy(names, key));
    const command = new PutKeyPolicyCommand({
      KeyId: site.keyIDs.get(alias),
      PolicyName: "default",
      Policy,
    });
    await onceKnown(() => clients.kms.send(command));
  }
  for (const [name, { policy: statements }] of Object.entries(queues)) {
    if (statements === undefined) continue;
    const Policy = JSON.stringify(policy(...statements(names)));
    const QueueUrl = site.queueUrls.get(name);
    await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  }
}

/** Tries again, for half a minute, what is refused because a role in its policy is too young to be known. */
async function onceKnown<Answer>(call: () => Promise<Answer>, attemptsLeft = 15): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!String(error).includes("MalformedPolicyDocument") || attemptsLeft === 0) throw error;
    await wait(2000);
    return onceKnown(call, attemptsLeft - 1);
  }
}
