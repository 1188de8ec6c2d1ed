import * as z from "zod";
import { DocumentID } from "./id.ts";
import { RoutingFacts } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { MediaType } from "./media.ts";

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
    }),
  ),
  note: z.string().max(LIMITS.noteLength).optional(),
});
export type Manifest = z.infer<typeof Manifest>;
