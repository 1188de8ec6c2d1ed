import { describePointer } from "@postern/core/identity";
import type { LocalCloud } from "@postern/local-cloud";
import type { Names } from "../../infra/policy/index.ts";
import { enrol, rootDatabase, type Demo, type SeededPerson } from "../seed.ts";

/**
 * Makes everyone's sign-in again, for user pools have no backup: each has a new `sub`, and a new pointer leads from it to the
 * membership that was restored. The old pointers lead from names that nobody can sign in with.
 */
export async function remakePeople(cloud: LocalCloud, names: Names, demo: Demo): Promise<Demo> {
  const database = rootDatabase(cloud, names);
  const people: [string, SeededPerson][] = [];
  for (const [key, person] of Object.entries(demo.people)) {
    const { sub } = enrol(cloud, person);
    const { clinicID, personID } = person;
    const { outcome } = await database.commit([describePointer(sub, { clinicID, personID })]);
    if (outcome !== "done") throw new Error(`The pointer of ${person.email} was not written.`);
    people.push([key, { ...person, sub }]);
  }
  return { ...demo, people: Object.fromEntries(people) as Demo["people"] };
}
