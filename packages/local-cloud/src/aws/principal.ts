/** Who signed a request: a role's session, or an AWS service that acts for itself (`service`). */
export interface Principal {
  readonly kind: "role" | "service" | "root";
  /** `arn:aws:sts::…:assumed-role/<role>/<session>`, or the service's name, or the account's root. */
  readonly arn: string;
  /** Name of the role, when `kind` is `role`. */
  readonly role?: string;
  /** Session tags; keys are as given to STS. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a call wants to do. Context keys are IAM condition keys; a multi-valued key is an array. */
export interface AccessRequest {
  /** For instance `dynamodb:PutItem`. */
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Judges calls by the policies that were handed to the cloud. */
export interface Iam {
  /** @throws AwsError `AccessDenied` (403) when identity and resource policies do not allow the request. */
  authorize(principal: Principal, request: AccessRequest): void;
}

/** A policy document, as it would be deployed. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?:
    "*" | { readonly AWS?: string | readonly string[]; readonly Service?: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Long-lived and temporary credentials, and whom each belongs to. */
export interface CredentialStore {
  /** Looks a credential up by its access key id; expired ones are unknown. */
  find(accessKeyId: string): Credential | undefined;
  issue(credential: Omit<Credential, "accessKeyId">): Credential;
}

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present on temporary credentials; must then accompany every request. */
  readonly sessionToken?: string;
  readonly expiresAtMs?: number;
  readonly principal: Principal;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
