import { KMS } from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createSts } from "../sts/sts.ts";
import { AwsError } from "./error.ts";
import type { JsonService } from "./service.ts";
import {
  createTestCloud,
  NO_TRUST,
  policy,
  REGION,
  roleSession,
  type SdkCredentials,
  serve,
  toSdk,
} from "./cloud.fixture.ts";

const roles = {
  app: { identity: policy({ Effect: "Allow", Action: "kms:*", Resource: "*" }), trust: NO_TRUST },
};
const cloud = createTestCloud(roles);
const service: JsonService = {
  service: "kms",
  target: "TrentService",
  version: "1.1",
  unsigned: ["GenerateRandom"],
  operations: {
    DescribeKey: (input: { KeyId: string }, caller) => ({
      KeyMetadata: { KeyId: input.KeyId, Arn: caller?.arn },
    }),
    ListKeys: () => {
      throw new AwsError("LimitExceededException", "too many", 400, { Marker: "m" });
    },
    EnableKey: () => {
      throw new AwsError("AccessDenied", "not for you", 403);
    },
    DisableKey: () => {
      throw new TypeError("secret of a patient");
    },
    GenerateRandom: (_input: object, caller) => ({ isSigned: caller !== undefined }),
  },
};
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve([service], [createSts(cloud, roles)], cloud);
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

const options = (change: Partial<SdkCredentials> = {}, region = REGION) => ({
  endpoint: server.endpoint,
  region,
  maxAttempts: 1,
  credentials: { ...cloud.credentialsOf("app"), ...change },
});
const describeKey = (change: Partial<SdkCredentials> = {}, region = REGION) =>
  new KMS(options(change, region)).describeKey({ KeyId: "k" });

/** A call without the SDK. */
const post = (
  operation: string,
  body: string | Uint8Array<ArrayBuffer>,
  type = "application/x-amz-json-1.1",
) =>
  fetch(server.endpoint, {
    method: "POST",
    body,
    headers: { "x-amz-target": `TrentService.${operation}`, "content-type": type },
  });

describe("a signed call", () => {
  it("reaches its operation with the caller that signed it", async () => {
    expect(await describeKey()).toMatchObject({ KeyMetadata: { KeyId: "k", Arn: roleSession("app").arn } });
  });

  it("is refused with a wrong secret, an unknown key or another region", async () => {
    const mismatch = { name: "InvalidSignatureException", $metadata: { httpStatusCode: 400 } };
    await expect(describeKey({ secretAccessKey: "guess" })).rejects.toMatchObject(mismatch);
    await expect(describeKey({}, "us-east-1")).rejects.toMatchObject(mismatch);
    const unknown = describeKey({ accessKeyId: "AKIAUNKNOWN" });
    await expect(unknown).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  });

  it("is refused without the token of temporary credentials, and after their end", async () => {
    const issue = (expiresAtMs: number) =>
      toSdk(
        cloud.credentials.issue({
          secretAccessKey: "secret",
          sessionToken: "token",
          expiresAtMs,
          principal: roleSession("app"),
        }),
      );
    const live = issue(cloud.clock.now() + 60_000);
    expect(await describeKey(live)).toBeDefined();
    await expect(describeKey({ ...live, sessionToken: "other" })).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    const { accessKeyId } = live;
    await expect(describeKey({ accessKeyId })).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    await expect(describeKey(issue(cloud.clock.now()))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });

  it("works after the cloud's clock has moved, because clients learn its time from a refusal", async () => {
    const moved = createTestCloud(roles);
    moved.advance(48 * 60 * 60 * 1000);
    const other = await serve([service], [], moved);
    const client = new KMS({
      endpoint: other.endpoint,
      region: REGION,
      credentials: moved.credentialsOf("app"),
    });
    expect(await client.describeKey({ KeyId: "k" })).toBeDefined();
    other.close();
  });
});

describe("failures", () => {
  it("carry their code, message and further members", async () => {
    const failure = new KMS(options()).listKeys({});
    await expect(failure).rejects.toMatchObject({
      name: "LimitExceededException",
      message: "too many",
      Marker: "m",
    });
  });

  it("by policy are AccessDeniedException, as JSON services call them", async () => {
    const failure = new KMS(options()).enableKey({ KeyId: "k" });
    await expect(failure).rejects.toMatchObject({ name: "AccessDeniedException", message: "not for you" });
  });

  it("that nobody foresaw are InternalFailure and print nothing of the request", async () => {
    const printed = vi.spyOn(console, "error").mockReturnValue();
    const failure = new KMS(options()).disableKey({ KeyId: "k" });
    await expect(failure).rejects.toMatchObject({
      name: "InternalFailure",
      $metadata: { httpStatusCode: 500 },
    });
    expect(printed).toHaveBeenCalledOnce();
    expect(printed.mock.calls.join()).toMatch(/TypeError at /);
    expect(printed.mock.calls.join()).not.toContain("patient");
  });

  it("of the Query protocol are XML that the SDK understands", async () => {
    const wrong = new STSClient(options({ secretAccessKey: "guess" })).send(new GetCallerIdentityCommand({}));
    await expect(wrong).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe("a call without the SDK", () => {
  it("reaches an operation that needs no signature", async () => {
    const response = await post("GenerateRandom", "{}");
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ isSigned: false });
  });

  it.each([
    ["without a signature", "DescribeKey", "{}", "MissingAuthenticationTokenException"],
    ["of an operation that does not exist", "Nothing", "{}", "UnknownOperationException"],
    ["of a name that every object has", "constructor", "{}", "UnknownOperationException"],
    ["with broken JSON", "GenerateRandom", "{", "SerializationException"],
    ["with a list", "GenerateRandom", "[]", "SerializationException"],
    [
      "with bytes that are no UTF-8",
      "GenerateRandom",
      new Uint8Array([0x22, 0xff, 0x22]),
      "SerializationException",
    ],
  ])("%s is refused", async (_what, operation, body, code) => {
    const response = await post(operation, body);
    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe(code);
    expect(await response.json()).toMatchObject({ __type: code });
  });

  it("as a form, which any page may send, is refused", async () => {
    expect((await post("GenerateRandom", "{}", "text/plain")).headers.get("x-amzn-errortype")).toBe(
      "SerializationException",
    );
  });

  it("of more than 16 MiB is refused, and read to its end", async () => {
    const response = await post("GenerateRandom", new Uint8Array(16 * 1024 * 1024 + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ __type: "RequestEntityTooLargeException" });
  });
});
