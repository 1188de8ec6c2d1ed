import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { rootPrincipal } from "../support/principal.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

/** Workers of whom nothing was heard for so long work on nothing: what they had will come again. */
const QUIET_MS = 600;

/** Lets messages come again whose work failed, without waiting for their time. */
export interface Drain {
  /** When the workers are quiet: what failed comes again now, and what was given up on is put back, as on an alarm. */
  bringBack(): Promise<void>;
  /** True when every queue and its dead letters are empty, and nobody is at work. */
  isEmpty(): boolean;
  /** Until it is so. */
  untilEmpty(): Promise<void>;
  /** How many messages were given up on. */
  dead(): number;
  stop(): void;
}

/** On a machine that is busy with other things. */
const LONGEST_SECONDS = 90;

const LIVE = ["ingest", "settle", "sweep"] as const;

export function createDrain(world: World): Drain {
  const { cloud, names } = world;
  const workers = [names.baseRoles.ingest.name, names.tenantRoles.ingest.name];
  let heardMs = performance.now();
  let dead = 0;
  const stop = cloud.observe(({ caller }) => {
    if (workers.includes(caller)) heardMs = performance.now();
  });
  const isQuiet = () => performance.now() - heardMs > QUIET_MS;

  async function bringBack(): Promise<void> {
    if (!isQuiet()) return;
    for (const name of LIVE) {
      dead += await putBack(world, name);
      cloud.redrive(names.queues[name].name);
    }
  }

  function isEmpty(): boolean {
    const queues = LIVE.flatMap((name) => [names.queues[name], names.queues[`${name}-dead`]]);
    const isDone = queues.every(({ name }) => {
      const { visible, inFlight } = cloud.queueDepth(name);
      return visible + inFlight === 0;
    });
    return isDone && isQuiet();
  }

  return {
    bringBack,
    isEmpty,
    async untilEmpty() {
      const look = () => bringBack().then(isEmpty);
      await until("the end of all work", look, LONGEST_SECONDS);
    },
    dead: () => dead,
    stop,
  };
}

/** Sends a queue's dead letters back to it. @returns how many */
async function putBack(world: World, name: (typeof LIVE)[number]): Promise<number> {
  const { cloud, names } = world;
  const deadName = names.queues[`${name}-dead`].name;
  if (cloud.queueDepth(deadName).visible === 0) return 0;
  const { sqs } = rootPrincipal(world);
  const dead = { QueueUrl: cloud.queueUrl(deadName) };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ ...dead, MaxNumberOfMessages: 10 }));
  for (const { Body, ReceiptHandle } of Messages) {
    const live = cloud.queueUrl(names.queues[name].name);
    await sqs.send(new SendMessageCommand({ QueueUrl: live, MessageBody: Body }));
    await sqs.send(new DeleteMessageCommand({ ...dead, ReceiptHandle }));
  }
  return Messages.length;
}
