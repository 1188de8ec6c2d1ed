import type { RefusedCall } from "@postern/local-cloud";
import { createdPair, type Belongings } from "../../support/belongings.ts";
import { clinicIDs } from "../../support/clinic-ids.ts";
import { startUnguardedWorld, type UnguardedWorld } from "../../support/unguarded/world.ts";
import type { SignedIn } from "../../support/world.ts";

/** Two clinics in a world without our own checks. Everyone of Harbor is an attacker, Riverside has what they want. */
export interface Scene {
  readonly world: UnguardedWorld;
  readonly attackers: readonly SignedIn[];
  readonly riverside: Belongings;
  readonly harbor: Belongings;
  /** Ids of Riverside's, and of Harbor's, by the names that inputs have for such. */
  readonly foreign: Readonly<Record<string, string>>;
  readonly own: Readonly<Record<string, string>>;
  /** What the policies have refused while `act` ran, in order. */
  refusals(act: () => Promise<unknown>): Promise<readonly RefusedCall[]>;
}

export async function setScene(): Promise<Scene> {
  const world = await startUnguardedWorld();
  try {
    const { people } = world;
    const [riverside, harbor] = await createdPair(world);
    const harborPatient = await world.signIn(people.harborPatient);
    const riversidePatient = await world.signIn(people.patient);
    return {
      world,
      riverside,
      harbor,
      attackers: [
        harborPatient,
        await world.signIn(people.harborProvider),
        await world.signIn(people.harborSecurityOfficer),
      ],
      foreign: await clinicIDs(world, riversidePatient, "riverside", people.provider.personID),
      own: await clinicIDs(world, harborPatient, "harbor", people.harborProvider.personID),
      async refusals(act) {
        const heard: RefusedCall[] = [];
        const stop = world.cloud.observeRefusals((call) => heard.push(call));
        await act().finally(stop);
        return heard;
      },
    };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** Which of AWS's guards refuses a call: its own policies, or those of the key or the bucket. */
export function layerOf(action: string): "IAM" | "KMS" | "S3" {
  if (action.startsWith("kms:")) return "KMS";
  return action.startsWith("s3:") ? "S3" : "IAM";
}
