import { LIMITS, intakeRoutes, type DocumentID } from "@postern/contract";
import type { SourceFile } from "../file.ts";
import { ApiProblem } from "../problem.ts";
import { prepareAttempt, type DeclaredAttempt, type PreparedAttempt } from "./attempt.ts";
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
 * @param onPrepared told what will be declared, in the same order, before the server is
 * @returns one attempt per declaration, in their order
 * @throws ApiProblem; EnvelopeError `invalid-input` when a file cannot be sealed
 */
export async function declareDocuments(
  round: Round,
  declarations: readonly Declaration[],
  onPrepared: (prepared: readonly Prepared[]) => void = () => undefined,
): Promise<readonly DeclaredAttempt[]> {
  const prepared = await Promise.all(declarations.map((declaration) => prepare(round, declaration)));
  onPrepared(prepared);
  const declared: DeclaredAttempt[] = [];
  for (let first = 0; first < prepared.length; first += LIMITS.documentsPerDeclare) {
    const batch = prepared.slice(first, first + LIMITS.documentsPerDeclare);
    declared.push(...(await declareBatch(round, batch)));
  }
  return declared;
}

/** Declares a single document, as `declareDocuments`. */
export async function declareDocument(round: Round, declaration: Declaration): Promise<DeclaredAttempt> {
  const [attempt] = await declareDocuments(round, [declaration]);
  if (attempt === undefined) throw notDeclared();
  return attempt;
}

/** A declaration under its name, and what will be sealed for it. */
interface Prepared extends Declaration {
  readonly reference: string;
  readonly attempt: PreparedAttempt;
}

async function prepare({ key }: Round, declaration: Declaration): Promise<Prepared> {
  const { file, reference = crypto.randomUUID() } = declaration;
  return { ...declaration, reference, attempt: await prepareAttempt(key, file.sizeBytes) };
}

async function declareBatch(round: Round, batch: readonly Prepared[]): Promise<DeclaredAttempt[]> {
  const answer = await callPatiently(round, intakeRoutes.declareDocuments, {
    submissionID: round.submissionID,
    documents: batch.map(({ reference, kind, replaces, attempt }) => ({
      reference,
      kind,
      ...(replaces === undefined ? {} : { replaces }),
      ...attempt.facts,
    })),
  });
  return batch.map(({ reference, attempt }) => {
    const row = answer.documents.find((document) => document.reference === reference);
    if (row === undefined) throw notDeclared();
    return { ...attempt, documentID: row.documentID, attemptID: row.attemptID };
  });
}

function notDeclared(): ApiProblem {
  return new ApiProblem("a document was not declared", { status: 200, code: "unknown" });
}
