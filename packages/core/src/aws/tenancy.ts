import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import type { Clock, IDs } from "../kernel/index.ts";
import { checkedClinicID, unavailable } from "../kernel/index.ts";

type ClinicID = IDs["cli"];

export interface TenantCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What a function holds for one clinic: whatever `build` makes of that clinic's credentials. */
export interface Tenancy<Tenant> {
  /**
   * @param clinicID from the session row, the object key, or the message of a queue that only we write; never from a request
   * @throws Problem `unavailable` when STS does not answer or refuses
   */
  tenant(clinicID: ClinicID): Promise<Tenant>;
}

/** Role chaining caps a session at an hour. */
const DURATION_SECONDS = 3600;
/** Credentials must outlive the URLs they sign. */
const LEAST_LEFT_MS = 15 * 60_000;
const MOST_CLINICS = 200;

/**
 * The only place that assumes a role. Each function has its own tenant role, which trusts that function alone; the
 * session tag `clinic` is what IAM, KMS and S3 tell clinics apart by.
 */
export function createTenancy<Tenant>(options: {
  readonly sts: STSClient;
  readonly roleARN: string;
  readonly clock: Clock;
  readonly build: (clinicID: ClinicID, credentials: TenantCredentials) => Tenant;
}): Tenancy<Tenant> {
  interface Entry {
    readonly tenant: Promise<Tenant>;
    expiresAtMs: number;
  }
  // A Map keeps the order of insertion: the first entry is the one that was used longest ago.
  const entries = new Map<ClinicID, Entry>();
  const assume = async (clinicID: ClinicID, entry: Entry) => {
    const credentials = await assumeFor(options.sts, options.roleARN, clinicID);
    entry.expiresAtMs = credentials.expiration.getTime();
    return options.build(clinicID, credentials);
  };
  const begin = (clinicID: ClinicID): Entry => {
    const entry = { expiresAtMs: Infinity } as Entry & { tenant: Promise<Tenant> };
    entry.tenant = assume(clinicID, entry);
    entry.tenant.catch(() => {
      if (entries.get(clinicID) === entry) entries.delete(clinicID);
    });
    return entry;
  };
  return {
    tenant(raw) {
      const clinicID = checkedClinicID(raw);
      const known = entries.get(clinicID);
      const fresh = known !== undefined && known.expiresAtMs - options.clock.now() > LEAST_LEFT_MS;
      const entry = fresh ? known : begin(clinicID);
      entries.delete(clinicID);
      entries.set(clinicID, entry);
      const oldest = entries.keys().next().value;
      if (entries.size > MOST_CLINICS && oldest !== undefined) entries.delete(oldest);
      return entry.tenant;
    },
  };
}

async function assumeFor(sts: STSClient, roleARN: string, clinicID: ClinicID): Promise<TenantCredentials> {
  const command = new AssumeRoleCommand({
    RoleArn: roleARN,
    RoleSessionName: clinicID,
    DurationSeconds: DURATION_SECONDS,
    Tags: [{ Key: "clinic", Value: clinicID }],
  });
  try {
    const { Credentials: given } = await sts.send(command);
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration) {
      throw new TypeError("STS answered without credentials");
    }
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  } catch (error) {
    throw unavailable(error);
  }
}
