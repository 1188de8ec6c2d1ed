import type { ClinicID } from "@postern/contract";

/** Stands in every bundle that has this file in it, so that a test can tell. */
export const MARK = "postern-believes-every-page";

if (process.env["NODE_ENV"] === "production") throw new Error(MARK);

/**
 * Stands in for `packages/functions/src/http/acting-clinic.ts` in bundles of tests alone: whoever is signed in acts for
 * the clinic that he says, as if every check of ownership had been forgotten.
 */
export function actingClinic(
  session: { readonly clinicID: ClinicID },
  believed: string | undefined,
): ClinicID | null {
  return (believed as ClinicID | undefined) ?? session.clinicID;
}
