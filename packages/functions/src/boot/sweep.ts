import type { ClinicID } from "@postern/contract";
import { connectBucket, createErasure, perTenant } from "@postern/core/aws";
import type { Context, Log } from "@postern/core/kernel";
import type { UpkeepDeps } from "@postern/core/upkeep";
import { readEnvironment, SweepEnvironment } from "./environment.ts";
import { ground, systemContext } from "./http.ts";

/** What the sweeper works with. */
export interface SweepGround {
  readonly log: Log;
  /**
   * @param clinicID from a message that only we write
   * @param requestID goes into the audit log
   * @throws Problem `unavailable`
   */
  clinic(
    clinicID: ClinicID,
    requestID: string,
  ): Promise<{ readonly deps: UpkeepDeps; readonly ctx: Context }>;
}

/** @throws Error that names the settings which are missing or wrong */
export function bootSweep(): SweepGround {
  const environment = readEnvironment(SweepEnvironment);
  const stand = ground(environment);
  const erasure = perTenant(({ credentials }) =>
    createErasure(connectBucket(credentials), environment.DOCUMENTS_BUCKET),
  );
  return {
    log: stand.log,
    async clinic(clinicID, requestID) {
      const tenant = await stand.tenants.tenant(clinicID);
      return {
        deps: { reader: tenant.database, erasure: erasure(tenant) },
        ctx: systemContext(stand, tenant, "sweep", requestID),
      };
    },
  };
}
