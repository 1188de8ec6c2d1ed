import { SubmissionID, type SubmissionState } from "@postern/contract";
import * as z from "zod";
import {
  LINGER_MS,
  changeSubmission,
  findSubmission,
  isLive,
  loadWithAbandoned,
  nextSubmissionState,
} from "../intake/index.ts";
import type { ActorOf, Context, Plan } from "../kernel/index.ts";
import { change, iso, operation, settled } from "../kernel/index.ts";
import type { UpkeepDeps } from "./deps.ts";
import { isStill, leftovers, type Leftover } from "./rules.ts";

/** The submission's state afterwards; null when there is none. */
export interface Swept {
  readonly state: SubmissionState | null;
}

const input = z.strictObject({ submissionID: SubmissionID });

/**
 * Ends a submission whose author has let its time pass. Whoever of author and sweeper changes the head first wins: the
 * other one looks again and finds a new date, or the end.
 */
export const expire = operation({
  action: "submission.expire",
  allow: ["system"],
  input,
  async run(deps: UpkeepDeps, ctx: Context<ActorOf<"system">>, { submissionID }): Promise<Plan<Swept>> {
    const head = await findSubmission(deps.reader, { clinicID: ctx.actor.clinicID, submissionID });
    if (head === null) return settled(() => ({ state: null }));
    const nowMs = ctx.clock.now();
    const isOver = head.expiresAt !== undefined && Date.parse(head.expiresAt) <= nowMs;
    const state = isOver ? nextSubmissionState(head.state, "expire") : null;
    if (state === null) return settled(() => ({ state: head.state }));
    return change<Swept>({
      writes: [
        changeSubmission(head, { state, expiresAt: iso(nowMs), erasedAt: undefined }, iso(nowMs + LINGER_MS)),
      ],
      facts: { submissionID, patientID: head.patientID },
      afterwards: () => ({ state }),
    });
  },
});

/**
 * Says that nothing is left of what the team never got; while something is, it does nothing and comes again. What comes
 * in at the same moment has changed the head, and is then left.
 */
export const erase = operation({
  action: "submission.erase",
  allow: ["system"],
  input: input.extend({
    /** The ids of the versions that are deleted. */
    erased: z.array(z.string()),
  }),
  async run(
    deps: UpkeepDeps,
    ctx: Context<ActorOf<"system">>,
    { submissionID, erased },
  ): Promise<Plan<Swept>> {
    const loaded = await loadWithAbandoned(deps.reader, { clinicID: ctx.actor.clinicID, submissionID });
    if (loaded === null) return settled(() => ({ state: null }));
    const { head, documents } = loaded;
    const nowMs = ctx.clock.now();
    const isDone = ({ isLive: isIn, objects }: Leftover) =>
      !isIn && objects.every(({ versionID }) => erased.includes(versionID));
    const isToDo = isStill(head, nowMs) && head.erasedAt === undefined;
    if (!isToDo || !leftovers(loaded, nowMs).every(isDone)) return settled(() => ({ state: head.state }));
    const documentCount = documents.filter(
      (document) => isLive(document) && document.kind === "document",
    ).length;
    return change<Swept>({
      writes: [changeSubmission(head, { erasedAt: iso(nowMs), documentCount }, null)],
      facts: { submissionID, patientID: head.patientID },
      afterwards: () => ({ state: head.state }),
    });
  },
});
