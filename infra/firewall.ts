import { firewallLogs } from "./log-groups.ts";
import { prefix } from "./place.ts";

/** Calls of one address in five minutes. A practice of forty people may share one. */
const CALLS_PER_ADDRESS = 6000;
const SIGN_IN_CALLS_PER_ADDRESS = 600;

type Rule = aws.types.input.wafv2.WebAclRule;

const seen = (name: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName: `${prefix}-${name}`,
  // A sample would show cookies to whoever may see the console.
  sampledRequestsEnabled: false,
});

/** Rules of AWS's own; `counted` ones only count. */
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

function rateLimit(priority: number, name: string, limit: number, path?: string): Rule {
  const below = {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "STARTS_WITH",
      searchString: path ?? "/",
      textTransformations: [{ priority: 0, type: "NORMALIZE_PATH" }],
    },
  };
  return {
    name,
    priority,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit,
        aggregateKeyType: "IP",
        ...(path === undefined ? {} : { scopeDownStatement: below }),
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
  rules: [
    rateLimit(0, "calls", CALLS_PER_ADDRESS),
    rateLimit(1, "sign-in", SIGN_IN_CALLS_PER_ADDRESS, "/api/auth/"),
    managed(2, "AWSManagedRulesAmazonIpReputationList"),
    managed(3, "AWSManagedRulesKnownBadInputsRuleSet"),
    // It blocks bodies over 8 KB, which signing a hundred parts needs; the functions have a limit of their own.
    managed(4, "AWSManagedRulesCommonRuleSet", "SizeRestrictions_BODY"),
  ],
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
