import { describe, expect, it } from "vitest";
import { base, list } from "./example.ts";
import { FUNCTION_NAMES, type FunctionName } from "./names.ts";

const HTTP = [
  "dynamodb:UpdateItem on table/postern-test-limit",
  "dynamodb:PutItem on table/postern-test-audit",
];
const SESSION = "dynamodb:GetItem on table/postern-test-session";

/** What each base role may do beside assuming its tenant role and writing its log. */
const AGREED: Readonly<Record<FunctionName, readonly string[]>> = {
  auth: [
    ...HTTP,
    "dynamodb:PutItem on table/postern-test-audit",
    "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem on table/postern-test-session",
    "dynamodb:Query on table/postern-test-session/index/gsi1",
    "dynamodb:Query on table/postern-test-directory",
    "cognito-idp:AdminInitiateAuth cognito-idp:AdminRespondToAuthChallenge cognito-idp:AdminGetUser on userpool/us-east-1_pool",
  ],
  intake: [...HTTP, SESSION, "sqs:SendMessage on postern-test-settle"],
  keys: [...HTTP, SESSION],
  review: [...HTTP, SESSION],
  admin: [...HTTP, SESSION],
  ingest: [
    "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on postern-test-ingest postern-test-settle",
  ],
  sequence: [
    "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on table/postern-test-audit/stream/*",
  ],
  sweep: ["sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on postern-test-sweep"],
  watch: [],
  tick: [
    "dynamodb:Query on table/postern-test-directory",
    "sqs:SendMessage on postern-test-settle postern-test-sweep",
  ],
};

const line = (actions: readonly string[], resources: readonly string[]) =>
  `${actions.join(" ")} on ${resources.map((arn) => arn.replace(/^arn:aws:[a-z-]+:[^:]*:\d+:/, "")).join(" ")}`;

describe("a base role", () => {
  it.each(FUNCTION_NAMES)("%s has the agreed rights and no more", (name) => {
    const lines = base(name).identity.Statement.map((entry) =>
      line(list(entry.Action), list(entry.Resource)),
    );
    expect(lines.sort()).toEqual(
      [
        `sts:AssumeRole sts:TagSession on role/postern-test-${name}-tenant`,
        `logs:CreateLogStream logs:PutLogEvents on log-group:/aws/lambda/postern-test-${name}:log-stream:*`,
        ...AGREED[name],
      ].sort(),
    );
  });
});
