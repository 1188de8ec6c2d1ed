const variable = (name: string): string | undefined => process.env[`POSTERN_${name}`] || undefined;

/** A domain of the portal's own, and the Route 53 zone that it lies in. */
export interface Domain {
  readonly name: string;
  readonly hostedZoneID: string;
}

/** What a deployer decides, from his environment; everything else is the same for everyone. */
export interface DeploymentSettings {
  readonly domain?: Domain;
  /** Who is mailed when an alarm rings. */
  readonly alarmEmail?: string;
  /** A second Region that keeps copies of the backups. */
  readonly backupRegion?: string;
  /** Who sets clinics up. */
  readonly provisionerARN?: string;
}

/**
 * Reads `POSTERN_DOMAIN` and `POSTERN_HOSTED_ZONE_ID` (both or none), `POSTERN_ALARM_EMAIL`, `POSTERN_BACKUP_REGION`
 * and `POSTERN_PROVISIONER_ARN`.
 * @throws Error when production lacks what it must not be without.
 */
export function readSettings(isProduction: boolean): DeploymentSettings {
  const [name, hostedZoneID] = [variable("DOMAIN"), variable("HOSTED_ZONE_ID")];
  if ((name === undefined) !== (hostedZoneID === undefined)) {
    throw new Error("Set POSTERN_DOMAIN and POSTERN_HOSTED_ZONE_ID, or neither.");
  }
  // CloudFront's own certificate lets a browser speak TLS 1.0.
  if (isProduction && name === undefined) throw new Error("Production needs POSTERN_DOMAIN.");
  const alarmEmail = variable("ALARM_EMAIL");
  if (isProduction && alarmEmail === undefined) throw new Error("Production needs POSTERN_ALARM_EMAIL.");
  return {
    domain: name === undefined || hostedZoneID === undefined ? undefined : { name, hostedZoneID },
    alarmEmail,
    backupRegion: variable("BACKUP_REGION"),
    provisionerARN: variable("PROVISIONER_ARN"),
  };
}
