import { firewallLogs } from "./log-groups.ts";
import { prefix } from "./place.ts";
import { SIGN_IN_PATHS } from "./policy/index.ts";

/** Calls of one address in five minutes. Fifty people may share one, and each page and upload is many calls. */
const CALLS_PER_ADDRESS = 20_000;
/** Fifty people who all sign in, three times over. The functions refuse earlier: 30 steps in a minute. */
const SIGN_IN_CALLS_PER_ADDRESS = 300;

/** An address is let in again when its calls of the last five minutes are few enough. */
const RETRY_SECONDS = 300;
const SLOW_DOWN = "slow-down";

type Rule = aws.types.input.wafv2.WebAclRule;

/** A problem as our functions answer it, so that the portal can say what to do. */
const slowDown: aws.types.input.wafv2.WebAclCustomResponseBody = {
  key: SLOW_DOWN,
  contentType: "APPLICATION_JSON",
  content: JSON.stringify({
    type: "about:blank",
    title: "Too many calls came from here. Wait five minutes and go on.",
    status: 429,
    code: "too-many-calls",
    retryAfterSeconds: RETRY_SECONDS,
  }),
};

const seen = (name: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName: `${prefix}-${name}`,
  // A sample would show cookies to whoever may see the console.
  sampledRequestsEnabled: false,
});

/**
 * Rules of AWS's own; `counted` ones only count. All that read bodies must: ours hold sealed bytes and what people
 * write to each other, which looks like an attack now and then, and a scrap of which would stand in the log.
 */
function managed(priority: number, name: string, ...counted: readonly string[]): Rule {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: seen(name),
  };
}

/** Requests for the paths that `regexString` matches, once they are decoded and have no `//` and `..` any more. */
const on = (regexString: string) => ({
  regexMatchStatement: {
    fieldToMatch: { uriPath: {} },
    regexString,
    textTransformations: [
      { priority: 0, type: "URL_DECODE" },
      { priority: 1, type: "NORMALIZE_PATH" },
    ],
  },
});

/** @param paths a regular expression; all paths when left out */
function rateLimit(priority: number, name: string, limit: number, paths?: string): Rule {
  return {
    name,
    priority,
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          customResponseBodyKey: SLOW_DOWN,
          responseHeaders: [
            { name: "Retry-After", value: String(RETRY_SECONDS) },
            { name: "Cache-Control", value: "no-store" },
          ],
        },
      },
    },
    statement: {
      rateBasedStatement: {
        limit,
        aggregateKeyType: "IP",
        ...(paths === undefined ? {} : { scopeDownStatement: on(paths) }),
      },
    },
    visibilityConfig: seen(name),
  };
}

/** Stands before the distribution: an HTTP API cannot have a firewall of its own. */
export const firewall = new aws.wafv2.WebAcl("Firewall", {
  name: prefix,
  scope: "CLOUDFRONT",
  defaultAction: { allow: {} },
  customResponseBodies: [slowDown],
  rules: [
    rateLimit(0, "calls", CALLS_PER_ADDRESS),
    rateLimit(1, "sign-in", SIGN_IN_CALLS_PER_ADDRESS, SIGN_IN_PATHS),
    managed(2, "AWSManagedRulesAmazonIpReputationList"),
    managed(
      3,
      "AWSManagedRulesKnownBadInputsRuleSet",
      "JavaDeserializationRCE_BODY",
      "Log4JRCE_BODY",
      "ReactJSRCE_BODY",
    ),
    managed(
      4,
      "AWSManagedRulesCommonRuleSet",
      // Signing a hundred parts takes more than its 8 KB; the functions have a limit of their own.
      "SizeRestrictions_BODY",
      "EC2MetaDataSSRF_BODY",
      "GenericLFI_BODY",
      "GenericRFI_BODY",
      "CrossSiteScripting_BODY",
    ),
  ],
  // Rules that count, too, say in the log what they have matched: of a body that must be no word.
  dataProtectionConfig: {
    dataProtections: ["BODY", "QUERY_STRING"].map((fieldType) => ({
      field: { fieldType },
      action: "SUBSTITUTION",
      excludeRuleMatchDetails: false,
      excludeRateBasedDetails: false,
    })),
  },
  visibilityConfig: seen("firewall"),
});

new aws.wafv2.WebAclLoggingConfiguration("FirewallLogging", {
  resourceArn: firewall.arn,
  logDestinationConfigs: [firewallLogs.arn],
  redactedFields: [{ singleHeader: { name: "cookie" } }, { queryString: {} }, { uriPath: {} }],
  loggingFilter: {
    defaultBehavior: "DROP",
    filters: [
      { behavior: "KEEP", requirement: "MEETS_ANY", conditions: [{ actionCondition: { action: "BLOCK" } }] },
    ],
  },
});
