import { createHash } from "node:crypto";
import { PutObjectCommand, UploadPartCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { taggedClinic } from "./tenancy.ts";
import { allow, denyAll, type Names, type Statement, type Topology } from "./topology.ts";

/** How old a signature may be, by the bucket's policy. */
export const oldestSignatureSeconds = 120;

/** A bucket as the house has it: one key through S3 only, no old signatures, nothing created over anything. */
export const filesBucket: NonNullable<Topology["buckets"]>[string] = {
  key: "storage",
  cors: {
    origin: "https://portal.example",
    headers: ["content-type", "if-none-match", "x-amz-checksum-sha256"],
    exposed: ["ETag"],
  },
  policy: (names) => [
    denyAll("s3:*", `${names.bucket("files")}/*`, {
      NumericGreaterThan: { "s3:signatureAge": String(oldestSignatureSeconds * 1000) },
    }),
    denyAll("s3:PutObject", `${names.bucket("files")}/*`, {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    }),
  ],
};

/** A right to use the bucket's key, through S3 and for this bucket. */
export function throughS3(names: Names, ...actions: readonly string[]): Statement {
  return allow(
    actions.map((action) => `kms:${action}`),
    names.key("storage"),
    {
      StringEquals: {
        "kms:ViaService": `s3.${names.region}.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": names.bucket("files"),
      },
    },
  );
}

/** A right to objects of the tagged clinic. */
export function onOwn(
  names: Names,
  actions: readonly string[],
  condition?: Statement["Condition"],
): Statement {
  return allow(
    actions.map((action) => `s3:${action}`),
    `${names.bucket("files")}/c/${taggedClinic}/*`,
    condition,
  );
}

/** Everything with the bucket's objects. */
export function onAll(names: Names): readonly Statement[] {
  return [
    allow("s3:*", [names.bucket("files"), `${names.bucket("files")}/*`]),
    throughS3(names, "GenerateDataKey", "Decrypt"),
  ];
}

/** SHA-256 in base64, as S3 writes checksums. */
export function sha256(...bytes: readonly (Uint8Array | string)[]): string {
  const hash = createHash("sha256");
  for (const one of bytes) hash.update(one);
  return hash.digest("base64");
}

/** A URL for exactly these bytes, as a new object or as one part of an upload. */
export async function presign(
  s3: S3Client,
  place: {
    readonly Bucket: string;
    readonly Key: string;
    readonly part?: { readonly UploadId: string; readonly PartNumber: number };
  },
  bytes: string,
  { signedSecondsAgo = 0, goodForSeconds = 300 } = {},
): Promise<string> {
  const { part, ...object } = place;
  const exact = { ContentLength: Buffer.byteLength(bytes), ChecksumSHA256: sha256(bytes) };
  const command = part
    ? new UploadPartCommand({ ...object, ...part, ...exact })
    : new PutObjectCommand({ ...object, ...exact, IfNoneMatch: "*" });
  // The presigner's types take one kind of command at a time; it treats all alike.
  return getSignedUrl(s3, command as PutObjectCommand, {
    expiresIn: goodForSeconds,
    signingDate: new Date(Date.now() - signedSecondsAgo * 1000),
    unhoistableHeaders: new Set(["x-amz-checksum-sha256", "if-none-match"]),
    signableHeaders: new Set(["host", "content-length", "x-amz-checksum-sha256", "if-none-match"]),
  });
}

/** Sends bytes to a URL, with the headers that it binds unless others are given. */
export async function send(
  url: string,
  bytes: string,
  headers: Readonly<Record<string, string>> = {},
  method = "PUT",
): Promise<{ readonly status: number; readonly code: string | undefined }> {
  const signed = new URL(url).searchParams.get("X-Amz-SignedHeaders")?.split(";") ?? [];
  const response = await fetch(url, {
    method,
    ...(method !== "GET" && { body: bytes }),
    headers: {
      ...(signed.includes("x-amz-checksum-sha256") && { "x-amz-checksum-sha256": sha256(bytes) }),
      ...(signed.includes("if-none-match") && { "if-none-match": "*" }),
      ...headers,
    },
  });
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] };
}
