import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "./error.ts";
import { LostAnswer, loseStruck, refuseStruck } from "../faults/refusal.ts";
import type { Faults } from "../faults/faults.ts";
import { judgingClock } from "../faults/skew.ts";
import type { Clock, CredentialStore, Principal } from "./principal.ts";
import { escapeXml, queryAnswer, queryFailure, type QueryService } from "./query-service.ts";
import { readBody } from "./read-body.ts";
import type { JsonService } from "./service.ts";
import { verifySignature } from "./sigv4.ts";

export type { QueryService } from "./query-service.ts";

/** What the server itself needs of the cloud. */
export interface ServerContext {
  readonly region: string;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  readonly faults?: Faults;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly errorType?: string;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Answers every service that is reached by its name in the request and not by a path: the JSON services by the prefix
 * of `X-Amz-Target`, the Query services by the credential scope of the signature. Failures are answered in the shape
 * of the protocol; what is not an `AwsError` becomes `InternalFailure` (500), and its message goes nowhere.
 */
export function jsonServer(
  services: readonly JsonService[],
  query: readonly QueryService[],
  cloud: ServerContext,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const requestID = randomUUID();
    const target = request.headers["x-amz-target"];
    const queryService = target === undefined ? findQueryService(query, request) : undefined;
    const clock = judgingClock(cloud, request);
    const judging = { ...cloud, clock };
    try {
      const answer =
        queryService === undefined
          ? await answerJson(services, request, String(target ?? ""), judging)
          : await answerQuery(queryService, request, requestID, judging);
      send(response, answer, requestID, clock);
    } catch (error) {
      if (!(error instanceof LostAnswer)) throw error;
      response.destroy();
    }
  };
}

function findQueryService(
  query: readonly QueryService[],
  request: IncomingMessage,
): QueryService | undefined {
  const scope = /Credential=[^/,]+\/[^/,]+\/[^/,]+\/([^/,]+)\//.exec(request.headers.authorization ?? "");
  return query.find(({ service }) => service === scope?.[1]);
}

async function answerJson(
  services: readonly JsonService[],
  request: IncomingMessage,
  target: string,
  cloud: ServerContext,
): Promise<Answer> {
  const dot = target.lastIndexOf(".");
  const service = services.find((candidate) => candidate.target === target.slice(0, dot));
  const contentType = `application/x-amz-json-${service?.version ?? "1.1"}`;
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    const result = await callOperation(service, target.slice(dot + 1), request, body, cloud);
    return { status: 200, contentType, body: JSON.stringify(result ?? {}) };
  } catch (error) {
    const { code, message, status, extra } = jsonFailure(asAwsError(error, target));
    const body = JSON.stringify({ __type: code, message, ...extra });
    return { status, contentType, body, errorType: code };
  }
}

async function callOperation(
  service: JsonService | undefined,
  operation: string,
  request: IncomingMessage,
  body: Buffer,
  cloud: ServerContext,
): Promise<unknown> {
  if (service === undefined || !Object.hasOwn(service.operations, operation)) {
    throw new AwsError("UnknownOperationException", "The operation is not known here.");
  }
  const call = service.operations[operation];
  const isUnsigned = service.unsigned?.includes(operation) ?? false;
  const caller = isUnsigned ? undefined : verifyCaller(request, service.service, body, cloud);
  // A page of another origin can send a form unasked, but not this content type.
  if (request.headers["content-type"] !== `application/x-amz-json-${service.version}`) {
    throw new AwsError("SerializationException", "The content type is not the protocol's.");
  }
  const input = parseObject(body);
  const incoming = { service: service.service, operation, caller, input };
  refuseStruck(cloud.faults, incoming);
  const result = await call?.(input as never, caller);
  loseStruck(cloud.faults, incoming);
  return result;
}

function verifyCaller(
  request: IncomingMessage,
  service: string,
  body: Buffer,
  cloud: ServerContext,
): Principal {
  return verifySignature(
    { method: request.method ?? "", url: requestUrl(request), headers: request.headers },
    {
      service,
      region: cloud.region,
      credentials: cloud.credentials,
      clock: cloud.clock,
      bodySha256: createHash("sha256").update(body).digest("hex"),
    },
  ).principal;
}

function requestUrl(request: IncomingMessage): URL {
  const url = `http://localhost${request.url ?? "/"}`;
  if (!URL.canParse(url)) throw new AwsError("ValidationException", "The request's address is malformed.");
  return new URL(url);
}

function parseObject(body: Buffer): object {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Falls through to the one refusal for everything that is not a JSON object.
  }
  throw new AwsError("SerializationException", "The body is not a JSON object.");
}

async function answerQuery(
  service: QueryService,
  request: IncomingMessage,
  requestID: string,
  cloud: ServerContext,
): Promise<Answer> {
  const contentType = "text/xml";
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    const caller = verifyCaller(request, service.service, body, cloud);
    const parameters = new URLSearchParams(body.toString("utf8"));
    const operation = parameters.get("Action") ?? "";
    const incoming = { service: service.service, operation, caller };
    refuseStruck(cloud.faults, incoming);
    const result = await service.handle(parameters, caller);
    loseStruck(cloud.faults, incoming);
    const action = escapeXml(operation);
    return { status: 200, contentType, body: queryAnswer(action, service.xmlNamespace, result, requestID) };
  } catch (error) {
    const failure = asAwsError(error, service.service);
    return {
      status: failure.status,
      contentType,
      body: queryFailure(failure, service.xmlNamespace, requestID),
    };
  }
}

/** The JSON services name a refusal by policy `AccessDeniedException` (400); S3 and STS say `AccessDenied` (403). */
function jsonFailure(failure: AwsError): AwsError {
  return failure.code === "AccessDenied"
    ? new AwsError("AccessDeniedException", failure.message, 400, failure.extra)
    : failure;
}

function asAwsError(error: unknown, operation: string): AwsError {
  if (error instanceof LostAnswer) throw error;
  if (error instanceof AwsError) return error;
  // A fault of the cloud itself: where it arose helps, its message might carry what the request carried.
  const [name, frame] =
    error instanceof Error ? [error.name, /\n\s+(at .*)/.exec(error.stack ?? "")?.[1]] : [typeof error];
  console.error(`local cloud: ${JSON.stringify(operation)} failed with ${name} ${frame ?? ""}`);
  return new AwsError("InternalFailure", "The request failed because of an unknown error.", 500);
}

function send(response: ServerResponse, answer: Answer, requestID: string, clock: Clock): void {
  response.writeHead(answer.status, {
    "content-type": answer.contentType,
    "content-length": Buffer.byteLength(answer.body),
    "x-amzn-requestid": requestID,
    // The cloud's own time: AWS SDKs set their clock by it when a signature was refused as skewed.
    date: new Date(clock.now()).toUTCString(),
    ...(answer.errorType === undefined ? {} : { "x-amzn-errortype": answer.errorType }),
    ...(answer.status === 413 ? { connection: "close" } : {}),
  });
  response.end(answer.body);
}
