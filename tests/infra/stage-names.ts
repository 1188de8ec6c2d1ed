import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { at, text, type Value, type Values } from "./graph.ts";

/** How resources are named after a part of the deployment: `ingest-dead` as `IngestDead`. */
export function title(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

/** A deployed table's arguments as DynamoDB's CreateTable takes them. */
export function tableArguments(inputs: Values): CreateTableCommandInput {
  const list = (value: Value | undefined): readonly Values[] => (Array.isArray(value) ? value : []);
  const keys = (of: Values) => [
    { AttributeName: text(of, "hashKey"), KeyType: "HASH" as const },
    { AttributeName: text(of, "rangeKey"), KeyType: "RANGE" as const },
  ];
  const indexes = list(at(inputs, "globalSecondaryIndexes")).map((index) => ({
    IndexName: text(index, "name"),
    KeySchema: keys(index),
    Projection: {
      ProjectionType: text(index, "projectionType") as "ALL" | "INCLUDE" | "KEYS_ONLY",
      ...(at(index, "nonKeyAttributes") === undefined
        ? {}
        : { NonKeyAttributes: at(index, "nonKeyAttributes") as string[] }),
    },
  }));
  return {
    TableName: text(inputs, "name"),
    AttributeDefinitions: list(at(inputs, "attributes")).map((attribute) => ({
      AttributeName: text(attribute, "name"),
      AttributeType: text(attribute, "type") as "S",
    })),
    KeySchema: keys(inputs),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    BillingMode: text(inputs, "billingMode") as "PAY_PER_REQUEST",
    ...(at(inputs, "streamEnabled") === true
      ? {
          StreamSpecification: {
            StreamEnabled: true,
            StreamViewType: text(inputs, "streamViewType") as "NEW_IMAGE",
          },
        }
      : {}),
    DeletionProtectionEnabled: at(inputs, "deletionProtectionEnabled") === true,
  };
}
