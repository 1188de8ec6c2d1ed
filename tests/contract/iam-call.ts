import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { STSClient } from "@aws-sdk/client-sts";

/** SHA-256, keyed or not, in the shape that the signer takes. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/**
 * Calls IAM, which the house has no client for: roles are made for this suite only.
 * @param sts whose credentials sign
 * @throws Error with IAM's own code as its name
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export async function callIam(
  { config }: STSClient,
  Action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const { AWS_ENDPOINT_URL_IAM, AWS_ENDPOINT_URL } = process.env;
  const endpoint = new URL(AWS_ENDPOINT_URL_IAM ?? AWS_ENDPOINT_URL ?? "https://iam.amazonaws.com");
  const signer = new SignatureV4({
    service: "iam",
    // IAM is global, and signed for as if it were there.
    region: "us-east-1",
    credentials: config.credentials,
    sha256: Sha256,
  });
  const body = new URLSearchParams({ Action, Version: "2010-05-08", ...parameters }).toString();
  const signed = await signer.sign({
    method: "POST",
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port !== "" && { port: Number(endpoint.port) }),
    path: "/",
    headers: { host: endpoint.host, "content-type": "application/x-www-form-urlencoded" },
    body,
  });
  const response = await fetch(endpoint, { method: "POST", headers: signed.headers, body });
  const answer = await response.text();
  if (response.ok) return answer;
  const error = new Error(/<Message>([^<]*)/.exec(answer)?.[1] ?? `${Action}: ${response.status}`);
  error.name = /<Code>([^<]*)/.exec(answer)?.[1] ?? "UnknownError";
  throw error;
}
