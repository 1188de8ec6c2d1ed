import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, it } from "vitest";
import { createCredentialStore } from "./credentials.ts";
import type { Credential } from "./principal.ts";
import { type SignedRequest, verifySignature } from "./sigv4.ts";
import { REGION, roleSession, toSdk } from "./cloud.fixture.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;
const HOST = "127.0.0.1:9000";
const OBJECT = { Bucket: "bucket", Key: "c/cli_a/ä +(1)!.bin" };
const principal = roleSession("intake");

let nowMs = NOW;
const clock = { now: () => nowMs };
const credentials = createCredentialStore(clock);
const permanent = credentials.issue({ secretAccessKey: "secret", principal });
const temporary = credentials.issue({
  secretAccessKey: "secret",
  sessionToken: "token",
  expiresAtMs: NOW + 60 * MINUTE,
  principal,
});

/** Verifies at a time, by default the time of signing. */
function verify(request: SignedRequest, atMs = NOW, service = "s3") {
  nowMs = atMs;
  return verifySignature(request, { service, region: REGION, credentials, clock });
}

interface ClientChange {
  readonly region?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly handle?: (request: unknown) => Promise<never>;
}
function s3Client(
  credential: Credential,
  { region = REGION, handle, ...change }: ClientChange = {},
): S3Client {
  return new S3Client({
    endpoint: `http://${HOST}`,
    forcePathStyle: true,
    region,
    maxAttempts: 1,
    systemClockOffset: NOW - Date.now(),
    credentials: { ...toSdk(credential), ...change },
    ...(handle === undefined ? {} : { requestHandler: { handle } }),
  });
}

interface SdkRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
}

/** A GET as the SDK signs it in the header; it is caught on its way out. */
async function signedGet(credential: Credential, change: ClientChange = {}): Promise<SignedRequest> {
  let sent: SdkRequest | undefined;
  const handle = (request: unknown): Promise<never> => {
    sent = request as SdkRequest;
    return Promise.reject(new Error("caught"));
  };
  const client = s3Client(credential, { ...change, handle });
  await expect(client.send(new GetObjectCommand(OBJECT))).rejects.toThrow("caught");
  if (sent === undefined) throw new Error("the SDK sent nothing");
  const query = new URLSearchParams(sent.query).toString();
  const headers = Object.fromEntries(Object.entries(sent.headers).map(([k, v]) => [k.toLowerCase(), v]));
  return { method: sent.method, url: new URL(`http://${HOST}${sent.path}?${query}`), headers };
}

async function presignedPut(
  credential: Credential,
  expiresIn = 300,
  change: ClientChange = {},
): Promise<SignedRequest> {
  const command = new PutObjectCommand({ ...OBJECT, ChecksumSHA256: "AAAA", IfNoneMatch: "*" });
  const url = await getSignedUrl(s3Client(credential, change), command, {
    expiresIn,
    signingDate: new Date(NOW),
    unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
  });
  const headers = { host: HOST, "x-amz-checksum-sha256": "AAAA", "if-none-match": "*" };
  return { method: "PUT", url: new URL(url), headers };
}

function withQuery(request: SignedRequest, change: Record<string, string>): SignedRequest {
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
  return { ...request, url };
}
function withHeaders(request: SignedRequest, change: SignedRequest["headers"]): SignedRequest {
  return { ...request, headers: { ...request.headers, ...change } };
}
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe("a signature in the header", () => {
  it("tells who signed, what, when and until when", async () => {
    expect(verify(await signedGet(temporary))).toMatchObject({
      principal,
      presigned: false,
      signedAtMs: NOW,
      credentialExpiresAtMs: NOW + 60 * MINUTE,
      signedHeaders: expect.arrayContaining([
        "host",
        "x-amz-content-sha256",
        "x-amz-security-token",
      ]) as string[],
    });
    expect(verify(await signedGet(permanent))).not.toHaveProperty("credentialExpiresAtMs");
  });

  it("is good for 15 minutes before and after", async () => {
    const request = await signedGet(permanent);
    for (const skewMs of [-15 * MINUTE, 15 * MINUTE]) {
      expect(verify(request, NOW + skewMs).principal).toBe(principal);
      expect(() => verify(request, NOW + skewMs * 1.01)).toThrow(refusal("RequestTimeTooSkewed"));
    }
  });

  it("does not survive any change of the request", async () => {
    const request = await signedGet(permanent);
    const mismatch = refusal("SignatureDoesNotMatch");
    expect(() => verify({ ...request, method: "DELETE" })).toThrow(mismatch);
    expect(() => verify({ ...request, url: new URL(`http://${HOST}/bucket/other`) })).toThrow(mismatch);
    expect(() => verify(withQuery(request, { versionId: "1" }))).toThrow(mismatch);
    expect(() => verify(withHeaders(request, { host: "localhost:9000" }))).toThrow(mismatch);
    expect(() => verify(withHeaders(request, { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }))).toThrow(
      mismatch,
    );
  });

  it("takes headers as they mean, whatever the spaces around and within", async () => {
    const request = await signedGet(permanent);
    const agent = String(request.headers["x-amz-user-agent"]);
    const spaced = withHeaders(request, { "x-amz-user-agent": `  ${agent.replaceAll(" ", "   ")} ` });
    expect(verify(spaced).principal).toBe(principal);
  });

  it("does not cover for x-amz headers that were added to it", async () => {
    const request = withHeaders(await signedGet(permanent), { "x-amz-tagging": "state=verified" });
    expect(() => verify(request)).toThrow("There were headers present in the request which were not signed");
  });

  it("needs the right secret, region and service, and a key that exists", async () => {
    const wrongSecret = await signedGet(permanent, { secretAccessKey: "guess" });
    expect(() => verify(wrongSecret)).toThrow(refusal("SignatureDoesNotMatch"));
    const wrongRegion = await signedGet(permanent, { region: "us-east-1" });
    expect(() => verify(wrongRegion)).toThrow(refusal("AuthorizationHeaderMalformed"));
    const unknown = await signedGet({ ...permanent, accessKeyId: "AKIAUNKNOWN" });
    expect(() => verify(unknown)).toThrow(refusal("InvalidAccessKeyId"));
    const request = await signedGet(permanent);
    expect(() => verify(request, NOW, "kms")).toThrow(refusal("InvalidSignatureException"));
  });

  it("needs the session token of temporary credentials, exactly, and their life", async () => {
    const { sessionToken: _token, ...tokenless } = temporary;
    const missing = await signedGet(tokenless);
    expect(() => verify(missing)).toThrow(refusal("InvalidToken"));
    const wrong = await signedGet(temporary, { sessionToken: "token2" });
    expect(() => verify(wrong)).toThrow(refusal("InvalidToken"));
    const needless = await signedGet(permanent, { sessionToken: "token" });
    expect(() => verify(needless)).toThrow(refusal("InvalidToken"));
    const request = await signedGet(temporary);
    expect(() => verify(request, NOW + 60 * MINUTE)).toThrow(refusal("InvalidAccessKeyId"));
  });

  it("is refused when it is malformed or does not sign the host", async () => {
    const request = await signedGet(permanent);
    const authorization = String(request.headers.authorization);
    const change = (from: string | RegExp, to: string) =>
      withHeaders(request, { authorization: authorization.replace(from, to) });
    expect(() => verify(change("host;", ""))).toThrow(/host header must be signed/);
    expect(() => verify(change("aws4_request", "aws3_request"))).toThrow(refusal("SignatureDoesNotMatch"));
    expect(() => verify(change("20261122", "20261121"))).toThrow(refusal("SignatureDoesNotMatch"));
    expect(() => verify(change(/Signature=.*/, "Signature=00"))).toThrow(
      refusal("AuthorizationHeaderMalformed"),
    );
    expect(() => verify(change("AWS4-HMAC-SHA256", "AWS4"))).toThrow(refusal("AuthorizationHeaderMalformed"));
  });
});

const bare: SignedRequest = {
  method: "GET",
  url: new URL(`http://${HOST}/bucket/key`),
  headers: { host: HOST },
};

describe("a presigned request", () => {
  it("is good until it expires, and never for longer than its signer's credentials", async () => {
    const request = await presignedPut(temporary, 3 * 60 * 60);
    expect(verify(request, NOW + 59 * MINUTE)).toMatchObject({ presigned: true, signedAtMs: NOW });
    expect(() => verify(request, NOW + 61 * MINUTE)).toThrow(refusal("InvalidAccessKeyId"));

    const short = await presignedPut(temporary);
    expect(verify(short, NOW + 300_000).principal).toBe(principal);
    expect(() => verify(short, NOW + 301_000)).toThrow("Request has expired");
    expect(() => verify(short, NOW - 16 * MINUTE)).toThrow("Request is not valid yet");
  });

  it("cannot be stretched, and lives a week at most", async () => {
    const request = await presignedPut(permanent);
    expect(() => verify(withQuery(request, { "X-Amz-Expires": "301" }))).toThrow(
      refusal("SignatureDoesNotMatch"),
    );
    for (const expires of ["0", "604801", "-1", "1e3", "", "9999999999"]) {
      const changed = withQuery(request, { "X-Amz-Expires": expires });
      expect(() => verify(changed)).toThrow(refusal("AuthorizationQueryParametersError"));
    }
  });

  it("holds the sender to the signed headers, and lets him add no x-amz header", async () => {
    const request = await presignedPut(permanent);
    const mismatch = refusal("SignatureDoesNotMatch");
    expect(() => verify(withHeaders(request, { "x-amz-checksum-sha256": "BBBB" }))).toThrow(mismatch);
    const { "x-amz-checksum-sha256": _checksum, ...rest } = request.headers;
    expect(() => verify({ ...request, headers: rest })).toThrow(mismatch);
    for (const name of ["x-amz-acl", "x-amz-tagging", "x-amz-content-sha256"]) {
      const added = withHeaders(request, { [name]: "UNSIGNED-PAYLOAD" });
      expect(() => verify(added)).toThrow(refusal("AccessDenied"));
    }
  });

  it("needs the right region, algorithm and token, and no second signature", async () => {
    const elsewhere = await presignedPut(permanent, 300, { region: "us-east-1" });
    expect(() => verify(elsewhere)).toThrow(refusal("AuthorizationQueryParametersError"));
    const request = await presignedPut(temporary);
    const algorithm = withQuery(request, { "X-Amz-Algorithm": "AWS4-HMAC-SHA1" });
    expect(() => verify(algorithm)).toThrow(refusal("AuthorizationQueryParametersError"));
    expect(() => verify(withQuery(request, { "X-Amz-Security-Token": "other" }))).toThrow(
      refusal("InvalidToken"),
    );
    expect(() => verify(withHeaders(request, { authorization: "AWS4-HMAC-SHA256 x" }))).toThrow(
      refusal("InvalidArgument"),
    );
  });

  it("is for S3 alone", async () => {
    const request = await presignedPut(permanent);
    expect(() => verify(request, NOW, "kms")).toThrow(refusal("MissingAuthenticationTokenException"));
  });
});

it("a request without a signature is refused, in the words of each service", () => {
  expect(() => verify(bare)).toThrow(refusal("AccessDenied"));
  expect(() => verify(bare, NOW, "kms")).toThrow(refusal("MissingAuthenticationTokenException"));
  expect(() => verify(bare, NOW, "sts")).toThrow(refusal("MissingAuthenticationToken"));
});
