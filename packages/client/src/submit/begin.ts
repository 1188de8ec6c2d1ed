import { intakeRoutes, type DocumentID } from "@postern/contract";
import type { CheckedFile } from "../file.ts";
import { prepareAttempt, type DeclaredAttempt } from "./attempt.ts";
import type { Begun } from "./begun.ts";
import { declareDocuments } from "./declare.ts";
import { startAgain } from "./document.ts";
import type { SendingPlan } from "./plan.ts";
import { FILES_AT_ONCE, callPatiently, type Round } from "./round.ts";

/**
 * Makes a plan true, so that every file has an attempt that the server knows: gives up what is left out, declares what
 * is new, and starts again what has changed.
 *
 * @param generation names what is declared, together with the place of the file: two runs that declare the same meet
 * @returns one attempt for each file, in their order
 * @throws ApiProblem `reference-used` (409) when another run has declared in the meantime
 */
export async function beginFiles(
  round: Round,
  files: readonly CheckedFile[],
  { plan, generation }: { readonly plan: SendingPlan; readonly generation: number },
): Promise<readonly DeclaredAttempt[]> {
  await giveUp(round, plan.leftOut);
  const declarations = files.flatMap(({ file }, index) => {
    const one = plan.files[index];
    if (one?.kind !== "declare") return [];
    const reference = [generation, index, file.sizeBytes].join("-");
    return [{ file, kind: "document" as const, reference, replaces: one.replaces }];
  });
  const isAllNew = plan.files.every(({ kind }) => kind === "declare");
  const declared = (
    await declareDocuments(round, declarations, (prepared) => {
      if (isAllNew) round.ahead?.begin(prepared.slice(0, FILES_AT_ONCE));
    })
  ).values();
  const attempts: DeclaredAttempt[] = [];
  for (const [index, { file }] of files.entries()) {
    const one = plan.files[index];
    let attempt: DeclaredAttempt | undefined;
    if (one?.kind === "continue") attempt = await goOn(round, file.sizeBytes, one.begun);
    else if (one?.kind === "restart") attempt = await startAgain(round, file, one.document);
    else attempt = declared.next().value;
    if (attempt === undefined) throw new RangeError("fewer documents than files");
    attempts.push(attempt);
  }
  return attempts;
}

/** Takes documents out of the submission. @throws ApiProblem */
export async function giveUp(round: Round, documentIDs: readonly DocumentID[]): Promise<void> {
  const { submissionID } = round;
  for (const documentID of documentIDs) {
    await callPatiently(round, intakeRoutes.abandonDocument, { submissionID, documentID });
  }
}

/** Goes on with the attempt that an earlier run has begun. */
export async function goOn(
  { key }: Round,
  sizeBytes: number,
  { document, recorded }: Begun,
): Promise<DeclaredAttempt> {
  const { documentID, attemptID, messageID } = document;
  return { ...(await prepareAttempt(key, sizeBytes, messageID)), documentID, attemptID, recorded };
}
