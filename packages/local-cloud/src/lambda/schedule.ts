import { randomUUID } from "node:crypto";

export interface ScheduleOptions {
  readonly name: string;
  readonly everySeconds: number;
  readonly region: string;
  readonly account: string;
  readonly now: () => number;
  /** Rejects when the function failed, timed out or was killed. */
  readonly invoke: (event: object) => Promise<unknown>;
}

/** Calls a function from time to time; a run never overlaps another. */
export interface Schedule {
  /** Runs once, after the run that is under way. @throws FunctionError */
  run(): Promise<unknown>;
  /** From now on runs by itself, and leaves out a turn while a run is under way. */
  start(): void;
  /** Lets no further run begin. */
  stop(): void;
}

/** A schedule that waits to be started, as a rule of EventBridge with a rate; what a run throws concerns the next not. */
export function createSchedule(options: ScheduleOptions): Schedule {
  let last: Promise<unknown> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const begin = async (before: Promise<unknown> | undefined) => {
    await before?.catch(() => undefined);
    return await options.invoke(eventOf(options));
  };
  const run = () => {
    const own = begin(last).finally(() => {
      if (last === own) last = undefined;
    });
    last = own;
    return own;
  };
  return {
    run,
    start() {
      timer ??= setInterval(() => {
        if (last === undefined) run().catch(() => undefined);
      }, options.everySeconds * 1000);
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function eventOf({ name, region, account, now }: ScheduleOptions): object {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account,
    time: new Date(now()).toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [`arn:aws:events:${region}:${account}:rule/${name}`],
    detail: {},
  };
}
