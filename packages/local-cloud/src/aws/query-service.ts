import type { AwsError } from "./error.ts";
import type { Principal } from "./principal.ts";

/** One AWS service that speaks the Query protocol: a form in, XML out. */
export interface QueryService {
  /** Name in the credential scope of a signature: `sts`. */
  readonly service: string;
  readonly xmlNamespace: string;
  /** Answers with the XML inside `<ActionResult>`; failures are `AwsError`s. */
  handle(parameters: URLSearchParams, caller: Principal): Promise<string>;
}

/** The answer to a call of `action`, around the XML of its result. */
export function queryAnswer(action: string, namespace: string, resultXml: string, requestID: string): string {
  return (
    `<${action}Response xmlns="${namespace}"><${action}Result>${resultXml}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestID}</RequestId></ResponseMetadata></${action}Response>`
  );
}

/** The answer to a failed call. */
export function queryFailure(failure: AwsError, namespace: string, requestID: string): string {
  const type = failure.status >= 500 ? "Receiver" : "Sender";
  return (
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${escapeXml(failure.code)}</Code>` +
    `<Message>${escapeXml(failure.message)}</Message></Error><RequestId>${requestID}</RequestId></ErrorResponse>`
  );
}

/** Text as XML character data. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
