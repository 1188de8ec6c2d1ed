import type { AccessRequest } from "./principal.ts";

/** What a call used, in the measures by which AWS bills it; what does not apply is left out. */
export interface Use {
  /** DynamoDB: what was read and written, partition by partition. */
  readonly partitions?: readonly PartitionUse[];
  /** S3: bytes of the object or part that came with the request. */
  readonly receivedBytes?: number;
  /** S3: bytes of the answer's body. */
  readonly sentBytes?: number;
  /** S3: true when the call was made by the holder of a presigned URL, and not by the role that signed it. */
  readonly isPresigned?: boolean;
  /** Lambda: how long the event took, here. */
  readonly durationMs?: number;
}

/** What one partition of a table, or of an index, took of a call. */
export interface PartitionUse {
  readonly tableName: string;
  readonly indexName?: string;
  /** Value of the partition key. */
  readonly partitionKey: string;
  /** Read request units. */
  readonly readUnits: number;
  /** Write request units. */
  readonly writeUnits: number;
  /** By how many bytes the stored data grew, with the 100 bytes that DynamoDB adds to each item; below 0 when it shrank. */
  readonly storedBytes: number;
}

/** A call that took effect, as an observer sees it. */
export interface ObservedCall extends Use {
  /** For instance `dynamodb:Query`; `lambda:InvokeFunction` is an event that a function has handled. */
  readonly action: string;
  /** Name of the role that made the call, or whose function ran; name of the AWS service that acted for itself. */
  readonly caller: string;
}

/** A request that the policies refused, as an observer sees it. */
export interface RefusedCall extends AccessRequest {
  /** Name of the role that made the call, or of the AWS service that acted for itself. */
  readonly caller: string;
}
