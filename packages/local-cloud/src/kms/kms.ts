import type { Principal } from "../aws/principal.ts";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import type { KeyOptions } from "../options.ts";
import { encryptionOperations } from "./encryption.ts";
import { createGate, encryptionConditions, type Gate } from "./gate.ts";
import { readMembers, readText } from "./input.ts";
import { createKeyring, type Key, type Keyring } from "./keyring.ts";
import { signingOperations } from "./signing.ts";

export interface Kms {
  readonly service: JsonService;
  /** ARN of the key behind an alias (without `alias/`). @throws AwsError `NotFoundException`. */
  keyArn(alias: string): string;
  /**
   * Judges what S3 does with the bucket's key for a caller (SSE-KMS with a Bucket Key, whose encryption context is
   * the bucket's ARN). @throws AwsError `AccessDenied`; `KMSInternalException` while failing.
   */
  useForBucket(
    caller: Principal,
    action: "kms:GenerateDataKey" | "kms:Decrypt",
    alias: string,
    bucketArn: string,
  ): void;
  /** While on, every use of a key fails with `KMSInternalException` (500). */
  fail(on: boolean): void;
}

/** KMS with the given keys. The keys protect nothing but this process: their material lies in its memory. */
export function createKms(cloud: ServiceContext, keys: Readonly<Record<string, KeyOptions>>): Kms {
  const keyring = createKeyring(cloud, keys, cloud.clock.now());
  const gate = createGate(cloud);
  return {
    service: {
      service: "kms",
      target: "TrentService",
      version: "1.1",
      operations: failingFirst(gate, {
        ...encryptionOperations(keyring, gate),
        ...signingOperations(keyring, gate),
        DescribeKey: (input: object, caller) => describeKey(cloud, keyring, gate, input, caller),
      }),
    },
    keyArn: (alias) => keyring.find(`alias/${alias}`).arn,
    useForBucket(caller, action, alias, bucketArn) {
      gate.pass(caller, action, keyring.findSymmetric(`alias/${alias}`), {
        "kms:ViaService": `s3.${cloud.region}.amazonaws.com`,
        ...encryptionConditions({ "aws:s3:arn": bucketArn }),
      });
    },
    fail: (on) => gate.fail(on),
  };
}

/** An outage comes before everything, so that a test sees it whatever the request says. */
function failingFirst(gate: Gate, operations: JsonService["operations"]): JsonService["operations"] {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      (input: never, caller: Principal | undefined) => {
        gate.checkUp();
        return operation(input, caller);
      },
    ]),
  );
}

function describeKey(
  cloud: ServiceContext,
  keyring: Keyring,
  gate: Gate,
  input: object,
  caller: Principal | undefined,
): { KeyMetadata: object } {
  const key = keyring.find(readText(readMembers(input, ["KeyId"]), "KeyId"));
  const signer = gate.pass(caller, "kms:DescribeKey", key, {});
  gate.reached(signer, "kms:DescribeKey");
  return { KeyMetadata: metadata(cloud, key) };
}

/** `KeyMetadata` of a multi-Region primary key without replicas. */
function metadata({ region, account }: ServiceContext, key: Key): object {
  const isSymmetric = key.usage === "ENCRYPT_DECRYPT";
  const spec = isSymmetric ? "SYMMETRIC_DEFAULT" : "ECC_NIST_P256";
  return {
    KeyId: key.id,
    Arn: key.arn,
    AWSAccountId: account,
    CreationDate: key.createdAtMs / 1000,
    Enabled: true,
    KeyState: "Enabled",
    KeyUsage: key.usage,
    KeySpec: spec,
    CustomerMasterKeySpec: spec,
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    Description: "",
    MultiRegion: true,
    MultiRegionConfiguration: {
      MultiRegionKeyType: "PRIMARY",
      PrimaryKey: { Arn: key.arn, Region: region },
      ReplicaKeys: [],
    },
    ...(isSymmetric
      ? { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] }
      : { SigningAlgorithms: ["ECDSA_SHA_256"] }),
  };
}
