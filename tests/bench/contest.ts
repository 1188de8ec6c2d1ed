import type { Crew } from "./crew.ts";
import { compete, type Outcome } from "./rounds.ts";

/** What is measured on one file, in one run. */
export const CONTESTANTS = {
  "raw: 8 MiB encrypted, then hashed; 1 worker": ["wholeParts", 1],
  "raw: 8 MiB encrypted, then hashed; 2 workers": ["wholeParts", 2],
  "raw: 256 KiB encrypted, 8 MiB hashed; 1 worker": ["smallCalls", 1],
  "raw: 256 KiB encrypted, 8 MiB hashed; 2 workers": ["smallCalls", 2],
  "raw: encrypt 256 KiB": ["encryptOnly", 1],
  "raw: hash 8 MiB": ["hashOnly", 1],
  "raw: read 8 MiB": ["readOnly", 1],
  "Postern: read, seal, hash; 1 worker": ["sealAndHash", 1],
  "Postern: read, seal, hash; 2 workers": ["sealAndHash", 2],
  "Postern: read, seal": ["sealOnly", 1],
  "AWS's client, frames of 4 KiB (its default)": ["awsDefault", 1],
  "AWS's client, frames of 64 KiB": ["aws64", 1],
  "age-encryption": ["age", 1],
  "openpgp, AES-GCM": ["openpgp", 1],
  "libsodium, secretstream": ["libsodium", 1],
  "RFC 8188, records of 64 KiB": ["rfc8188", 1],
} as const satisfies Readonly<Record<string, readonly [work: string, workers: number]>>;

export type ContestantName = keyof typeof CONTESTANTS;

/** A figure that is wanted: how fast one is in proportion to another. */
export interface Goal {
  readonly of: ContestantName;
  readonly against: ContestantName;
  readonly atLeast: number;
}

const ENGINE_ALONE: ContestantName = "Postern: read, seal";
const PEERS = [
  "AWS's client, frames of 4 KiB (its default)",
  "AWS's client, frames of 64 KiB",
  "age-encryption",
  "openpgp, AES-GCM",
  "libsodium, secretstream",
  "RFC 8188, records of 64 KiB",
] as const satisfies readonly ContestantName[];

export const GOALS: readonly Goal[] = [
  goal("Postern: read, seal, hash; 1 worker", "raw: 8 MiB encrypted, then hashed; 1 worker", 0.95),
  goal("Postern: read, seal, hash; 2 workers", "raw: 8 MiB encrypted, then hashed; 2 workers", 0.9),
  goal("Postern: read, seal, hash; 1 worker", "raw: 256 KiB encrypted, 8 MiB hashed; 1 worker", 0.75),
  goal("Postern: read, seal, hash; 2 workers", "raw: 256 KiB encrypted, 8 MiB hashed; 2 workers", 0.75),
  ...PEERS.map((peer) => goal(ENGINE_ALONE, peer, 1)),
];

function goal(of: ContestantName, against: ContestantName, atLeast: number): Goal {
  return { of, against, atLeast };
}

/** Lets all compete on the crew's file. What fails once is left out of the further rounds. */
export async function contest(
  crew: Pick<Crew, "run">,
  rounds: number,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly failed: Readonly<Record<string, string>> }> {
  const failed: Record<string, string> = {};
  const contestants = Object.entries(CONTESTANTS).map(([name, [work, workers]]) => ({
    name,
    run: async () => {
      if (name in failed) return Infinity;
      try {
        return await crew.run(work, workers);
      } catch (error) {
        failed[name] = String(error).slice(0, 200);
        return Infinity;
      }
    },
  }));
  const outcomes = await compete(contestants, rounds);
  return { outcomes: outcomes.filter(({ name }) => !(name in failed)), failed };
}

/** How fast one is in proportion to another: by their medians, and by their best. Undefined when one is missing. */
export function ratioOf(
  outcomes: readonly Outcome[],
  of: string,
  against: string,
): { readonly median: number; readonly best: number } | undefined {
  const [one, other] = [of, against].map((wanted) => outcomes.find(({ name }) => name === wanted));
  if (one === undefined || other === undefined) return undefined;
  return { median: other.medianMs / one.medianMs, best: other.bestMs / one.bestMs };
}
