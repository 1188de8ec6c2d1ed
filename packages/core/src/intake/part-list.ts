import { LIMITS, intakeRoutes } from "@postern/contract";
import type { Context } from "../kernel/index.ts";
import { missing, operation, release } from "../kernel/index.ts";
import type { IntakeDeps } from "./deps.ts";
import { BLOCK_PARTS, partsIn } from "./digest.ts";
import { ownDocument } from "./document.ts";
import { objectKey } from "./object-key.ts";
import { findBlock } from "./part-store.ts";
import { SENDING_STATES } from "./rules.ts";
import type { Document } from "./store.ts";
import { SENDERS, notOpen, type Sender } from "./submission.ts";

/** Tells an author who goes on what an earlier run has had signed, and what of it has arrived. */
export const list = operation({
  action: "part.list",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.listParts.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { attemptID, block: number, ...place }) {
    const { head, document } = await ownDocument(deps, ctx, place);
    if (document.attemptID !== attemptID) throw missing();
    if (!SENDING_STATES.includes(head.state)) throw notOpen();
    const { submissionID, documentID } = document;
    return release({
      facts: { submissionID, documentID, patientID: head.patientID },
      once: `parts ${attemptID} ${number}`,
      afterwards: async () => {
        const isStored = await storedParts(deps, document, number);
        const parts = partsIn(await findBlock(deps.reader, document, number), number).map(
          ({ partNumber, sha256 }) => ({
            partNumber,
            sha256: Buffer.from(sha256).toString("base64"),
            isStored: isStored(partNumber),
          }),
        );
        const isLast = (number + 1) * BLOCK_PARTS * LIMITS.partSizeBytes >= document.sealedSizeBytes;
        return { parts, ...(isLast ? {} : { nextBlock: number + 1 }) };
      },
    });
  },
});

/**
 * A document that is verified has arrived whole. A single PUT is only seen to have arrived when it is verified: this
 * function may not look at objects. An upload that is over was completed, if it was to be, or else cleared away.
 */
async function storedParts(
  { uploads }: IntakeDeps,
  document: Document,
  number: number,
): Promise<(partNumber: number) => boolean> {
  const { state, uploadID } = document;
  if (state === "verified") return () => true;
  if (uploadID === undefined) return () => false;
  const range = { after: number * BLOCK_PARTS, count: BLOCK_PARTS };
  const arrived = await uploads.arrivedParts(objectKey(document), uploadID, range);
  if (arrived === null) return () => state === "completing";
  return (partNumber) => arrived.has(partNumber);
}
