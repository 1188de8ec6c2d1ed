import { allow, document, type PolicyDocument, type PolicyStatement } from "./document.ts";
import { HTTP_FUNCTION_NAMES, type FunctionName, type Names, type QueueName } from "./names.ts";
import { dynamo, indexARN } from "./table-rights.ts";
import { CLINIC_PATTERN, leadingKeys, PLATFORM_CLINIC } from "./tenancy.ts";

/** What `name` may do before, or without, acting for a clinic. */
export function baseIdentity(names: Names, name: FunctionName): PolicyDocument {
  const isHTTP = HTTP_FUNCTION_NAMES.some((http) => http === name);
  return document(
    allow({
      sid: "ActForClinic",
      actions: ["sts:AssumeRole", "sts:TagSession"],
      resources: [names.tenantRoles[name].arn],
    }),
    allow({
      sid: "OwnLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${names.logGroups[name].arn}:log-stream:*`],
    }),
    ...(isHTTP ? httpStatements(names, name) : []),
    ...ownStatements(names, name),
  );
}

function ownStatements(names: Names, name: FunctionName): readonly PolicyStatement[] {
  switch (name) {
    case "auth":
      return authStatements(names);
    case "intake":
      return [send(names, "settle")];
    case "ingest":
      return [receive(names, "ingest", "settle")];
    case "sequence":
      return [auditStream(names)];
    case "tick":
      return [clinicList(names), send(names, "settle", "sweep")];
    case "sweep":
      return [receive(names, "sweep")];
    case "keys":
    case "review":
    case "admin":
    case "watch":
      return [];
  }
}

/** What every function that answers requests needs before it knows for whom: rate limits and the session. */
function httpStatements(names: Names, name: FunctionName): readonly PolicyStatement[] {
  return [
    allow({
      sid: "Limits",
      actions: dynamo("UpdateItem"),
      resources: [names.tables.limit.arn],
    }),
    ...(name === "auth" ? [] : [standingSession(names)]),
    auditPut(names, "PlatformAudit", PLATFORM_CLINIC),
  ];
}

/** A session that stands, and not the sign-ins that share its table while they are half done. */
function standingSession(names: Names): PolicyStatement {
  return allow({
    sid: "Session",
    actions: dynamo("GetItem"),
    resources: [names.tables.session.arn],
    condition: leadingKeys(["ses#*"]),
  });
}

/**
 * Only `auth` writes sessions, and only it learns from the directory which clinics somebody belongs to. Of Cognito's calls these three are judged by IAM; enrolling an
 * authenticator app (`AssociateSoftwareToken`, `VerifySoftwareToken`) and `RevokeToken` are authorised by the
 * challenge's session or by a token, and no policy can give or refuse them.
 */
function authStatements(names: Names): readonly PolicyStatement[] {
  const { session, directory } = names.tables;
  return [
    allow({
      sid: "Sessions",
      actions: dynamo("GetItem", "PutItem", "UpdateItem", "DeleteItem"),
      resources: [session.arn],
    }),
    allow({ sid: "SessionsOfPerson", actions: dynamo("Query"), resources: [indexARN(session, "gsi1")] }),
    allow({
      sid: "Directory",
      actions: dynamo("Query"),
      resources: [directory.arn],
      condition: leadingKeys(["usr#*"]),
    }),
    auditPut(names, "ClinicAudit", CLINIC_PATTERN),
    allow({
      sid: "SignIn",
      actions: [
        "cognito-idp:AdminInitiateAuth",
        "cognito-idp:AdminRespondToAuthChallenge",
        // A session knows its person by the `sub` alone, and a step-up needs the name to sign in with.
        "cognito-idp:AdminGetUser",
      ],
      resources: [names.userPoolARN],
    }),
  ];
}

function auditPut(names: Names, sid: string, clinic: string): PolicyStatement {
  return allow({
    sid,
    actions: dynamo("PutItem"),
    resources: [names.tables.audit.arn],
    condition: leadingKeys([`${clinic}#aud#*`]),
  });
}

function send(names: Names, ...queues: readonly QueueName[]): PolicyStatement {
  return allow({
    sid: "Send",
    actions: ["sqs:SendMessage"],
    resources: queues.map((queue) => names.queues[queue].arn),
  });
}

function receive(names: Names, ...queues: readonly QueueName[]): PolicyStatement {
  return allow({
    sid: "Receive",
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resources: queues.map((queue) => names.queues[queue].arn),
  });
}

/** A stream's ARN ends in the time of its making, which is not known before deployment. */
function auditStream(names: Names): PolicyStatement {
  return allow({
    sid: "AuditStream",
    actions: [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ],
    resources: [`${names.tables.audit.arn}/stream/*`],
  });
}

/** The list of clinics, and not the people who share its table. */
function clinicList(names: Names): PolicyStatement {
  return allow({
    sid: "Clinics",
    actions: dynamo("Query"),
    resources: [names.tables.directory.arn],
    condition: leadingKeys(["clinics#*"]),
  });
}
