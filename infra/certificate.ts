import { settings } from "./place.ts";

/** ARN of the validated certificate of the portal's own domain, when it has one. ACM renews it by itself. */
export const certificateARN = settings.domain === undefined ? undefined : validated(settings.domain);

function validated({ name, hostedZoneID }: NonNullable<typeof settings.domain>): $util.Output<string> {
  const certificate = new aws.acm.Certificate("Certificate", { domainName: name, validationMethod: "DNS" });
  const proof = certificate.domainValidationOptions.apply(([option]) => option);
  const row = new aws.route53.Record("CertificateProof", {
    zoneId: hostedZoneID,
    name: proof.resourceRecordName,
    type: proof.resourceRecordType,
    records: [proof.resourceRecordValue],
    ttl: 300,
    allowOverwrite: true,
  });
  const validation = new aws.acm.CertificateValidation("CertificateValidation", {
    certificateArn: certificate.arn,
    validationRecordFqdns: [row.fqdn],
  });
  return validation.certificateArn;
}
