import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { intakeRoutes } from "@postern/contract";
import { rawCall } from "../../support/raw-call.ts";
import { rootPrincipal } from "../../support/principal.ts";
import { dumpTable } from "../../support/table-dump.ts";
import type { SignedIn, World } from "../../support/world.ts";

const CONCURRENCY = 32;
/** A person may make 1200 calls in a minute; what is looked for here is something else. */
const CALLS_PER_ROUND = 1000;

/** What came of many calls. */
export interface Interleaved {
  readonly answered: number;
  /** Answers that were not the caller's own, as they came. */
  readonly bled: readonly string[];
}

/**
 * Lets a person of each of two clinics ask the same warm function again and again, all at once and in no fixed order, and
 * compares every answer with what the person was told alone.
 */
export async function interleave(world: World, calls: number): Promise<Interleaved> {
  const people = [
    await world.signIn(world.people.patient),
    await world.signIn(world.people.harborPatient),
  ] as const;
  const ask = async (person: SignedIn) => {
    const { status, body } = await rawCall(world, person, intakeRoutes.clinic, {});
    return `${status} ${body}`;
  };
  const expected = [await ask(people[0]), await ask(people[1])] as const;
  if (expected[0] === expected[1]) throw new Error("The two are told the same, so nothing would show.");
  const bled: string[] = [];
  let begun = 0;
  let answered = 0;
  const runUntil = async (end: number) => {
    while (begun < end) {
      begun += 1;
      const who = Math.random() < 0.5 ? 0 : 1;
      const answer = await ask(people[who]);
      answered += 1;
      if (answer !== expected[who]) bled.push(answer);
    }
  };
  while (begun < calls) {
    const end = Math.min(calls, begun + CALLS_PER_ROUND);
    await Promise.all(Array.from({ length: CONCURRENCY }, () => runUntil(end)));
    await forgetCounts(world);
  }
  return { answered, bled };
}

/** Lets everyone begin to count anew. */
export async function forgetCounts(world: World): Promise<void> {
  const { dynamo } = rootPrincipal(world);
  const TableName = world.names.tables.limit.name;
  for (const { pk, sk } of await dumpTable(world, "limit"))
    await dynamo.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
}
