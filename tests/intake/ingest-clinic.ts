import { describeClinic, describeQueue } from "@postern/core/clinic";
import { idSource, systemClock, type Write } from "@postern/core/kernel";
import { describeRules } from "@postern/core/routing";
import type { IngestCloud } from "./ingest-cloud.ts";

const newID = idSource(systemClock);
const PROMISE_SECONDS = 4 * 3600;

/** Commits what a test needs to find. @throws Error when a condition fails */
export async function seed({ database }: IngestCloud, writes: readonly Write[]): Promise<void> {
  const { outcome } = await database.commit(writes);
  if (outcome !== "done") throw new Error(`seeding: ${outcome}`);
}

/** A clinic that routes referrals to one queue, and all else to another. */
export async function seedClinic(world: IngestCloud) {
  const [clinicID, referrals, unrouted] = [newID("cli"), newID("que"), newID("que")];
  const queue = (queueID: typeof referrals, name: string) =>
    describeQueue({ clinicID, queueID, name, promiseSeconds: PROMISE_SECONDS });
  await seed(world, [
    describeClinic({
      clinicID,
      name: "Riverside",
      phone: "555-0100",
      unroutedQueueID: unrouted,
      kinds: ["images", "referral"],
      services: [],
    }),
    queue(referrals, "Referrals"),
    queue(unrouted, "To be sorted"),
    ...describeRules(clinicID, {
      version: 1,
      rules: [{ name: "referrals", when: { kind: ["referral"] }, queueID: referrals }],
    }),
  ]);
  return { clinicID, referrals, unrouted, promiseSeconds: PROMISE_SECONDS };
}
export type SeededClinic = Awaited<ReturnType<typeof seedClinic>>;
