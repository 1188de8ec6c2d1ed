import { startDemoCloud, type DemoCloud, type DemoCloudOptions } from "../../scripts/demo-cloud.ts";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { createCodeBook, nextCode, signIn, type SignedIn } from "../../scripts/demo/sign-in.ts";

export type { SeededClinic, SeededPerson } from "../../scripts/seed.ts";
export type { SignedIn } from "../../scripts/demo/sign-in.ts";

/** Everything there is, running: the embedded cloud with the real functions, and the demonstration's people. */
export interface World extends DemoCloud {
  /** Signs in with password and code, on a new device. The third time within half a minute waits for its code. */
  signIn(person: DemoPerson): Promise<SignedIn>;
  /** A code of the person's authenticator app that was not used yet; there are two or three in half a minute. */
  codeOf(person: DemoPerson): string;
}

/**
 * Starts a world of its own on free ports; close it when the test file is done. The functions are bundled once for
 * all test files, and again only when their sources have changed.
 */
export async function startWorld(options: DemoCloudOptions = {}): Promise<World> {
  const demo = await startDemoCloud(options);
  const codeOf = createCodeBook();
  return {
    ...demo,
    codeOf,
    signIn: async (person) => signIn(demo.origin, person, await nextCode(codeOf, person)),
  };
}
