import {
  DecryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
} from "@aws-sdk/client-kms";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { BatchGetCommand, BatchWriteCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { FUNCTION_NAMES, ROW_RIGHTS, type FunctionName } from "../../../infra/policy/index.ts";
import type { Belongings } from "../../support/belongings.ts";
import { outcomeOf, tenantPrincipal, type Principal } from "../../support/principal.ts";
import { actOnRow } from "../../support/row-action.ts";
import { layerOf, type Scene } from "./scene.ts";

export const ROLE_ATTACKS = [
  "row",
  "index",
  "batch",
  "transaction",
  "object",
  "object's tag",
  "data key",
  "field key",
] as const;
export type RoleAttack = (typeof ROLE_ATTACKS)[number];

/** What became of attacks with a function's own credentials. */
export interface RoleFinding {
  readonly functionName: FunctionName;
  readonly outcomes: Readonly<Record<RoleAttack, string>>;
}

/** One call on what belongs to `target`, by a role that is tagged with Harbor. */
type Attempt = (principal: Principal, target: Belongings) => Promise<unknown>;

/** No function has the right to it, not even for its own clinic; it is refused all the same. */
export const NOT_GRANTED = "not granted";

/** Tries with each function's tenant role, tagged with Harbor, all that the function may do, on what is Riverside's. */
export async function attackWithRoles(scene: Scene): Promise<readonly RoleFinding[]> {
  const findings: RoleFinding[] = [];
  for (const functionName of FUNCTION_NAMES) {
    const attempts = attemptsOf(scene, functionName);
    const outcomes: Partial<Record<RoleAttack, string>> = {};
    for (const attack of ROLE_ATTACKS)
      outcomes[attack] = await outcomeOfAll(scene, functionName, attempts[attack]);
    findings.push({ functionName, outcomes: outcomes as Record<RoleAttack, string> });
  }
  return findings;
}

/** Which layer refuses what the role may do for its own clinic; everything foreign must be refused. */
async function outcomeOfAll(
  { world, riverside, harbor, refusals }: Scene,
  functionName: FunctionName,
  attempts: readonly Attempt[],
): Promise<string> {
  const principal = tenantPrincipal(world, functionName, harbor.clinicID);
  const layers = new Set<string>();
  for (const attempt of attempts) {
    const foreign: { outcome?: string } = {};
    const refused = await refusals(async () => {
      foreign.outcome = await outcomeOf(attempt(principal, riverside));
    });
    if (foreign.outcome !== "refused" || refused[0] === undefined) return `NOT REFUSED: ${foreign.outcome}`;
    const own = await refusals(() => outcomeOf(attempt(principal, harbor)));
    if (own.length === 0) layers.add(layerOf(refused[0].action));
  }
  return layers.size === 0 ? NOT_GRANTED : [...layers].toSorted().join(", ");
}

function attemptsOf(
  scene: Scene,
  functionName: FunctionName,
): Readonly<Record<RoleAttack, readonly Attempt[]>> {
  return {
    ...rowAttempts(scene, functionName),
    ...objectAttempts(scene),
    ...keyAttempts(scene),
  };
}

function rowAttempts({ world, harbor }: Scene, functionName: FunctionName) {
  const rights = ROW_RIGHTS[functionName];
  const acts = (isIndex: boolean): readonly Attempt[] =>
    rights
      .filter(({ index }) => (index !== undefined) === isIndex)
      .flatMap(({ table, index, kinds, actions }) =>
        kinds.flatMap((kind) =>
          actions.map((action): Attempt => (principal, { clinicID }) => {
            const pk = `${clinicID}#${kind}#try`;
            return actOnRow(world, principal, action, { table, index, pk });
          }),
        ),
      );
  const writable = rights.filter(({ actions }) => actions.includes("PutItem"));
  return {
    row: acts(false),
    index: acts(true),
    batch: writable.flatMap(({ table, kinds }) =>
      kinds.flatMap((kind) => batches(world.names.tables[table].name, kind)),
    ),
    transaction: writable.flatMap(({ table, kinds }) =>
      kinds.map((kind) => mixed(world.names.tables[table].name, kind, harbor)),
    ),
  };
}

function batches(table: string, kind: string): readonly Attempt[] {
  const keyOf = ({ clinicID }: Belongings) => ({ pk: `${clinicID}#${kind}#try`, sk: "batch" });
  return [
    ({ dynamo }, target) =>
      dynamo.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: [keyOf(target)] } } })),
    ({ dynamo }, target) =>
      dynamo.send(
        new BatchWriteCommand({ RequestItems: { [table]: [{ PutRequest: { Item: keyOf(target) } }] } }),
      ),
  ];
}

/** One row of Harbor's and one of the target's; of Harbor's alone it is done. */
function mixed(TableName: string, kind: string, harbor: Belongings): Attempt {
  const put = ({ clinicID }: Belongings, sk: string) => ({
    Put: { TableName, Item: { pk: `${clinicID}#${kind}#try`, sk } },
  });
  return ({ dynamo }, target) =>
    dynamo.send(new TransactWriteCommand({ TransactItems: [put(harbor, "one"), put(target, "two")] }));
}

function objectAttempts({ world }: Scene) {
  const Bucket = world.names.documentBucket.name;
  const version = ({ verified }: Belongings) => ({
    Bucket,
    Key: verified.key,
    VersionId: verified.versionID,
  });
  const none = ({ clinicID }: Belongings) => ({
    Bucket,
    Key: `c/${clinicID}/made/${crypto.randomUUID()}`,
  });
  const object: readonly Attempt[] = [
    ({ s3 }, target) => s3.send(new GetObjectCommand(version(target))),
    ({ s3 }, target) => s3.send(new PutObjectCommand({ ...none(target), Body: "x", IfNoneMatch: "*" })),
    ({ s3 }, target) => s3.send(new DeleteObjectCommand({ ...none(target), VersionId: "none" })),
    ({ s3 }, target) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: `c/${target.clinicID}/` })),
  ];
  const Tagging = { TagSet: [{ Key: "state", Value: "verified" }] };
  const tag: Attempt = ({ s3 }, target) =>
    s3.send(new PutObjectTaggingCommand({ ...version(target), Tagging }));
  return { object, "object's tag": [tag] };
}

function keyAttempts({ world }: Scene) {
  const KeyId = world.names.keyARNs.documents;
  const contextOf = ({ clinicID, submissionID }: Belongings) => ({
    clinic: clinicID,
    submission: submissionID,
  });
  const dataKey: readonly Attempt[] = [
    ({ kms }, target) =>
      kms.send(
        new DecryptCommand({ CiphertextBlob: target.wrappedKey, EncryptionContext: contextOf(target) }),
      ),
    ({ kms }, target) =>
      kms.send(
        new GenerateDataKeyWithoutPlaintextCommand({
          KeyId,
          KeySpec: "AES_256",
          EncryptionContext: contextOf(target),
        }),
      ),
    ({ kms }, target) =>
      kms.send(
        new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext: contextOf(target) }),
      ),
  ];
  const fieldKey: Attempt = ({ kms }, { clinicID, records }) =>
    kms.send(
      new DecryptCommand({
        CiphertextBlob: records.find(({ sk }) => sk === "fieldkey")?.["wrappedKey"] as Uint8Array,
        EncryptionContext: { clinic: clinicID },
      }),
    );
  return { "data key": dataKey, "field key": [fieldKey] };
}
