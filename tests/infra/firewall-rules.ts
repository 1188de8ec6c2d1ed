import { at, one, word, type Graph, type Value, type Values } from "./graph.ts";

/** The rules of AWS's groups that read bodies, as AWS's page on them names them. */
const BODY_RULES: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
  AWSManagedRulesCommonRuleSet: [
    "SizeRestrictions_BODY",
    "EC2MetaDataSSRF_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "CrossSiteScripting_BODY",
  ],
};

const REDACTED = [{ singleHeader: { name: "cookie" } }, { queryString: {} }, { uriPath: {} }];

/** What the firewall would refuse for the words in a body, or write of a request into its log. */
export function firewallFaults(graph: Graph): string[] {
  const { inputs } = one(graph, "aws:wafv2/webAcl:WebAcl");
  const rules = list(at(inputs, "rules"));
  return [
    ...rules.flatMap(bodyFaults),
    ...rules.flatMap(pathFaults),
    ...protectionFaults(inputs),
    ...logFaults(graph),
    ...(JSON.stringify(inputs).includes('"sampledRequestsEnabled":true') ? ["samples requests"] : []),
  ];
}

/** The limit on an address of the rule of that name, and a test for the paths that it counts. */
export function rateLimitOf(
  graph: Graph,
  name: string,
): { limit: number; counts: (path: string) => boolean } {
  const { inputs } = one(graph, "aws:wafv2/webAcl:WebAcl");
  const rule = list(at(inputs, "rules")).find((found) => at(found, "name") === name);
  const limited = at(rule, "statement.rateBasedStatement");
  const paths = word(limited, "scopeDownStatement.regexMatchStatement.regexString");
  return {
    limit: Number(at(limited, "limit")),
    counts: (path) => new RegExp(paths).test(decodeURIComponent(path)),
  };
}

function bodyFaults(rule: Value): string[] {
  const group = at(rule, "statement.managedRuleGroupStatement");
  if (group === undefined)
    return JSON.stringify(rule).includes('"body"') ? ["a rule of ours reads bodies"] : [];
  const name = word(group, "name");
  const counted = list(at(group, "ruleActionOverrides"))
    .filter((override) => at(override, "actionToUse.count") !== undefined)
    .map((override) => word(override, "name"));
  const reading = BODY_RULES[name];
  if (reading === undefined) return [`${name}: which of its rules read bodies?`];
  return reading.filter((read) => !counted.includes(read)).map((read) => `${name} refuses by ${read}`);
}

/** A path that is not decoded before it is normalised can say `..` so that nobody sees it. */
function pathFaults(rule: Value): string[] {
  return objectsIn(rule).flatMap((statement) => {
    if (at(statement, "fieldToMatch.uriPath") === undefined) return [];
    const steps = list(at(statement, "textTransformations"))
      .toSorted((a, b) => Number(at(a, "priority")) - Number(at(b, "priority")))
      .map((step) => word(step, "type"));
    return steps.join() === "URL_DECODE,NORMALIZE_PATH"
      ? []
      : [`${word(rule, "name")} reads ${steps.join()}`];
  });
}

function protectionFaults(inputs: Values): string[] {
  const protections = list(at(inputs, "dataProtectionConfig.dataProtections"));
  return ["BODY", "QUERY_STRING"].flatMap((field) => {
    const found = protections.find((protection) => at(protection, "field.fieldType") === field);
    const isWhole =
      at(found, "action") === "SUBSTITUTION" &&
      at(found, "excludeRuleMatchDetails") === false &&
      at(found, "excludeRateBasedDetails") === false;
    return isWhole ? [] : [`what matched in ${field} is logged`];
  });
}

function logFaults(graph: Graph): string[] {
  const { inputs } = one(graph, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
  const redacted = list(at(inputs, "redactedFields")).map((field) => JSON.stringify(field));
  return [
    ...REDACTED.map((field) => JSON.stringify(field))
      .filter((field) => !redacted.includes(field))
      .map((field) => `${field} is logged`),
    ...(at(inputs, "loggingFilter.defaultBehavior") === "DROP" ? [] : ["requests that passed are logged"]),
  ];
}

function objectsIn(value: Value): readonly Value[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap((inner: Value) => objectsIn(inner))];
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
