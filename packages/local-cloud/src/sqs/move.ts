import { AwsError } from "../aws/error.ts";
import type { Queue } from "./queue.ts";

/** A task that moves messages, as it is asked for. */
export interface MoveInput {
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
}

/**
 * Moves all messages of a dead-letter queue back to the queues that gave up on them, or to one other. AWS does it little
 * by little; here it is done when this returns.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 *
 * @throws AwsError `ResourceNotFoundException`, `InvalidParameterValue` when a queue is unknown, or is no dead-letter queue
 */
export function moveMessages(
  queues: readonly Queue[],
  input: MoveInput,
  authorize: (action: string, queue: Queue) => void,
): { readonly TaskHandle: string } {
  const byArn = (arn: string | undefined) => queues.find(({ settings }) => settings.arn === arn);
  const source = byArn(input.SourceArn);
  if (source === undefined) throw notFound(input.SourceArn);
  if (!queues.some(({ settings }) => settings.deadLetters === source))
    throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
  const wanted = byArn(input.DestinationArn);
  if (input.DestinationArn !== undefined && wanted === undefined) throw notFound(input.DestinationArn);
  for (const action of ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"])
    authorize(action, source);
  const targetOf = (origin: string | undefined) => wanted ?? byArn(origin);
  for (const target of new Set(source.origins().map(targetOf)))
    if (target !== undefined) authorize("SendMessage", target);
  source.moveTo(targetOf);
  return { TaskHandle: Buffer.from(JSON.stringify({ sourceArn: source.settings.arn })).toString("base64") };
}

function notFound(arn: string | undefined): AwsError {
  return new AwsError("ResourceNotFoundException", `The resource that you specified doesn't exist: ${arn}`);
}
