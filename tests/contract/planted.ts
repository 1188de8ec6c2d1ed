/** A bug that could be made, where, and the test that must tell of it. */
export interface Planted {
  readonly name: string;
  /** Path from the root of the repository. */
  readonly file: string;
  /** Stands in the file once. */
  readonly from: string;
  readonly to: string;
  /** The smallest file of tests that runs into it, and what the failing test is called. */
  readonly tests: string;
  readonly fails: string;
}

/** Every one of these must make the suite fail; `planted.test.ts` plants them one by one. */
export const PLANTED: readonly Planted[] = [
  {
    name: "a policy's conditions are dropped",
    file: "packages/local-cloud/src/iam/policy.ts",
    from: "statement.conditions.every((condition) => condition(context))",
    to: "context !== undefined",
    tests: "tests/contract/dynamodb.test.ts",
    fails: "refuses GetItem outside",
  },
  {
    name: "a queue's messages are acknowledged before their work is done",
    file: "packages/local-cloud/src/sqs/mapping.ts",
    from: "if (messages.length > 0) sqs.remove(role, queueName, await handle(messages));",
    to: `sqs.remove(role, queueName, messages.map(({ ReceiptHandle }) => ReceiptHandle));
         if (messages.length > 0) await handle(messages);`,
    tests: "tests/contract/mapping.test.ts",
    fails: "the one that failed comes back",
  },
  {
    name: "an object's tag is taken from the request",
    file: "packages/local-cloud/src/s3/authorize.ts",
    from: 'prefixed("s3:ExistingObjectTag/", version.tags)',
    to: 'prefixed("s3:ExistingObjectTag/", { ...version.tags, ...readTagHeader(call) })',
    tests: "tests/contract/s3.test.ts",
    fails: "goes by the tag that is there",
  },
  {
    name: "a checksum is not compared",
    file: "packages/local-cloud/src/s3/body.ts",
    from: 'if (sums.claimed && sums.claimed.digest().toString("base64") !== given.checksum) {',
    to: "if (sums.claimed && given.checksum === undefined) {",
    tests: "tests/contract/s3.test.ts",
    fails: "that the bytes do not have is refused",
  },
  {
    name: "a copy does not ask who may read its source",
    file: "packages/local-cloud/src/s3/copy-source.ts",
    from: 'permit(store, reading, byVersion ? "s3:GetObjectVersion" : "s3:GetObject", existingTags(reading));',
    to: "void [permit, existingTags, byVersion];",
    tests: "tests/contract/s3-copy.test.ts",
    fails: "is not had by blind",
  },
  {
    name: "a list of deletions is judged as one",
    file: "packages/local-cloud/src/s3/delete-many.ts",
    from: "permit(store, own, deleteAction(own));",
    to: "permit(store, { ...own, key: `c/${call.signature.principal.tags.clinic}/x` }, deleteAction(own));",
    tests: "tests/contract/s3-delete.test.ts",
    fails: "judges each key by itself",
  },
  {
    name: "a transaction's token is forgotten",
    file: "packages/local-cloud/src/dynamodb/client-tokens.ts",
    from: 'return [{ type: "put", key: prefix + token, value }];',
    to: "return value.digest === token ? [] : [];",
    tests: "tests/contract/dynamodb-transaction.test.ts",
    fails: "does one token's work once",
  },
  {
    name: "a tenant role may scan",
    file: "infra/policy/table-rights.ts",
    from: "return actions.map((action) => `dynamodb:${action}`);",
    to: 'return [...actions, "Scan"].map((action) => `dynamodb:${action}`);',
    tests: "tests/security/policy-data.test.ts",
    fails: "has no wildcard and no action that escapes",
  },
  {
    name: "a passkey signs in without its person verified",
    file: "packages/local-cloud/src/cognito/choice.ts",
    from: "needsUserVerification: true",
    to: "needsUserVerification: false",
    tests: "tests/contract/cognito-passkeys.test.ts",
    fails: "nobody verified is refused",
  },
];

/** Name of the project in which the same tests run with nothing planted, and must pass. */
export const AS_IT_IS = "as it is";

/** What a project's tests came to. */
export interface Outcome {
  readonly project: string;
  readonly tests: string;
  readonly isPassed: boolean;
  /** Full names. */
  readonly failed: readonly string[];
}
