import type { Seams } from "../aws/service.ts";
import type { Killable } from "../seams.ts";
import { operationOf } from "./faults.ts";
import type { Faults } from "./faults.ts";

/**
 * Seams that kill the environments of the function that makes a call, when the call has taken effect and is struck: each
 * action of each role is a point at which a worker can end. What the holder of a presigned URL does is not the
 * function's, and an event that was answered is over.
 */
export function withKills(seams: Seams, faults: Faults, functions: () => Iterable<Killable>): Seams {
  return {
    ...seams,
    reached(caller, action, use) {
      seams.reached(caller, action, use);
      const name = operationOf(caller, action);
      if (name === undefined || use?.isPresigned === true || action === "lambda:InvokeFunction") return;
      const own = [...functions()].filter(({ roles }) => roles.includes(caller.role ?? ""));
      if (own.length === 0 || !faults.strike("killedWorker", name)) return;
      for (const each of own) each.killBusy(`The environment was killed at ${action}.`);
    },
  };
}
