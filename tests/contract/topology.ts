import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS?: string; readonly Service?: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** ARNs of what a topology names; they are known before roles and policies are made. */
export interface Names {
  readonly region: string;
  readonly account: string;
  role(name: string): string;
  table(name: string): string;
  bucket(name: string): string;
  queue(name: string): string;
  key(alias: string): string;
  pool(name: string): string;
}

type Statements = (names: Names) => readonly Statement[];

export interface RoleTopology {
  readonly may: Statements;
  /** Who may assume it and with which tags. Default: whoever runs the suite, with any tags. */
  readonly trusts?: Statements;
}

export interface KeyTopology {
  /** The curve of a key that signs; without one the key encrypts. */
  readonly signs?: "ECC_NIST_P256" | "ECC_NIST_EDWARDS25519";
  /** Who may use it. Default: whom an identity policy of the account allows it. */
  readonly usedBy?: Statements;
}

export interface BucketTopology {
  /** The key with which everything is encrypted, by default and with a Bucket Key. */
  readonly key: string;
  readonly policy: Statements;
  /** Whether versions can be kept from deletion. */
  readonly objectLock?: boolean;
  /** Hears of each object that is created. */
  readonly notifies?: string;
  readonly cors?: {
    readonly origin: string;
    readonly headers: readonly string[];
    readonly exposed: readonly string[];
  };
}

export interface QueueTopology {
  readonly visibilitySeconds: number;
  readonly policy?: Statements;
  readonly deadLetters?: { readonly queue: string; readonly maxReceives: number };
}

/** What one file of the suite needs of the cloud: nothing of Postern's, only what Postern relies on. */
export interface Topology {
  readonly roles: Readonly<Record<string, RoleTopology>>;
  readonly tables?: Readonly<Record<string, Omit<CreateTableCommandInput, "TableName">>>;
  readonly keys?: Readonly<Record<string, KeyTopology>>;
  readonly buckets?: Readonly<Record<string, BucketTopology>>;
  readonly queues?: Readonly<Record<string, QueueTopology>>;
  /** User pools with a required TOTP, made for administrators' sign-in flows. */
  readonly userPools?: readonly string[];
  /** Whose passkeys stand for two factors in the user pools. Default: no passkeys. */
  readonly relyingPartyId?: string;
}

export function policy(...Statement: readonly Statement[]): Policy {
  return { Version: "2012-10-17", Statement };
}

export function allow(
  Action: string | readonly string[],
  Resource: string | readonly string[],
  Condition?: Statement["Condition"],
): Statement {
  return { Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

/** A refusal that holds for everybody: for the policies of buckets. */
export function denyAll(
  Action: string | readonly string[],
  Resource: string | readonly string[],
  Condition: NonNullable<Statement["Condition"]>,
): Statement {
  return { Effect: "Deny", Principal: "*", Action, Resource, Condition };
}

/** Trust in the holder of an ARN: a role, or the root for everybody in the account whom IAM allows it. */
export function trust(
  AWS: string,
  actions: readonly string[] = ["sts:AssumeRole", "sts:TagSession"],
  Condition?: Statement["Condition"],
): Statement {
  return { Effect: "Allow", Principal: { AWS }, Action: actions, ...(Condition && { Condition }) };
}

export function rootOf({ account }: Pick<Names, "account">): string {
  return `arn:aws:iam::${account}:root`;
}

/** The policy of a key: the account administers it; who uses it is said by `usedBy`, else by IAM. */
export function keyPolicy(names: Names, { usedBy }: KeyTopology): Policy {
  const root = { AWS: rootOf(names) };
  if (usedBy === undefined)
    return policy({ Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" });
  const administration = [
    "kms:DescribeKey",
    "kms:PutKeyPolicy",
    "kms:GetKeyPolicy",
    "kms:ScheduleKeyDeletion",
  ];
  return policy(
    { Effect: "Allow", Principal: root, Action: administration, Resource: "*" },
    ...usedBy(names),
  );
}

/** Who may assume a role. */
export function trustPolicy(names: Names, { trusts }: RoleTopology): Policy {
  return policy(...(trusts?.(names) ?? [trust(rootOf(names))]));
}
