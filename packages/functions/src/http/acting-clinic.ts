import type { ClinicID } from "@postern/contract";

/**
 * For which clinic a signed-in person acts: that of the session's row, and no other. The one place that decides it, so
 * that a test can take it out and see what still holds.
 *
 * @param believed the clinic that the page says it acts for
 * @returns null when the page believes in another one
 */
export function actingClinic(
  session: { readonly clinicID: ClinicID },
  believed: string | undefined,
): ClinicID | null {
  return believed === undefined || believed === session.clinicID ? session.clinicID : null;
}
