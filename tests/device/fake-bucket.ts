import { createHash } from "node:crypto";
import type { SignedPart } from "@postern/contract";
import type { Incoming, Reply } from "./fake-server.ts";

interface Grant {
  readonly objectKey: string;
  readonly partNumber: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly isSingle: boolean;
}

/** Objects, and presigned URLs that are good for exactly the bytes they were signed for. */
export class FakeBucket {
  readonly objects = new Map<string, Buffer>();
  /** Every different ciphertext that arrived, by object key and part: two of them would be a reused nonce. */
  readonly arrived = new Map<string, Set<string>>();
  readonly #parts = new Map<string, Map<number, Buffer>>();
  readonly #grants = new Map<string, Grant>();
  #signed = 0;

  sign(baseURL: string, grant: Grant): SignedPart {
    this.#signed += 1;
    this.#grants.set(String(this.#signed), grant);
    return {
      partNumber: grant.partNumber,
      url: `${baseURL}/bucket/${grant.objectKey}?part=${grant.partNumber}&signature=${this.#signed}`,
      headers: {
        "content-length": String(grant.sizeBytes),
        "x-amz-checksum-sha256": grant.sha256,
        ...(grant.isSingle ? { "if-none-match": "*" } : {}),
      },
      expiresAt: "2026-01-01T00:05:00.000Z",
    };
  }

  hasPart(objectKey: string, partNumber: number): boolean {
    return this.#parts.get(objectKey)?.has(partNumber) === true;
  }

  /** Joins the parts of an upload. @returns false when there are none */
  complete(objectKey: string): boolean {
    const parts = this.#parts.get(objectKey);
    if (parts === undefined) return false;
    const inOrder = [...parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes);
    this.objects.set(objectKey, Buffer.concat(inOrder));
    return true;
  }

  handle({ method, url, headers, body }: Incoming): Reply {
    const objectKey = url.pathname.replace("/bucket/", "");
    if (headers.cookie !== undefined || headers["postern-clinic"] !== undefined) return { status: 400 };
    if (method === "GET") {
      const object = this.objects.get(objectKey);
      if (object === undefined) return { status: 404 };
      const start = /^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1];
      if (start === undefined) return { status: 200, body: object };
      return { status: 206, body: object.subarray(Number(start)) };
    }
    const grant = this.#grants.get(url.searchParams.get("signature") ?? "");
    const sha256 = createHash("sha256").update(body).digest("base64");
    const isAsSigned =
      grant?.objectKey === objectKey &&
      grant.sha256 === sha256 &&
      headers["x-amz-checksum-sha256"] === sha256 &&
      headers["content-length"] === String(grant.sizeBytes) &&
      headers["if-none-match"] === (grant.isSingle ? "*" : undefined);
    if (!isAsSigned) return { status: 403 };
    this.#remember(`${objectKey}#${grant.partNumber}`, sha256);
    if (!grant.isSingle) {
      const parts = this.#parts.get(objectKey) ?? new Map<number, Buffer>();
      this.#parts.set(objectKey, parts.set(grant.partNumber, body));
      return { status: 200 };
    }
    if (this.objects.has(objectKey)) return { status: 412 };
    this.objects.set(objectKey, body);
    return { status: 200 };
  }

  #remember(slot: string, sha256: string): void {
    this.arrived.set(slot, (this.arrived.get(slot) ?? new Set()).add(sha256));
  }
}
