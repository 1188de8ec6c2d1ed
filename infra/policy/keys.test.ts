import { describe, expect, it } from "vitest";
import { INPUT, list, NAMES, onKey, tenant, WORLD } from "./example.ts";
import { keys } from "./keys.ts";
import { FUNCTION_NAMES, KEY_NAMES, names } from "./names.ts";

const USE =
  /^kms:(Encrypt|Decrypt|ReEncrypt|GenerateDataKey|GenerateMac|VerifyMac|Sign|Verify|DeriveSharedSecret|CreateGrant)|\*/;
const isAdministration = (principal: unknown) =>
  JSON.stringify(principal) === JSON.stringify({ AWS: "arn:aws:iam::123456789012:root" });

const isBackup = (principal: unknown) =>
  [NAMES.backupRole, NAMES.restoreRole].some(
    ({ arn }) => JSON.stringify(principal) === JSON.stringify({ AWS: arn }),
  );

describe("a key's policy", () => {
  it.each(KEY_NAMES)("%s: the account administers it and cannot use it", (key) => {
    const own = WORLD.keys[key].policy.Statement.filter((entry) => isAdministration(entry.Principal));
    expect(own).toHaveLength(1);
    expect(own.flatMap((entry) => list(entry.Action)).filter((action) => USE.test(action))).toEqual([]);
  });

  it.each(["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant", "kms:*"])(
    "the check knows %s for a use",
    (action) => {
      expect(action).toMatch(USE);
    },
  );

  it.each(KEY_NAMES)(
    "%s: says of each tenant role what the role's own policy says, and of no other",
    (key) => {
      const byKey = WORLD.keys[key].policy.Statement.filter(
        (entry) => !isAdministration(entry.Principal) && !isBackup(entry.Principal),
      );
      const byRole = FUNCTION_NAMES.flatMap((name) =>
        onKey(tenant(name).identity, key).map((entry) => ({
          Principal: { AWS: NAMES.tenantRoles[name].arn },
          Action: entry.Action,
          Condition: entry.Condition,
        })),
      );
      expect(byKey.length).toBeGreaterThan(0);
      expect(byKey.map(({ Principal, Action, Condition }) => ({ Principal, Action, Condition }))).toEqual(
        byRole,
      );
    },
  );

  it("AWS Backup uses the documents' key alone, through S3, and not to copy anything anew", () => {
    const used = KEY_NAMES.flatMap((key) =>
      WORLD.keys[key].policy.Statement.filter((entry) => isBackup(entry.Principal)).map((entry) => [
        key,
        list(entry.Action).join(" "),
        JSON.stringify(entry.Condition),
      ]),
    );
    const throughS3 = '{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}';
    expect(used).toEqual([
      ["storage", "kms:Decrypt kms:DescribeKey", throughS3],
      ["storage", "kms:Decrypt kms:DescribeKey kms:GenerateDataKey", throughS3],
    ]);
  });

  it("a provisioner may have a field key made for one clinic, wrapped, and nothing else", () => {
    const provisionerARN = "arn:aws:iam::123456789012:role/provision";
    const made = keys(names({ ...INPUT, provisionerARN }));
    const named = KEY_NAMES.flatMap((key) =>
      made[key].policy.Statement.filter((entry) => JSON.stringify(entry.Principal).includes("provision")).map(
        (entry) => [key, entry.Action, entry.Condition?.["ForAllValues:StringEquals"]],
      ),
    );
    expect(named).toEqual([
      ["fields", ["kms:GenerateDataKeyWithoutPlaintext"], { "kms:EncryptionContextKeys": ["clinic"] }],
    ]);
    expect(JSON.stringify(WORLD.keys)).not.toContain("Provision");
  });
});

describe("how keys are made", () => {
  it("keys whose ARN or signature outlives the Region are made for several Regions", () => {
    expect(KEY_NAMES.filter((key) => !WORLD.keys[key].multiRegion)).toEqual(["storage", "archive"]);
  });

  it("symmetric keys are rotated by KMS, signing keys are not", () => {
    const signing = KEY_NAMES.filter((key) => WORLD.keys[key].usage === "SIGN_VERIFY");
    expect(signing).toEqual(["receipts", "logs", "register"]);
    expect(KEY_NAMES.filter((key) => !WORLD.keys[key].rotated)).toEqual(signing);
  });
});
