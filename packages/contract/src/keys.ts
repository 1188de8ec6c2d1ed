import * as z from "zod";
import { ClinicID, EventID, SubmissionID, base64 } from "./id.ts";
import { route } from "./route.ts";
import { ReleasePurpose } from "./words.ts";

/** A data key sealed to one device (RFC 9180, base mode), with what the sealed message's header must say. */
export const KeyRelease = z.strictObject({
  eventID: EventID,
  encapsulated: base64(65),
  ciphertext: base64(48),
  wrappedKey: z.base64(),
  keyARN: z.string(),
  context: z.strictObject({ clinic: ClinicID, submission: SubmissionID }),
});
export type KeyRelease = z.infer<typeof KeyRelease>;

export const keysRoutes = {
  release: route(
    "POST",
    "/api/keys/release",
    z.strictObject({ submissionID: SubmissionID, purpose: ReleasePurpose }),
    KeyRelease,
  ),
} as const;
