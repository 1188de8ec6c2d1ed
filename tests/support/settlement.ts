import { statesOf } from "./sealed-package.ts";
import { countEvents, dumpTable, rowsAbout } from "./table-dump.ts";
import type { World } from "./world.ts";

/** What the settling of a submission has left behind. */
export interface Traces {
  readonly head: string | undefined;
  readonly verified: number;
  readonly unverified: number;
  readonly tasks: number;
  readonly receipts: number;
  /** Audit events of verifying, of submitting and of routing. */
  readonly verifyEvents: number;
  readonly submitEvents: number;
  readonly routeEvents: number;
}

/** Counts what there is of a submission. */
export async function tracesOf(world: World, submissionID: string): Promise<Traces> {
  const { head, ...documents } = await statesOf(world, submissionID);
  const states = Object.values(documents);
  const verified = states.filter((state) => state === "verified").length;
  const events = await countEvents(world, submissionID);
  const rows = await dumpTable(world, "record");
  return {
    head,
    verified,
    unverified: states.length - verified,
    tasks: (await rowsAbout(world, "tsk", submissionID)).length,
    receipts: rows.filter(
      ({ pk, sk }) => String(pk).endsWith(`#sub#${submissionID}`) && String(sk).startsWith("receipt#"),
    ).length,
    verifyEvents: events["document.verify ok"] ?? 0,
    submitEvents: events["submission.submit ok"] ?? 0,
    routeEvents: events["submission.route ok"] ?? 0,
  };
}

/** What a submission of so many documents leaves when it settles once; its list is one more. */
export function settledOnce(documentCount: number): Traces {
  return {
    head: "routed",
    verified: documentCount + 1,
    unverified: 0,
    tasks: 1,
    receipts: 1,
    verifyEvents: documentCount + 1,
    submitEvents: 1,
    routeEvents: 1,
  };
}
