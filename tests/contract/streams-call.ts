import type { Target } from "./target.ts";
import type { Clients } from "./clients.ts";
import { postSigned } from "./signed-call.ts";

/** An answer of DynamoDB Streams, as far as tests look into it. */
export interface StreamsAnswer {
  readonly Streams?: readonly { readonly StreamArn: string; readonly TableName: string }[];
  readonly StreamDescription?: {
    readonly StreamArn: string;
    readonly StreamStatus: string;
    readonly StreamViewType: string;
    readonly TableName: string;
    readonly Shards: readonly {
      readonly ShardId: string;
      readonly SequenceNumberRange: { readonly StartingSequenceNumber: string };
    }[];
  };
  readonly ShardIterator?: string;
  readonly NextShardIterator?: string;
  readonly Records?: readonly StreamsRecord[];
}

export interface StreamsRecord {
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly eventSource: string;
  readonly dynamodb: {
    readonly Keys: Readonly<Record<string, { readonly S: string }>>;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly SequenceNumber: string;
    readonly StreamViewType: string;
  };
}

/** Calls one operation. */
export type CallStreams = (operation: string, input: object) => Promise<StreamsAnswer>;

/**
 * DynamoDB Streams, which the house has no client for, by the credentials of a principal. Failures are errors with
 * AWS's own code as their name.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
 */
export function streamsOf({ endpoints, names }: Target, { sts }: Clients): CallStreams {
  const { AWS_ENDPOINT_URL_DYNAMODB_STREAMS, AWS_ENDPOINT_URL } = process.env;
  const address =
    endpoints.aws ??
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS ??
    AWS_ENDPOINT_URL ??
    `https://streams.dynamodb.${names.region}.amazonaws.com`;
  return async (operation, input) => {
    const response = await postSigned({
      service: "dynamodb",
      region: names.region,
      endpoint: new URL(address),
      credentials: sts.config.credentials,
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDBStreams_20120810.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as StreamsAnswer & { readonly __type?: string };
    if (response.ok) return answer;
    const error = new Error(`${operation}: ${response.status}`);
    error.name = answer.__type?.split("#").at(-1) ?? "UnknownError";
    throw error;
  };
}
