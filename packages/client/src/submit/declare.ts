import { LIMITS, intakeRoutes, type DocumentID } from "@postern/contract";
import type { SourceFile } from "../file.ts";
import { ApiProblem } from "../problem.ts";
import { prepareAttempt, type DeclaredAttempt } from "./attempt.ts";
import { callPatiently, type Round } from "./round.ts";

/** One document that is to be declared. */
export interface Declaration {
  readonly file: SourceFile;
  readonly kind: "document" | "manifest";
  /** Its name in this submission, opaque, so that a second run meets the rows of the first; drawn when left out. */
  readonly reference?: string | undefined;
  /** The document, put aside, that it stands in for. */
  readonly replaces?: DocumentID | undefined;
}

/**
 * Declares documents, each under a fresh message id, as many per call as the server takes.
 *
 * @returns one attempt per declaration, in their order
 * @throws ApiProblem; EnvelopeError `invalid-input` when a file cannot be sealed
 */
export async function declareDocuments(
  round: Round,
  declarations: readonly Declaration[],
): Promise<readonly DeclaredAttempt[]> {
  const declared: DeclaredAttempt[] = [];
  for (let first = 0; first < declarations.length; first += LIMITS.documentsPerDeclare) {
    const batch = declarations.slice(first, first + LIMITS.documentsPerDeclare);
    declared.push(...(await declareBatch(round, batch)));
  }
  return declared;
}

/** Declares a single document, as `declareDocuments`. */
export async function declareDocument(round: Round, declaration: Declaration): Promise<DeclaredAttempt> {
  const [attempt] = await declareBatch(round, [declaration]);
  if (attempt === undefined) throw notDeclared();
  return attempt;
}

async function declareBatch(round: Round, batch: readonly Declaration[]): Promise<DeclaredAttempt[]> {
  const prepared = await Promise.all(
    batch.map(async ({ file, kind, replaces, reference = crypto.randomUUID() }) => ({
      reference,
      kind,
      replaces,
      attempt: await prepareAttempt(round.key, file.sizeBytes),
    })),
  );
  const answer = await callPatiently(round, intakeRoutes.declareDocuments, {
    submissionID: round.submissionID,
    documents: prepared.map(({ reference, kind, replaces, attempt }) => ({
      reference,
      kind,
      ...(replaces === undefined ? {} : { replaces }),
      ...attempt.facts,
    })),
  });
  return prepared.map(({ reference, attempt }) => {
    const row = answer.documents.find((document) => document.reference === reference);
    if (row === undefined) throw notDeclared();
    return { ...attempt, documentID: row.documentID, attemptID: row.attemptID };
  });
}

function notDeclared(): ApiProblem {
  return new ApiProblem("a document was not declared", { status: 200, code: "unknown" });
}
