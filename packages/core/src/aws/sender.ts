import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { unavailable } from "../kernel/index.ts";

/** Sends messages to one queue under the function's own role. @throws Problem `unavailable` from the sender */
export function createSender(queueURL: string): (message: object, delaySeconds?: number) => Promise<void> {
  const sqs = new SQSClient();
  return async (message, delaySeconds = 0) => {
    const command = new SendMessageCommand({
      QueueUrl: queueURL,
      MessageBody: JSON.stringify(message),
      DelaySeconds: delaySeconds,
    });
    await sqs.send(command).catch((error: unknown) => {
      throw unavailable(error);
    });
  };
}
