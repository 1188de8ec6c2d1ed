import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import { readBody } from "../aws/read-body.ts";
import type { ServiceContext } from "../aws/service.ts";
import { verifySignature } from "../aws/sigv4.ts";
import type { Outbox } from "../outbox.ts";
import { identityOf, readEmail, type Email } from "./email.ts";

/** `SendEmail` of the SES API v2; whatever is sent ends in the outbox. */
export interface Ses {
  /** Whether a request is one of SES. */
  takes(request: IncomingMessage): boolean;
  /** Answers it, failures included; never rejects. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const sendPath = "/v2/email/outbound-emails";
const mostBodyBytes = 40 * 1024 * 1024;

/**
 * Makes SES with the identities, addresses or domains, that may send.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function createSes(cloud: ServiceContext, identities: readonly string[], outbox: Outbox): Ses {
  const send = async (request: IncomingMessage): Promise<object> => {
    const body = await readBody(request, mostBodyBytes);
    const caller = verifyCaller(cloud, request, body);
    if (request.method !== "POST" || request.url !== sendPath)
      throw new AwsError("NotFoundException", "Only SendEmail is here.", 404);
    const email = readEmail(body);
    authorize(cloud, caller, email, identities);
    const MessageId = outbox.put(email);
    cloud.seams.reached(caller, "ses:SendEmail");
    return { MessageId };
  };
  return {
    takes: ({ url = "" }) => url.startsWith("/v2/email/"),
    async handler(request, response) {
      try {
        answer(response, 200, await send(request));
      } catch (error) {
        fail(response, error);
      }
    },
  };
}

function verifyCaller(
  { region, credentials, clock }: ServiceContext,
  request: IncomingMessage,
  body: Buffer,
): Principal {
  const url = new URL(`http://localhost${request.url ?? "/"}`);
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  try {
    return verifySignature(
      { method: request.method ?? "", url, headers: request.headers },
      { service: "ses", region, credentials, clock, bodySha256 },
    ).principal;
  } catch (error) {
    // The protocols with a name in the request answer 400, the one with paths 403.
    throw error instanceof AwsError ? new AwsError(error.code, error.message, 403) : error;
  }
}

/** Judges the caller on the identity that sends, which must be one that was verified. */
function authorize(
  { iam, region, account }: ServiceContext,
  caller: Principal,
  { from, to }: Email,
  identities: readonly string[],
): void {
  const identity = identityOf(from, identities);
  iam.authorize(caller, {
    action: "ses:SendEmail",
    resource: `arn:aws:ses:${region}:${account}:identity/${identity ?? from}`,
    context: { "ses:FromAddress": from, "ses:Recipients": to },
  });
  if (identity === undefined)
    throw new AwsError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${from}`,
    );
}

function fail(response: ServerResponse, error: unknown): void {
  const failure =
    error instanceof AwsError
      ? error
      : new AwsError("InternalServiceErrorException", "The request failed because of an unknown error.", 500);
  const code = failure.code === "AccessDenied" ? "AccessDeniedException" : failure.code;
  response.setHeader("x-amzn-errortype", code);
  answer(response, failure.status, { message: failure.message });
}

function answer(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
}
