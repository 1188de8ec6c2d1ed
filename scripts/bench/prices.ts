/** What a thing costs, in US dollars for one of its units. */
export interface Price {
  /** What is billed, and in which unit. */
  readonly of: string;
  /** As AWS lists it: so many dollars for so many units. */
  readonly usd: number;
  readonly per: number;
  /** AWS's page that lists it, under https://aws.amazon.com/. */
  readonly page: string;
}

/**
 * AWS's public list prices in us-east-1, without discounts and free tiers. They were not read from the live pages:
 * see the page that shows them for where they come from. The next tiers of volume are in `TIERS`.
 */
export const PRICES = {
  dynamoWrite: { of: "DynamoDB, write request unit", usd: 0.625, per: 1e6, page: "dynamodb/pricing/" },
  dynamoRead: { of: "DynamoDB, read request unit", usd: 0.125, per: 1e6, page: "dynamodb/pricing/" },
  dynamoProvisioned: {
    of: "DynamoDB, provisioned write unit, an hour",
    usd: 0.00065,
    per: 1,
    page: "dynamodb/pricing/",
  },
  dynamoStorage: {
    of: "DynamoDB, GB of tables and indexes, a month",
    usd: 0.25,
    per: 1,
    page: "dynamodb/pricing/",
  },
  dynamoRecovery: {
    of: "DynamoDB, GB of tables in recovery, a month",
    usd: 0.2,
    per: 1,
    page: "dynamodb/pricing/",
  },
  backup: { of: "AWS Backup, GB of a table's backup, a month", usd: 0.1, per: 1, page: "backup/pricing/" },
  backupObjects: {
    of: "AWS Backup, GB of a bucket's backup, a month",
    usd: 0.05,
    per: 1,
    page: "backup/pricing/",
  },
  lambdaRequest: { of: "Lambda, invocation", usd: 0.2, per: 1e6, page: "lambda/pricing/" },
  lambdaDuration: { of: "Lambda, GB-second on arm64", usd: 0.0000133334, per: 1, page: "lambda/pricing/" },
  api: { of: "API Gateway, call of an HTTP API", usd: 1, per: 1e6, page: "api-gateway/pricing/" },
  edgeRequest: { of: "CloudFront, HTTPS request", usd: 0.01, per: 1e4, page: "cloudfront/pricing/" },
  edgeBytes: { of: "CloudFront, GB out", usd: 0.085, per: 1, page: "cloudfront/pricing/" },
  firewallRequest: { of: "WAF, request", usd: 0.6, per: 1e6, page: "waf/pricing/" },
  firewall: { of: "WAF, web ACL, a month", usd: 5, per: 1, page: "waf/pricing/" },
  firewallRule: { of: "WAF, rule or AWS's own rule group, a month", usd: 1, per: 1, page: "waf/pricing/" },
  s3Write: { of: "S3, PUT, POST or LIST", usd: 0.005, per: 1000, page: "s3/pricing/" },
  s3Read: { of: "S3, GET or HEAD", usd: 0.0004, per: 1000, page: "s3/pricing/" },
  s3Storage: { of: "S3 Standard, GB, a month", usd: 0.023, per: 1, page: "s3/pricing/" },
  s3Archive: { of: "S3 Glacier Instant Retrieval, GB, a month", usd: 0.004, per: 1, page: "s3/pricing/" },
  transfer: { of: "S3, GB to the internet", usd: 0.09, per: 1, page: "s3/pricing/" },
  queue: { of: "SQS, request", usd: 0.4, per: 1e6, page: "sqs/pricing/" },
  keyUse: { of: "KMS, symmetric request", usd: 0.03, per: 1e4, page: "kms/pricing/" },
  key: { of: "KMS, key, a month", usd: 1, per: 1, page: "kms/pricing/" },
  person: {
    of: "Cognito Essentials, person active in a month",
    usd: 0.015,
    per: 1,
    page: "cognito/pricing/",
  },
  trail: { of: "CloudTrail, data event", usd: 0.1, per: 1e5, page: "cloudtrail/pricing/" },
  logs: { of: "CloudWatch, GB of logs taken in", usd: 0.5, per: 1, page: "cloudwatch/pricing/" },
  alarm: { of: "CloudWatch, alarm, a month", usd: 0.1, per: 1, page: "cloudwatch/pricing/" },
} as const satisfies Readonly<Record<string, Price>>;

/** Volume that is cheaper than the first: above so many GB, so many dollars a GB. */
export const TIERS = {
  s3Storage: [
    { aboveGB: 50 * 1024, usd: 0.022 },
    { aboveGB: 500 * 1024, usd: 0.021 },
  ],
  transfer: [
    { aboveGB: 10 * 1024, usd: 0.085 },
    { aboveGB: 50 * 1024, usd: 0.07 },
    { aboveGB: 150 * 1024, usd: 0.05 },
  ],
} as const;

/** People whom Cognito Essentials takes for nothing in a month; this tier does not end with an account's first year. */
export const FREE_PEOPLE = 10_000;

/** Dollars for `count` units. */
export function cost(price: keyof typeof PRICES, count: number): number {
  const { usd, per } = PRICES[price];
  return (usd / per) * count;
}

/** Dollars for so many GB, each at the price of its tier. */
export function tieredCost(price: keyof typeof TIERS, sizeGB: number): number {
  const steps = [{ aboveGB: 0, usd: PRICES[price].usd }, ...TIERS[price]];
  return steps.reduce((total, { aboveGB, usd }, index) => {
    const upTo = steps[index + 1]?.aboveGB ?? Infinity;
    return total + Math.max(0, Math.min(sizeGB, upTo) - aboveGB) * usd;
  }, 0);
}
