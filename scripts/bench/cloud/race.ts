import { join } from "node:path";
import { compete, type Contestant } from "../../../tests/bench/rounds.ts";
import { startBareCloud } from "../../../tests/support/bare-cloud.ts";
import { sideBySide } from "../../restore/side-by-side.ts";
import { cloudActs, OPERATIONS, type Act, type Operation } from "./operations.ts";
import { openEmpty } from "./empty-service.ts";
import { openRaw } from "./raw.ts";

/** Operations per second, in the middle of the rounds. */
export interface Speeds {
  readonly operation: Operation;
  readonly memory: number;
  readonly directory: number;
  readonly raw: number;
  /** Of calls that a server answers at once with nothing: what the AWS SDK and HTTP take. */
  readonly call: number;
}

/** How many operations are under way at a time. */
export const AT_A_TIME = 8;
/** Hashing a password takes so long that fewer tell enough. */
const FEWER = 20;

/** The cloud in memory, the cloud on a directory, and what it stands on, one operation after the other. */
export async function race(
  directory: string,
  { rounds, count }: { readonly rounds: number; readonly count: number },
): Promise<readonly Speeds[]> {
  const memory = await startBareCloud();
  const kept = await startBareCloud({ path: join(directory, "cloud") });
  const raw = await openRaw(join(directory, "raw"));
  const empty = await openEmpty();
  try {
    const all = { memory: await cloudActs(memory), directory: await cloudActs(kept), raw: raw.acts };
    const speeds: Speeds[] = [];
    for (const operation of OPERATIONS) {
      const times = operation === "Cognito password" ? Math.min(FEWER, count) : count;
      const contestants = Object.entries(all).map(([name, acts]) => contestant(name, acts[operation], times));
      const outcomes = await compete([...contestants, contestant("call", empty.call, times)], rounds);
      const speedOf = (name: string) => {
        const ms = outcomes.find((outcome) => outcome.name === name)?.medianMs ?? NaN;
        return Math.round((times / ms) * 1000);
      };
      speeds.push({
        operation,
        memory: speedOf("memory"),
        directory: speedOf("directory"),
        raw: speedOf("raw"),
        call: speedOf("call"),
      });
    }
    return speeds;
  } finally {
    await memory.close();
    await kept.close();
    await raw.close();
    await empty.close();
  }
}

function contestant(name: string, act: Act, count: number): Contestant {
  const turns = Array.from({ length: count }, (_, index) => index);
  return {
    name,
    async run() {
      const begunMs = performance.now();
      await sideBySide(turns, AT_A_TIME, async (index) => {
        await act(index);
      });
      return performance.now() - begunMs;
    },
  };
}
