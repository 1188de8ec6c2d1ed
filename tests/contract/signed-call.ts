import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentity, Provider } from "@smithy/types";

/** A request that the house has no SDK client for. */
export interface UnsignedCall {
  readonly service: string;
  readonly region: string;
  readonly endpoint: URL;
  readonly credentials: AwsCredentialIdentity | Provider<AwsCredentialIdentity>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

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

/** Signs it with the SDK's own signer, and posts it. */
export async function postSigned(call: UnsignedCall): Promise<Response> {
  const { service, region, endpoint, credentials, headers, body } = call;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: "POST",
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port !== "" && { port: Number(endpoint.port) }),
    path: "/",
    headers: { host: endpoint.host, ...headers },
    body,
  });
  return fetch(endpoint, { method: "POST", headers: signed.headers, body });
}
