import { randomBytes } from "node:crypto";
import { adminOperation, type CognitoContext, type Operation } from "./context.ts";
import { setFactors } from "./factors.ts";
import { flag, type Input, optionalText, recordList, requiredText } from "./parameter.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusal.ts";
import { describeFactors, describeUser, listAttributes } from "./user.ts";

/** The standard attributes of a user pool that a caller may set (OpenID Connect Core §5.1); `sub` is the pool's. */
const STANDARD_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    "address birthdate email email_verified family_name gender given_name locale middle_name name nickname " +
    "phone_number phone_number_verified picture preferred_username profile website zoneinfo"
  ).split(" "),
);

/** The administrative operations on users, by name. */
export function userOperations(context: CognitoContext): Record<string, Operation> {
  const named = {
    AdminCreateUser: createUser,
    AdminGetUser: getUser,
    AdminSetUserPassword: setPassword,
    AdminSetUserMFAPreference: setFactorsOf,
    AdminDisableUser: disable,
    AdminEnableUser: enable,
    AdminUserGlobalSignOut: signOut,
    AdminDeleteUser: remove,
  };
  return Object.fromEntries(
    Object.entries(named).map(([name, run]) => [name, adminOperation(context, name, run)]),
  );
}

function createUser(input: Input, pool: Pool) {
  const username = requiredText(input, "Username");
  if (optionalText(input, "MessageAction") !== "SUPPRESS") {
    throw invalidParameter("This user pool sends no messages: MessageAction must be SUPPRESS");
  }
  const password = optionalText(input, "TemporaryPassword") ?? randomBytes(48).toString("base64url");
  const user = pool.create(username, readAttributes(input), password, false);
  return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
}

function readAttributes(input: Input): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const entry of recordList(input, "UserAttributes")) {
    const name = requiredText(entry, "Name");
    if (name === "sub") throw invalidParameter("Cannot modify the non-mutable attribute sub");
    if (!STANDARD_ATTRIBUTES.has(name)) {
      const detail = `Type for attribute {${name}} could not be determined`;
      throw invalidParameter(`Attributes did not conform to the schema: ${detail}`);
    }
    attributes[name] = optionalText(entry, "Value") ?? "";
  }
  return attributes;
}

function getUser(input: Input, pool: Pool) {
  const user = pool.need(requiredText(input, "Username"));
  return { ...describeUser(user), UserAttributes: listAttributes(user), ...describeFactors(user) };
}

function setPassword(input: Input, pool: Pool) {
  const user = pool.need(requiredText(input, "Username"));
  pool.setPassword(user, requiredText(input, "Password"), flag(input, "Permanent"));
  return {};
}

function setFactorsOf(input: Input, pool: Pool) {
  setFactors(input, ["UserPoolId", "Username"], pool, pool.need(requiredText(input, "Username")));
  return {};
}

function disable(input: Input, pool: Pool) {
  const user = pool.need(requiredText(input, "Username"));
  user.enabled = false;
  pool.signOut(user);
  return {};
}

function enable(input: Input, pool: Pool) {
  const user = pool.need(requiredText(input, "Username"));
  user.enabled = true;
  pool.changed(user);
  return {};
}

function signOut(input: Input, pool: Pool) {
  pool.signOut(pool.need(requiredText(input, "Username")));
  return {};
}

function remove(input: Input, pool: Pool) {
  pool.remove(pool.need(requiredText(input, "Username")));
  return {};
}
