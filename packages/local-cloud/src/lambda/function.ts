import { FunctionError, startEnvironment } from "./environment.ts";
import type { Environment, EnvironmentOptions } from "./environment.ts";

export interface LambdaOptions extends Omit<EnvironmentOptions, "variables"> {
  /** How many events are handled at a time; more wait. */
  readonly concurrency: number;
  /** Fresh variables, with credentials of the role, and until when they are good (milliseconds, by `now`). */
  readonly variables: () => {
    readonly values: Readonly<Record<string, string>>;
    readonly expireAtMs: number;
  };
  readonly now: () => number;
}

/** A deployed function and its environments. */
export interface LambdaFunction {
  /** @throws FunctionError when it threw, ran out of time or was killed */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the environments that are handling an event. Returns how many there were; nothing in them runs on. */
  killBusy(reason: string): number;
  /** From now on events get new environments, which load the module as it is then; what runs is answered first. */
  reload(): void;
  /** Ends all environments. */
  close(): Promise<void>;
}

/** An environment whose credentials end sooner than this is not used again. */
const marginMs = 15 * 60 * 1000;

interface Slot {
  readonly environment: Environment;
  readonly expireAtMs: number;
  /** How often the function had been reloaded when the environment was made. */
  readonly reloads: number;
}

/** A function with up to `concurrency` environments, made on demand and used again while they are good. */
export function createFunction(options: LambdaOptions): LambdaFunction {
  const slots = new Set<Slot>();
  const waiting: (() => void)[] = [];
  const ended: Promise<void>[] = [];
  let active = 0;
  let isClosed = false;
  let reloads = 0;

  const drop = (slot: Slot) => {
    slots.delete(slot);
    ended.push(slot.environment.kill("The environment was recycled."));
  };
  const idle = (): Slot => {
    for (const slot of slots) {
      if (slot.environment.isBusy) continue;
      const isPresent = slot.reloads === reloads && slot.expireAtMs - options.now() > marginMs;
      if (slot.environment.isAlive && isPresent) return slot;
      drop(slot);
    }
    const { values, expireAtMs } = options.variables();
    const slot = { environment: startEnvironment({ ...options, variables: values }), expireAtMs, reloads };
    slots.add(slot);
    return slot;
  };

  return {
    async invoke(event) {
      if (active >= options.concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else active += 1;
      try {
        if (isClosed) throw new FunctionError("Runtime.ExitError", "The cloud is closing.");
        return await idle().environment.invoke(event);
      } catch (error) {
        options.log(String(error));
        throw error;
      } finally {
        // The place goes to the next in line, or is given up.
        const next = waiting.shift();
        if (next) next();
        else active -= 1;
      }
    },
    killBusy(reason) {
      const busy = [...slots].filter(({ environment }) => environment.isBusy);
      for (const slot of busy) {
        slots.delete(slot);
        ended.push(slot.environment.kill(reason));
      }
      return busy.length;
    },
    reload() {
      reloads += 1;
    },
    async close() {
      isClosed = true;
      for (const slot of slots) drop(slot);
      await Promise.all(ended);
    },
  };
}
