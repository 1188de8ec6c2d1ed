import { keysOfServices } from "./keys.ts";
import { kept, names, plan } from "./place.ts";
import { TABLE_NAMES, type TableDefinition, type TableName } from "./policy/index.ts";
import { title } from "./roles.ts";

const RECOVERY_DAYS = 35;

for (const definition of plan.tables) table(definition);

function table(definition: TableDefinition): void {
  const { TableName: name, StreamSpecification: stream } = definition;
  const { pointInTimeRecovery, ttlAttribute } = plan.tableProtection[name];
  new aws.dynamodb.Table(
    `${title(shortName(name))}Table`,
    {
      name,
      billingMode: definition.BillingMode,
      attributes: definition.AttributeDefinitions.map((entry) => ({
        name: entry.AttributeName,
        type: entry.AttributeType,
      })),
      ...keyArguments(definition.KeySchema),
      globalSecondaryIndexes: definition.GlobalSecondaryIndexes?.map(
        ({ IndexName, KeySchema, Projection }) => ({
          name: IndexName,
          ...keyArguments(KeySchema),
          projectionType: Projection.ProjectionType,
          nonKeyAttributes: Projection.NonKeyAttributes,
        }),
      ),
      streamEnabled: stream?.StreamEnabled,
      streamViewType: stream?.StreamViewType,
      deletionProtectionEnabled: definition.DeletionProtectionEnabled,
      ttl: ttlAttribute === undefined ? undefined : { enabled: true, attributeName: ttlAttribute },
      pointInTimeRecovery: pointInTimeRecovery
        ? { enabled: true, recoveryPeriodInDays: RECOVERY_DAYS }
        : { enabled: false },
      serverSideEncryption: { enabled: true, kmsKeyArn: keysOfServices.tables.arn },
    },
    kept,
  );
}

function shortName(name: string): TableName {
  const found = TABLE_NAMES.find((table) => names.tables[table].name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

function keyArguments(schema: TableDefinition["KeySchema"]) {
  const part = (type: "HASH" | "RANGE") => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { hashKey: part("HASH") ?? "", rangeKey: part("RANGE") };
}
