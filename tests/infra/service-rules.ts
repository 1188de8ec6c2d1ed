import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../../scripts/bundle.ts";
import type { Graph } from "./graph.ts";

const EligibleList = z.object({
  source: z.url(),
  asOf: z.iso.date(),
  services: z.array(z.object({ name: z.string() })).nonempty(),
});

const Agreements = z.object({
  services: z.array(
    z.object({
      vendor: z.string(),
      name: z.string(),
      holdsPHI: z.boolean(),
      agreement: z.object({ signedOn: z.iso.date(), reference: z.string() }).nullable(),
      reason: z.string().min(20),
    }),
  ),
});

/** The services that may be used. */
export interface Allowed {
  readonly eligible: readonly string[];
  readonly agreed: z.infer<typeof Agreements>["services"];
}

/** What a resource's type begins with, and whose service it is; the first that fits. Null: no service of anybody's. */
const SERVICES: readonly (readonly [string, string | null])[] = [
  ["aws:acm/", "AWS Certificate Manager"],
  ["aws:apigatewayv2/", "Amazon API Gateway"],
  ["aws:backup/", "AWS Backup"],
  ["aws:cloudfront/", "Amazon CloudFront"],
  ["aws:cloudtrail/", "AWS CloudTrail"],
  ["aws:cloudwatch/event", "Amazon CloudWatch Events"],
  ["aws:cloudwatch/log", "Amazon CloudWatch Logs"],
  ["aws:cloudwatch/", "Amazon CloudWatch"],
  ["aws:cognito/", "Amazon Cognito"],
  ["aws:dynamodb/", "Amazon DynamoDB"],
  ["aws:iam/", "AWS Identity and Access Management (IAM), with AWS STS"],
  ["aws:kms/", "AWS Key Management Service (KMS)"],
  ["aws:lambda/", "AWS Lambda"],
  ["aws:route53/", "Amazon Route 53"],
  ["aws:s3/", "Amazon Simple Storage Service (Amazon S3)"],
  ["aws:sns/", "Amazon Simple Notification Service (SNS)"],
  ["aws:sqs/", "Amazon Simple Queue Service (SQS)"],
  ["aws:wafv2/", "AWS Web Application Firewall (WAF)"],
  // Drawn by whoever deploys, and kept in SST's state, which is a bucket of the account.
  ["random:", null],
  ["pulumi:pulumi:Stack", null],
];

/** Reads both lists. @throws ZodError when one is not as it must be */
export function readAllowed(): Allowed {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, "docs", name), "utf8"));
  return {
    eligible: EligibleList.parse(read("hipaa-eligible-services.json")).services.map(({ name }) => name),
    agreed: Agreements.parse(read("vendor-agreements.json")).services,
  };
}

/** Resources of services that nobody agreed to, or that nobody knows whose they are. */
export function serviceFaults(graph: Graph, { eligible, agreed }: Allowed): string[] {
  const types = [...new Set(graph.resources.map(({ type }) => type))].sort();
  return types.flatMap((type) => {
    const service = SERVICES.find(([begins]) => type.startsWith(begins))?.[1];
    if (service === undefined) return [`${type}: whose service is it?`];
    if (service === null || eligible.includes(service)) return [];
    const entry = agreed.find(({ name }) => name === service);
    if (entry === undefined) return [`${type}: ${service} is neither eligible nor agreed`];
    return entry.holdsPHI && entry.agreement === null ? [`${type}: ${service} has no agreement`] : [];
  });
}

/** Listed services, agreed beside the list, that nothing uses any more. */
export function idleAgreements(graphs: readonly Graph[], { agreed }: Allowed): string[] {
  const types = graphs.flatMap(({ resources }) => resources.map(({ type }) => type));
  const used = types.map((type) => SERVICES.find(([begins]) => type.startsWith(begins))?.[1]);
  return agreed.map(({ name }) => name).filter((name) => !used.includes(name));
}
