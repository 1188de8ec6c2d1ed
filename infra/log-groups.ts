import { keysOfServices } from "./keys.ts";
import { kept, LOG_DAYS, names, prefix } from "./place.ts";
import { DEPLOYED_FUNCTIONS, record } from "./policy/index.ts";
import { title } from "./roles.ts";

/** What the functions print. They may not make a group themselves, so there is none without a key and an end. */
export const functionLogs = record(DEPLOYED_FUNCTIONS, (name) =>
  logGroup(`${title(name)}Logs`, names.logGroups[name].name),
);

export const apiLogs = logGroup("APILogs", `/aws/apigateway/${prefix}`);

/** The firewall writes only into groups whose names begin so. */
export const firewallLogs = logGroup("FirewallLogs", `aws-waf-logs-${prefix}`);

/** Calls of AWS that change who may do what; see `changes.ts`. */
export const changeLogs = logGroup("ChangeLogs", names.changeLogGroup.name);

function logGroup(title: string, name: string): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    title,
    { name, retentionInDays: LOG_DAYS, kmsKeyId: keysOfServices.monitoring.arn },
    kept,
  );
}
