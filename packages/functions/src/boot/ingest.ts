import type { ClinicID } from "@postern/contract";
import { connectBucket, connectSigner, createVerification, perTenant } from "@postern/core/aws";
import type { DocumentDeps } from "@postern/core/document";
import type { Context, Log } from "@postern/core/kernel";
import type { RoutingDeps } from "@postern/core/routing";
import { IngestEnvironment, readEnvironment } from "./environment.ts";
import { ground, systemContext } from "./http.ts";

/** What ingest works with. */
export interface IngestGround {
  readonly log: Log;
  /** The one bucket whose events are taken. */
  readonly bucket: string;
  /**
   * @param clinicID from an object's key, or from a message that only we write
   * @param requestID goes into the audit log
   * @throws Problem `unavailable`
   */
  clinic(
    clinicID: ClinicID,
    requestID: string,
  ): Promise<{ readonly deps: DocumentDeps & RoutingDeps; readonly ctx: Context }>;
}

/** @throws Error that names the settings which are missing or wrong */
export function bootIngest(): IngestGround {
  const environment = readEnvironment(IngestEnvironment);
  const { DOCUMENTS_BUCKET: bucket } = environment;
  const stand = ground(environment);
  const verification = perTenant(({ credentials }) => createVerification(connectBucket(credentials), bucket));
  const signer = perTenant(({ credentials }) => connectSigner(credentials, environment.RECEIPTS_KEY_ARN));
  return {
    log: stand.log,
    bucket,
    async clinic(clinicID, requestID) {
      const tenant = await stand.tenants.tenant(clinicID);
      return {
        deps: { reader: tenant.database, verification: verification(tenant), signer: signer(tenant) },
        ctx: systemContext(stand, tenant, "ingest", requestID),
      };
    },
  };
}
