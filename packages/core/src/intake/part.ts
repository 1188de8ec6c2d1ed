import { LIMITS, intakeRoutes } from "@postern/contract";
import type * as z from "zod";
import type { Context, Write } from "../kernel/index.ts";
import { Problem, change, missing, operation, settled } from "../kernel/index.ts";
import { changeDocument, changeSubmission, checkDocument } from "./change-store.ts";
import type { IntakeDeps } from "./deps.ts";
import { blockOf, digestList, recordDigests } from "./digest.ts";
import { ownDocument } from "./document.ts";
import { objectKey } from "./object-key.ts";
import { describeBlock, findBlock, findBlocks } from "./part-store.ts";
import { SENDING_STATES, nextDocumentState } from "./rules.ts";
import type { Document, Submission } from "./store.ts";
import { SENDERS, expiry, notOpen, type Sender } from "./submission.ts";

type Part = z.output<typeof intakeRoutes.signParts.input>["parts"][number];

/** Records the parts' digests, each once, and then signs a PUT for exactly those bytes. */
export const sign = operation({
  action: "part.sign",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.signParts.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { parts, attemptID, ...place }) {
    const { head, document } = await ownDocument(deps, ctx, place);
    if (document.attemptID !== attemptID) throw missing();
    const state = nextDocumentState(document.state, "sign");
    if (state === null) throw notOpen();
    assertSizes(document, parts);
    const blocks = await changedBlocks(deps, document, parts);
    // Bytes that were announced may still arrive after the submission was handed over; others may not.
    const isRepeat = blocks.length === 0 && document.state !== "declared" && head.state === "submitted";
    if (!SENDING_STATES.includes(head.state) && !isRepeat) throw notOpen();
    if (document.state === "completing" && blocks.length > 0) throw notOpen();
    const key = objectKey(document);
    const needsUpload = document.upload === "multipart" && document.uploadID === undefined;
    const begun = needsUpload ? await deps.uploads.begin(key) : undefined;
    const uploadID = begun ?? document.uploadID;
    const isNew = document.state !== state || begun !== undefined;
    return change({
      writes: [
        ...blocks,
        isNew ? changeDocument(document, { state, uploadID }) : checkDocument(document),
        ...takeOver(head, ctx),
      ],
      facts: {
        submissionID: head.submissionID,
        documentID: document.documentID,
        patientID: head.patientID,
        code: `parts-${parts[0]?.partNumber}-${parts.at(-1)?.partNumber}`,
      },
      discard: begun === undefined ? undefined : () => deps.uploads.abort(key, begun),
      afterwards: async () => ({
        parts: await Promise.all(parts.map((part) => signed(deps, key, uploadID, part))),
      }),
    });
  },
});

/** A session that goes on with what another began may finish it, locked or not. */
function takeOver(head: Submission, ctx: Context<Sender>): Write[] {
  const { handle: sessionHandle } = ctx.actor.session;
  if (head.sessionHandle === sessionHandle || !SENDING_STATES.includes(head.state)) return [];
  return [changeSubmission(head, { sessionHandle }, expiry(ctx))];
}

/** Parts are cut as the sealed format says; so what is signed in all stays within what was announced. */
function assertSizes({ upload, sealedSizeBytes }: Document, parts: readonly Part[]): void {
  const numbers = new Set(parts.map(({ partNumber }) => partNumber));
  const isPart = ({ partNumber, sizeBytes }: Part) => {
    const headerSizeBytes = partNumber === 1 ? LIMITS.headerSizeBytes : 0;
    return (
      (partNumber - 1) * LIMITS.partSizeBytes < sealedSizeBytes &&
      sizeBytes <= LIMITS.partSizeBytes + LIMITS.finalFrameSizeBytes + headerSizeBytes
    );
  };
  const isWhole = parts.length === 1 && parts[0]?.partNumber === 1 && parts[0].sizeBytes === sealedSizeBytes;
  if (upload === "single" ? isWhole : numbers.size === parts.length && parts.every(isPart)) return;
  throw new Problem("input", "input", "These parts are not those of the file that was announced.", {
    fields: ["parts"],
  });
}

async function changedBlocks(deps: IntakeDeps, document: Document, parts: readonly Part[]): Promise<Write[]> {
  const numbers = [...new Set(parts.map(({ partNumber }) => blockOf(partNumber)))];
  const writes = numbers.map(async (number) => {
    const block = await findBlock(deps.reader, document, number);
    const own = parts.filter(({ partNumber }) => blockOf(partNumber) === number);
    const digests = own.map(({ partNumber, sha256 }) => ({
      partNumber,
      sha256: Buffer.from(sha256, "base64"),
    }));
    const next = recordDigests(block, digests);
    return next === null ? [] : [describeBlock(document, number, next)];
  });
  return (await Promise.all(writes)).flat();
}

async function signed(deps: IntakeDeps, key: string, uploadID: string | undefined, part: Part) {
  const { partNumber, sizeBytes } = part;
  const bytes = { sizeBytes, sha256: Buffer.from(part.sha256, "base64") };
  const url =
    uploadID === undefined
      ? await deps.uploads.signPut(key, bytes)
      : await deps.uploads.signPart(key, uploadID, partNumber, bytes);
  return { partNumber, ...url, headers: { ...url.headers } };
}

const partsMissing = () =>
  new Problem("conflict", "parts-missing", "Some parts of this file were not sent yet.");

/** Completes a multipart upload with the recorded digests. Whatever S3 answers, ingest finds out what is there. */
export const complete = operation({
  action: "document.complete",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.completeDocument.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { attemptID, ...place }) {
    const { head, document } = await ownDocument(deps, ctx, place);
    const { uploadID } = document;
    if (document.attemptID !== attemptID || uploadID === undefined) throw missing();
    const digests = digestList(await findBlocks(deps.reader, document));
    if (digests === null) throw partsMissing();
    const join = async () => {
      await deps.uploads.complete(objectKey(document), uploadID, digests);
      return { state: "completing" as const };
    };
    if (document.state === "completing") return settled(join);
    if (document.state === "verified") return settled(() => ({ state: document.state }));
    const state = nextDocumentState(document.state, "complete");
    if (state === null) throw notOpen();
    const arrivedBytes = await deps.uploads.arrivedBytes(objectKey(document), uploadID);
    // An upload that is gone was aborted, by its sender or for its age: nothing was joined before the record said so.
    if (arrivedBytes === null || arrivedBytes < document.sealedSizeBytes) throw partsMissing();
    return change({
      writes: [changeDocument(document, { state })],
      facts: { submissionID: head.submissionID, documentID: document.documentID, patientID: head.patientID },
      afterwards: join,
    });
  },
});
