import { describe, expect, it } from "vitest";
import { bucketCors } from "./bucket.ts";
import { list, NAMES, WORLD } from "./example.ts";

describe("the buckets", () => {
  it("grant nothing themselves: their policies only refuse", () => {
    const effects = Object.values(WORLD.buckets).flatMap(({ policy }) =>
      policy.Statement.map((entry) => [entry.Effect, entry.Principal]),
    );
    expect(new Set(effects.map((entry) => JSON.stringify(entry)))).toEqual(new Set(['["Deny","*"]']));
  });

  it("tell the ingest queue of documents, and nobody of audit files", () => {
    expect(Object.values(WORLD.buckets).map((bucket) => [bucket.kmsKey, bucket.notifyQueue])).toEqual([
      ["storage", "postern-test-ingest"],
      ["archive", undefined],
    ]);
  });

  it("the audit bucket refuses to hide, unlock or replace what is written", () => {
    const statements = WORLD.buckets[NAMES.auditBucket.name]?.policy.Statement ?? [];
    const refused = statements.flatMap((entry) => list(entry.Action));
    expect(refused).toEqual([
      "s3:*",
      "s3:*",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:BypassGovernanceRetention",
    ]);
    const overwriting = statements.find((entry) => entry.Sid === "DenyOverwriting");
    expect(
      list(overwriting?.Resource).some((resource) => /\/c\/\*\/checkpoint$|audit-\d+\/\*$/.test(resource)),
    ).toBe(false);
  });
});

describe("bucketCors", () => {
  it("names one origin and lets the browser send the checksum and the condition", () => {
    expect(bucketCors("http://localhost:8080")).toMatchObject({
      origins: ["http://localhost:8080"],
      methods: ["GET", "PUT"],
      headers: ["content-type", "if-none-match", "range", "x-amz-checksum-sha256"],
    });
  });

  it.each(["*", "https://*.example.org", "https://a.example/path", "https://a.example/", "null", ""])(
    "refuses %j",
    (origin) => {
      expect(() => bucketCors(origin)).toThrow("not an origin");
    },
  );
});

describe("what the document bucket refuses, whoever asks", () => {
  const denials = WORLD.buckets[NAMES.documentBucket.name]?.policy.Statement ?? [];
  const everything = [NAMES.documentBucket.arn, `${NAMES.documentBucket.arn}/*`];

  it("plain HTTP, signatures older than 300 s, and creating over an object; it allows nothing", () => {
    expect(denials).toEqual([
      {
        Sid: "DenyPlainHTTP",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: everything,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "DenyOldSignatures",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: everything,
        Condition: { NumericGreaterThan: { "s3:signatureAge": "300000" } },
      },
      {
        Sid: "DenyOverwriting",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:PutObject"],
        Resource: [`${NAMES.documentBucket.arn}/*`],
        Condition: { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
      },
    ]);
  });
});
