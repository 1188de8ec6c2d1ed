import * as z from "zod";
import { DocumentID } from "./id.ts";
import { RoutingFacts } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { MediaType } from "./media.ts";
import { DocumentKind } from "./words.ts";

/** Whom a practice writes about. Under seal, for the server must not know. */
export const PatientFacts = z.strictObject({
  displayName: z.string().trim().min(1).max(200),
  birthDate: z.iso.date(),
  phone: z.string().trim().max(40).optional(),
  /** The practice's own number for the patient. */
  recordNumber: z.string().trim().max(40).optional(),
});
export type PatientFacts = z.infer<typeof PatientFacts>;

/**
 * The sealed list of a submission, a document of kind `manifest`. Only those who hold the data key see it: it is the
 * only place where a file's name stands.
 */
export const Manifest = z.strictObject({
  format: z.literal("postern-manifest-1"),
  facts: RoutingFacts,
  documents: z.array(
    z.strictObject({
      documentID: DocumentID,
      name: z.string().max(LIMITS.fileNameLength),
      mediaType: MediaType,
      sizeBytes: z.int().min(0),
      kind: DocumentKind.optional(),
    }),
  ),
  note: z.string().max(LIMITS.noteLength).optional(),
  /** Only where a practice sends it. */
  patient: PatientFacts.optional(),
});
export type Manifest = z.infer<typeof Manifest>;
