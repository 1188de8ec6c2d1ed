import { allow, type PolicyStatement } from "./document.ts";
import type { FunctionName, Named, Names } from "./names.ts";
import { ownRows, type Kind } from "./tenancy.ts";

/** What a tenant role may ask of DynamoDB; there is no scan, no batch write and no PartiQL to give. */
export type RowAction = "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "ConditionCheckItem";

/** Rights on rows of some kinds, in a table or in one index of it. */
export interface RowRight {
  readonly table: "record" | "audit" | "log";
  readonly index?: "gsi1" | "gsi2" | "gsi3" | "gsi4";
  readonly kinds: readonly Kind[];
  readonly actions: readonly RowAction[];
}

const AUDIT_PUT: RowRight = { table: "audit", kinds: ["aud"], actions: ["PutItem"] };
/** The clinic's log as its officer searches it. */
const AUDIT_SEARCH: readonly RowRight[] = [
  { table: "audit", kinds: ["aud"], actions: ["Query"] },
  indexOf("audit", "gsi2", "per"),
  indexOf("audit", "gsi3", "act"),
  indexOf("audit", "gsi4", "sub"),
];

/**
 * The rights of each tenant role on rows: what its operations use, and nothing for operations to come. Nothing is
 * inherited: what is not in a function's list is refused.
 */
export const ROW_RIGHTS: Readonly<Record<FunctionName, readonly RowRight[]>> = {
  auth: [rows(["per"], "GetItem"), rows(["prf"], "PutItem"), AUDIT_PUT],
  intake: [
    rows(["sub"], "GetItem", "PutItem", "UpdateItem", "Query", "ConditionCheckItem"),
    rows(["key", "num"], "PutItem"),
    rows(["idm"], "GetItem", "PutItem"),
    rows(["quo"], "UpdateItem"),
    rows(["cli"], "GetItem", "Query"),
    rows(["per"], "GetItem"),
    indexOf("record", "gsi1", "pat"),
    indexOf("record", "gsi2", "org"),
    AUDIT_PUT,
  ],
  keys: [rows(["sub", "key"], "GetItem"), rows(["tsk", "per"], "GetItem", "ConditionCheckItem"), AUDIT_PUT],
  review: [
    rows(["sub"], "GetItem", "UpdateItem", "Query"),
    rows(["tsk"], "GetItem", "PutItem", "UpdateItem", "Query", "ConditionCheckItem"),
    rows(["cnt"], "Query", "UpdateItem"),
    rows(["per"], "GetItem", "ConditionCheckItem"),
    rows(["pat"], "GetItem"),
    // Locations and queues lie beside the profile: lists of queues read them at once.
    rows(["cli"], "GetItem", "Query"),
    rows(["prf"], "DeleteItem"),
    // Members: a task is handed over to a colleague who is chosen by name.
    indexOf("record", "gsi1", "que", "mem"),
    indexOf("record", "gsi2", "per"),
    // What is overdue is counted, and listed, by due time.
    indexOf("record", "gsi3", "due"),
    AUDIT_PUT,
    indexOf("audit", "gsi4", "sub"),
  ],
  // The clinic's for the key of its fields, people's for their names. A submission is asked for by the number that people
  // read out; its row holds nothing but the id.
  admin: [rows(["cli", "per", "num"], "GetItem"), AUDIT_PUT, ...AUDIT_SEARCH],
  ingest: [
    rows(["sub"], "GetItem", "PutItem", "UpdateItem", "Query"),
    rows(["tsk"], "PutItem"),
    rows(["cnt"], "UpdateItem"),
    rows(["rul"], "GetItem"),
    rows(["cli"], "Query"),
    AUDIT_PUT,
  ],
  sequence: [
    { table: "audit", kinds: ["aud"], actions: ["Query"] },
    {
      table: "log",
      kinds: ["log", "lef", "bat", "reg"],
      actions: ["GetItem", "PutItem", "UpdateItem", "Query"],
    },
  ],
  // What is due it is told of by `tick`; it ends submissions, and deletes no row.
  sweep: [rows(["sub"], "GetItem", "UpdateItem", "Query"), AUDIT_PUT],
  watch: [
    rows(["alr"], "GetItem", "PutItem", "UpdateItem", "Query"),
    indexOf("record", "gsi1", "alr"),
    AUDIT_PUT,
    ...AUDIT_SEARCH,
    indexOf("audit", "gsi1", "pat"),
  ],
  tick: [indexOf("record", "gsi3", "due")],
};

/** The statements on rows in the identity policy of `name`'s tenant role, one per entry of `ROW_RIGHTS`. */
export function rowStatements(names: Names, name: FunctionName): readonly PolicyStatement[] {
  return ROW_RIGHTS[name].map((right, position) =>
    allow({
      sid: `${right.table === "record" ? "Record" : right.table === "audit" ? "Audit" : "Log"}${position + 1}`,
      actions: dynamo(...right.actions),
      resources: [
        right.index ? indexARN(names.tables[right.table], right.index) : names.tables[right.table].arn,
      ],
      condition: ownRows(right.kinds),
    }),
  );
}

/** IAM's names of DynamoDB actions. */
export function dynamo(...actions: readonly RowAction[]): readonly string[] {
  return actions.map((action) => `dynamodb:${action}`);
}

/** ARN of an index; indexes are granted one by one, never with their table. */
export function indexARN(table: Named, index: string): string {
  return `${table.arn}/index/${index}`;
}

function rows(kinds: readonly Kind[], ...actions: readonly RowAction[]): RowRight {
  return { table: "record", kinds, actions };
}

function indexOf(
  table: "record" | "audit",
  index: "gsi1" | "gsi2" | "gsi3" | "gsi4",
  ...kinds: readonly Kind[]
): RowRight {
  return { table, index, kinds, actions: ["Query"] };
}
