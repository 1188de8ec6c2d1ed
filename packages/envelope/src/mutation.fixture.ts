import { joinBytes, type Bytes } from "./bytes.ts";
import { newMessageID } from "./key.ts";
import { filled, openOptions, sampleSealer, tryOpen } from "./sample.fixture.ts";
import type { Sealer } from "./seal.ts";

/** A small generator whose run can be repeated from its seed (Mulberry32). */
export function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
export type Chance = ReturnType<typeof createChance>;

/** What somebody could do to a message in the store, who has others of the same submission too. */
type Mutation = (message: Bytes, other: Bytes, chance: Chance) => Bytes;
const MUTATIONS_BY_NAME: Readonly<Record<string, Mutation>> = {
  "flips a bit": (message, _, chance) => {
    const at = chance(message.length);
    return message.with(at, (message[at] ?? 0) ^ (1 << chance(8)));
  },
  "overwrites bytes": (message, _, chance) => {
    const mutated = message.slice();
    const at = chance(message.length);
    for (let index = at; index < Math.min(message.length, at + 1 + chance(16)); index += 1)
      mutated[index] = chance(256);
    return mutated;
  },
  "takes bytes out": (message, _, chance) => {
    const at = chance(message.length);
    return joinBytes([message.subarray(0, at), message.subarray(at + 1 + chance(40))]);
  },
  "puts bytes in": (message, _, chance) => {
    const at = chance(message.length + 1);
    return joinBytes([message.subarray(0, at), filled(1 + chance(40), chance(1e6)), message.subarray(at)]);
  },
  "repeats bytes": (message, _, chance) => {
    const at = chance(message.length);
    const end = Math.min(message.length, at + 1 + chance(80));
    return joinBytes([message.subarray(0, end), message.subarray(at)]);
  },
  "exchanges two ranges": (message, _, chance) => {
    const size = 1 + chance(Math.floor(message.length / 2));
    const first = chance(message.length - 2 * size + 1);
    const second = first + size + chance(message.length - first - 2 * size + 1);
    const mutated = message.slice();
    mutated.set(message.subarray(second, second + size), first);
    mutated.set(message.subarray(first, first + size), second);
    return mutated;
  },
  "goes on as another message of the same key": (message, other, chance) => {
    const at = 1 + chance(message.length - 1);
    return joinBytes([message.subarray(0, at), other.subarray(at)]);
  },
};

async function pairOf(chance: Chance): Promise<{ plaintext: Bytes; message: Bytes; other: Bytes }> {
  const size = chance(300);
  const frameLengthBytes = 1 + chance(80);
  const plaintext = filled(size, chance(1e6));
  const seal = async (sealer: Promise<Sealer>, bytes: Bytes) => (await sealer).sealBytes(bytes);
  const message = await seal(sampleSealer(size, { frameLengthBytes, messageID: newMessageID() }), plaintext);
  const another = sampleSealer(size, { frameLengthBytes, messageID: newMessageID() });
  return { plaintext, message, other: await seal(another, filled(size, chance(1e6))) };
}

/** What became of the mutations that were tried. */
export interface Mutated {
  readonly tried: number;
  /** What was accepted, or let out something that is not the message's own beginning; each can be repeated. */
  readonly accepted: readonly string[];
}

/** Opens mutated messages, until there were so many or the time is over. The same seed gives the same ones. */
export async function tryMutations(
  seed: number,
  { most, forMs }: { readonly most: number; readonly forMs: number },
): Promise<Mutated> {
  const chance = createChance(seed);
  const options = await openOptions();
  const mutations = Object.entries(MUTATIONS_BY_NAME);
  const until = performance.now() + forMs;
  const accepted: string[] = [];
  let tried = 0;
  while (tried < most && performance.now() < until) {
    const { plaintext, message, other } = await pairOf(chance);
    for (let round = 0; round < 50; round += 1) {
      const [name, mutate] = mutations[chance(mutations.length)] ?? ["none", () => message];
      const mutated = mutate(message, other, chance);
      // Chance may change a thing into itself.
      if (Buffer.compare(mutated, message) === 0 || Buffer.compare(mutated, other) === 0) continue;
      tried += 1;
      const { released, refusal } = await tryOpen(options, mutated);
      const isBeginning = Buffer.compare(released, plaintext.subarray(0, released.length)) === 0;
      if (refusal === undefined || !isBeginning) accepted.push(`${name}, the ${tried}th of seed ${seed}`);
    }
  }
  return { tried, accepted };
}
