import type { Principal } from "../aws/principal.ts";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import type { KeyMaterial, KeyOptions } from "../options.ts";
import { openState, type State } from "../state/state.ts";
import { encryptionOperations } from "./encryption.ts";
import { createGate, encryptionConditions, type Gate } from "./gate.ts";
import { readMembers, readText } from "./input.ts";
import { createKeyring, type Key, type Keyring } from "./keyring.ts";
import { algorithmOf, encodedPublicKey, signingOperations } from "./signing.ts";

export interface Kms {
  readonly service: JsonService;
  /** ARN of the key behind an alias (without `alias/`). @throws AwsError `NotFoundException`. */
  keyArn(alias: string): string;
  /** Public half of a signing key: SubjectPublicKeyInfo, base64. @throws AwsError `NotFoundException`. */
  publicKey(alias: string): string;
  /** What makes the same keys elsewhere, by alias. */
  material(): Readonly<Record<string, KeyMaterial>>;
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

/** KMS with the given keys. They protect nothing: their material lies in this process, and in the kept state beside what it seals. */
export function createKms(
  cloud: ServiceContext,
  keys: Readonly<Record<string, KeyOptions>>,
  state: State = openState(),
  material: Readonly<Record<string, KeyMaterial>> = {},
): Kms {
  const keyring = createKeyring(cloud, keys, cloud.clock.now(), state, material);
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
    publicKey: (alias) => encodedPublicKey(keyring.findSigning(`alias/${alias}`)),
    material: () => keyring.material(),
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
  const spec = isSymmetric ? "SYMMETRIC_DEFAULT" : key.spec;
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
      : { SigningAlgorithms: [algorithmOf(key)] }),
  };
}
