import type { DrillResult } from "./drill.ts";

/** What is not as it should be after a drill, in sentences; empty when everything is back. */
export function faultsOf(result: DrillResult): readonly string[] {
  const { tables, objects, broughtBack, sessions, peopleRemade, deadLetters, opened } = result;
  const faults: string[] = [];
  const expect = (holds: boolean, sentence: string) => {
    if (!holds) faults.push(sentence);
  };
  for (const [name, { exported, equal, repointed, added }] of Object.entries(tables)) {
    expect(
      equal + repointed === exported,
      `${name}: ${exported - equal - repointed} rows are not as before.`,
    );
    expect(added === (name === "directory" ? peopleRemade : 0), `${name}: ${added} rows are new.`);
  }
  expect(tables.audit.equal === tables.audit.exported, "An audit row is not as before.");
  expect(objects.equal === objects.copied, `${objects.copied - objects.equal} objects are not as before.`);
  expect(tables.record.repointed === objects.copied, "Not every document's row names its new version.");
  expect(broughtBack.brought === objects.copied, "Not every document was brought back.");
  expect(sessions === 0, `${sessions} sessions live again.`);
  expect(deadLetters === 0, `${deadLetters} messages were given up.`);
  expect(opened.submissions > 0, "Nothing was opened.");
  return faults;
}
