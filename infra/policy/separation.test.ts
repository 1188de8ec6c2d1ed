import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "./document.ts";
import { actionsOf, base, condition, grants, list, NAMES, onKey, tenant, WORLD } from "./example.ts";
import type { KeyName } from "./names.ts";
import type { Role } from "./roles.ts";

const TAG = "${aws:PrincipalTag/clinic}";

const roleNames = (holds: (role: Role) => boolean): string[] =>
  Object.entries(WORLD.roles)
    .filter(([, role]) => holds(role))
    .map(([name]) => name);

/** Uses of `storage` or `archive` that do not come through S3 for the key's own bucket. */
function storageFaults(entries: readonly PolicyStatement[], bucketARN: string): string[] {
  return entries
    .filter(
      (entry) =>
        condition(entry, "StringEquals", "kms:ViaService") !== '"s3.us-east-1.amazonaws.com"' ||
        condition(entry, "StringEquals", "kms:EncryptionContext:aws:s3:arn") !== JSON.stringify(bucketARN),
    )
    .map((entry) => `${entry.Sid} reaches the key without S3`);
}

describe("who can read a document", () => {
  it("intake makes wrapped data keys and opens none, and reads no object", () => {
    const { identity } = tenant("intake");
    expect(onKey(identity, "documents").flatMap((entry) => list(entry.Action))).toEqual([
      "kms:GenerateDataKeyWithoutPlaintext",
    ]);
    expect(actionsOf(identity, "s3")).toEqual([
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ]);
  });

  it("keys opens data keys and has no right on any object; review the other way round", () => {
    expect(onKey(tenant("keys").identity, "documents").flatMap((entry) => list(entry.Action))).toEqual([
      "kms:Decrypt",
    ]);
    expect([...actionsOf(tenant("keys").identity, "s3"), ...actionsOf(base("keys").identity, "s3")]).toEqual(
      [],
    );
    expect(onKey(tenant("review").identity, "documents")).toEqual([]);
  });

  it("review reads verified versions only", () => {
    const reads = tenant("review").identity.Statement.filter((entry) =>
      list(entry.Action)[0]?.startsWith("s3:"),
    );
    expect(reads.map((entry) => entry.Action)).toEqual([["s3:GetObjectVersion"]]);
    expect(reads.map((entry) => condition(entry, "StringEquals", "s3:ExistingObjectTag/state"))).toEqual([
      '"verified"',
    ]);
  });

  it("no role has both halves", () => {
    const whole = roleNames(({ identity }) => {
      const opens = onKey(identity, "documents").some((entry) => list(entry.Action).includes("kms:Decrypt"));
      const reads = grants(identity).some(
        ({ action, resource }) =>
          action.startsWith("s3:Get") && resource.startsWith(NAMES.documentBucket.arn),
      );
      return opens && reads;
    });
    expect(whole).toEqual([]);
  });

  it("only ingest sets the tag that lets a version be read", () => {
    expect(roleNames(({ identity }) => /Tagging/.test(JSON.stringify(identity)))).toEqual([
      "postern-test-ingest-tenant",
    ]);
  });

  it("no base role reaches a key or an object", () => {
    const reaching = roleNames(({ identity }) =>
      grants(identity).some(({ action }) => /^(s3|kms):/.test(action)),
    );
    expect(reaching.length).toBeGreaterThan(0);
    expect(reaching.filter((name) => !name.endsWith("-tenant"))).toEqual([]);
  });

  it("a data key is bound to exactly a clinic and a submission, a field key to the clinic", () => {
    const contexts = (key: KeyName) =>
      Object.values(WORLD.roles)
        .flatMap(({ identity }) => onKey(identity, key))
        .map((entry) => [
          condition(entry, "StringEquals", "kms:EncryptionContext:clinic"),
          condition(entry, "ForAllValues:StringEquals", "kms:EncryptionContextKeys"),
          condition(entry, "Null", "kms:EncryptionContextKeys"),
        ]);
    const bound = (keys: string) => [JSON.stringify(TAG), keys, '"false"'];
    expect(contexts("documents")).toEqual(Array(2).fill(bound('["clinic","submission"]')));
    expect(contexts("fields")).toEqual(Array(3).fill(bound('["clinic"]')));
  });

  it("the bucket's keys are reached through S3 only", () => {
    const uses = (key: KeyName) => Object.values(WORLD.roles).flatMap(({ identity }) => onKey(identity, key));
    expect(uses("storage")).toHaveLength(3);
    expect(storageFaults(uses("storage"), NAMES.documentBucket.arn)).toEqual([]);
    expect(uses("archive")).toHaveLength(1);
    expect(storageFaults(uses("archive"), NAMES.auditBucket.arn)).toEqual([]);
    expect(storageFaults(onKey(tenant("keys").identity, "documents"), NAMES.documentBucket.arn)).toHaveLength(
      1,
    );
    expect(storageFaults(uses("storage"), NAMES.auditBucket.arn)).toHaveLength(3);
  });
});
