import { record, TABLE_NAMES, type Names, type TableName } from "./names.ts";

/** What counting the due work of some queues and locations needs, and telling what is late of it, beside the keys. */
export const DUE_ATTRIBUTES = ["queueID", "locationID", "state"] as const;

/** What a list of audit events shows, beside the keys. */
export const AUDIT_LIST_ATTRIBUTES = [
  "entity",
  "entityVersion",
  "clinicID",
  "eventID",
  "at",
  "action",
  "outcome",
  "actorID",
  "role",
  "patientID",
  "submissionID",
  "documentID",
  "entityID",
  "code",
  "requestID",
  "addressHash",
] as const;

/** The attribute whose epoch seconds end a row, in each table that ends rows by itself. */
export const TTL_ATTRIBUTE = "expiresAtSeconds";

interface KeyPart {
  AttributeName: string;
  KeyType: "HASH" | "RANGE";
}

interface Index {
  IndexName: string;
  KeySchema: KeyPart[];
  Projection: { ProjectionType: "ALL" | "INCLUDE" | "KEYS_ONLY"; NonKeyAttributes?: string[] };
}

/** Arguments of DynamoDB's CreateTable, member by member. Its arrays are mutable because the SDK's are. */
export interface TableDefinition {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: "S" }[];
  KeySchema: KeyPart[];
  GlobalSecondaryIndexes?: Index[];
  BillingMode: "PAY_PER_REQUEST";
  StreamSpecification?: { StreamEnabled: true; StreamViewType: "NEW_AND_OLD_IMAGES" };
  DeletionProtectionEnabled: boolean;
}

/** What is set on a table after it is made. */
export interface TableProtection {
  readonly pointInTimeRecovery: boolean;
  readonly ttlAttribute?: string;
}

/** Every table as CreateTable takes it; a fresh object at each call. */
export function tables(names: Names): TableDefinition[] {
  return TABLE_NAMES.map((table) => definition(names.tables[table].name, table));
}

/** Recovery and expiry, by table name. Rate counters live for minutes: nothing of them is worth recovering. */
export function tableProtection(names: Names): Readonly<Record<string, TableProtection>> {
  const byTable = record(TABLE_NAMES, (table): TableProtection => ({
    pointInTimeRecovery: table !== "limit",
    ...(table === "log" ? {} : { ttlAttribute: TTL_ATTRIBUTE }),
  }));
  return Object.fromEntries(TABLE_NAMES.map((table) => [names.tables[table].name, byTable[table]]));
}

function definition(name: string, table: TableName): TableDefinition {
  const indexes = indexesOf(table);
  const keys = new Set(
    [...keySchema("pk", "sk"), ...indexes.flatMap((index) => index.KeySchema)].map(
      (part) => part.AttributeName,
    ),
  );
  const hasStream = table === "record" || table === "audit";
  return {
    TableName: name,
    AttributeDefinitions: [...keys].map((key) => ({ AttributeName: key, AttributeType: "S" })),
    KeySchema: keySchema("pk", "sk"),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    BillingMode: "PAY_PER_REQUEST",
    ...(hasStream
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } }
      : {}),
    DeletionProtectionEnabled: table !== "limit",
  };
}

function indexesOf(table: TableName): Index[] {
  switch (table) {
    case "record":
      return [
        // Lists of three kinds of records share them and show 26 attributes; an index may name 20. Who may query an index
        // may get the rows that are in it, too.
        index("gsi1", "gsi1sk", "ALL"),
        index("gsi2", "gsi2sk", "ALL"),
        index("gsi3", "gsi3sk", DUE_ATTRIBUTES),
      ];
    case "audit":
      // Sharing the table's sort key, which is time-ordered, keeps a row under one write unit.
      return ["gsi1", "gsi2", "gsi3", "gsi4"].map((name) => index(name, "sk", AUDIT_LIST_ATTRIBUTES));
    case "session":
      return [index("gsi1", "gsi1sk", "KEYS_ONLY")];
    case "log":
    case "directory":
    case "limit":
      return [];
  }
}

function index(name: string, range: string, shown: "ALL" | "KEYS_ONLY" | readonly string[]): Index {
  return {
    IndexName: name,
    KeySchema: keySchema(`${name}pk`, range),
    Projection:
      typeof shown === "string"
        ? { ProjectionType: shown }
        : { ProjectionType: "INCLUDE", NonKeyAttributes: [...shown] },
  };
}

function keySchema(hash: string, range: string): KeyPart[] {
  return [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
}
