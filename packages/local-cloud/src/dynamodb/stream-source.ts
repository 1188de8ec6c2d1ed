import type { Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { Engine } from "./engine.ts";
import type { Stream, StreamRecord } from "./stream.ts";

/** Streams as Lambda reads them: under a function's role. */
export interface StreamSource {
  /**
   * Lets a role follow the stream of a table.
   * @throws Error when the table has no stream; AwsError `AccessDenied` when the role may not do what Lambda does under it
   */
  admit(role: Principal, tableName: string): AdmittedStream;
}

/** A stream for one role. */
export interface AdmittedStream extends Pick<Stream, "arn" | "shardIDs" | "isTrimmed" | "listen"> {
  /** As `Stream.read`. @throws AwsError `AccessDenied` */
  poll(shardID: string, after: string | undefined, limit: number): Promise<readonly StreamRecord[]>;
}

// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
const pollerActions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

/** Makes the streams of an engine's tables readable for roles. */
export function createStreamSource(cloud: ServiceContext, engine: Engine): StreamSource {
  return {
    admit(role, tableName) {
      const stream = engine.streams.get(tableName);
      if (stream === undefined) throw new Error(`The table ${tableName} has no stream.`);
      const authorize = (action: string) =>
        cloud.iam.authorize(role, { action: `dynamodb:${action}`, resource: stream.arn });
      for (const action of pollerActions) authorize(action);
      const { arn, shardIDs, isTrimmed, listen } = stream;
      return {
        arn,
        shardIDs,
        isTrimmed,
        listen,
        async poll(shardID, after, limit) {
          authorize("GetRecords");
          const records = await stream.read(shardID, after, limit);
          if (records.length > 0) cloud.seams.reached(role, "dynamodb:GetRecords");
          return records;
        },
      };
    },
  };
}
