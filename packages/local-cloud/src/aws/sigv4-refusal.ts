import { AwsError } from "./error.ts";

/** The refusals, in the words of one service. */
export type Dialect = ReturnType<typeof refusals>;

const INVALID_TOKEN = "The security token included in the request is invalid.";

/**
 * Error codes and statuses as S3, STS (Query protocol) and the JSON services give them: "Error responses" in S3's API
 * reference and "Common errors" in the others'.
 */
export function refusals(service: string) {
  const isS3 = service === "s3";
  const pick = (s3: string, sts: string, json: string): [code: string, status: number] =>
    isS3 ? [s3, 403] : service === "sts" ? [sts, 403] : [json, 400];
  const error = ([code, status]: [string, number], message: string): AwsError =>
    new AwsError(code, message, status);
  const mismatchCode = pick("SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException");
  return {
    missing: () =>
      isS3
        ? new AwsError("AccessDenied", "Access Denied", 403)
        : error(
            pick("", "MissingAuthenticationToken", "MissingAuthenticationTokenException"),
            "Request is missing Authentication Token",
          ),
    malformed: (message: string, presigned: boolean) =>
      isS3
        ? new AwsError(
            presigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed",
            message,
            400,
          )
        : new AwsError(
            service === "sts" ? "IncompleteSignature" : "IncompleteSignatureException",
            message,
            400,
          ),
    twoMechanisms: () => new AwsError("InvalidArgument", "Only one auth mechanism allowed", 400),
    unknownKey: () =>
      isS3
        ? new AwsError(
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            403,
          )
        : error(pick("", "InvalidClientTokenId", "UnrecognizedClientException"), INVALID_TOKEN),
    badToken: () =>
      isS3
        ? new AwsError("InvalidToken", "The provided token is malformed or otherwise invalid.", 400)
        : error(pick("", "InvalidClientTokenId", "UnrecognizedClientException"), INVALID_TOKEN),
    skewed: () =>
      error(
        pick("RequestTimeTooSkewed", "SignatureDoesNotMatch", "InvalidSignatureException"),
        "The difference between the request time and the current time is too large.",
      ),
    expired: () => new AwsError("AccessDenied", "Request has expired", 403),
    early: () => new AwsError("AccessDenied", "Request is not valid yet", 403),
    unsignedHeaders: (names: readonly string[]) =>
      new AwsError("AccessDenied", "There were headers present in the request which were not signed", 403, {
        HeadersNotSigned: names.join(", "),
      }),
    missingContentSha256: () =>
      new AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400),
    badPath: () => new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400),
    mismatch: (message = "The request signature we calculated does not match the signature you provided.") =>
      error(mismatchCode, message),
  };
}
