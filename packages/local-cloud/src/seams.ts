import type { Iam } from "./aws/principal.ts";
import type { Seams } from "./aws/service.ts";
import type { ObservedCall, RefusedCall } from "./aws/use.ts";

/** A function as the seams see it: whose calls are its own, and how to end it. */
export interface Killable {
  readonly roles: readonly string[];
  /** Ends what is busy; returns how many environments that were. */
  killBusy(reason: string): number;
}

/** The seams, and what a test may do with them. */
export interface SeamControl {
  readonly seams: Seams;
  /** Calls on the table fail with 500 until the returned function is called. */
  failTable(tableName: string): () => void;
  /** Kills the function when its next `times` calls of `action` have taken effect; resolves after the last kill. */
  killAt(functionName: string, action: string, times?: number): Promise<void>;
  /** Tells `listener` of every call that takes effect until the returned function is called; it must not throw. */
  observe(listener: Listener): () => void;
  /** Tells `listener` of every request that the policies refuse until the returned function is called; it must not throw. */
  observeRefusals(listener: (call: RefusedCall) => void): () => void;
  /** The same judge, with what it refuses told to the observers. */
  watched(iam: Iam): Iam;
}

type Listener = (call: ObservedCall) => void;

interface Ambush {
  readonly functionName: string;
  readonly action: string;
  left: number;
  readonly struck: () => void;
}

/** Makes the seams; `find` looks a function up by its name. */
export function createSeams(find: (functionName: string) => Killable | undefined): SeamControl {
  const failing = new Map<string, number>();
  const ambushes = new Set<Ambush>();
  const listeners = new Set<{ readonly tell: Listener }>();
  const refusalListeners = new Set<{ readonly tell: (call: RefusedCall) => void }>();

  const reached: Seams["reached"] = (caller, action, use) => {
    for (const { tell } of listeners) tell({ action, caller: caller.role ?? caller.arn, ...use });
    for (const ambush of ambushes) {
      const target = find(ambush.functionName);
      if (ambush.action !== action || !target?.roles.includes(caller.role ?? "")) continue;
      if (target.killBusy(`The environment was killed at ${action}.`) === 0) continue;
      ambush.left -= 1;
      if (ambush.left > 0) continue;
      ambushes.delete(ambush);
      ambush.struck();
    }
  };

  return {
    seams: { isTableFailing: (tableName) => (failing.get(tableName) ?? 0) > 0, reached },
    failTable(tableName) {
      failing.set(tableName, (failing.get(tableName) ?? 0) + 1);
      let isOver = false;
      return () => {
        if (!isOver) failing.set(tableName, (failing.get(tableName) ?? 1) - 1);
        isOver = true;
      };
    },
    killAt(functionName, action, times = 1) {
      if (!find(functionName)) throw new Error(`There is no function ${functionName}.`);
      return new Promise((resolve) => ambushes.add({ functionName, action, left: times, struck: resolve }));
    },
    observe(listener) {
      const entry = { tell: listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    observeRefusals(listener) {
      const entry = { tell: listener };
      refusalListeners.add(entry);
      return () => void refusalListeners.delete(entry);
    },
    watched: (iam) => ({
      authorize(caller, request) {
        try {
          iam.authorize(caller, request);
        } catch (error) {
          for (const { tell } of refusalListeners) tell({ ...request, caller: caller.role ?? caller.arn });
          throw error;
        }
      },
    }),
  };
}
