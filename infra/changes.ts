import { changeLogs } from "./log-groups.ts";
import { names, prefix } from "./place.ts";
import { changeLogPolicy, changePattern } from "./policy/index.ts";

/**
 * Calls that take safeguards away, as the trail hears of them, in a log group that alarms count. They do not go to the
 * alarms' topic themselves: its key would have to trust EventBridge of every account, for KMS knows no source there.
 */
export const changeRule = new aws.cloudwatch.EventRule("Changes", {
  name: `${prefix}-changes`,
  eventPattern: JSON.stringify(changePattern()),
});

const mayWrite = new aws.cloudwatch.LogResourcePolicy("ChangesPolicy", {
  policyName: `${prefix}-changes`,
  policyDocument: JSON.stringify(changeLogPolicy(names)),
});

new aws.cloudwatch.EventTarget(
  "ChangesTarget",
  { rule: changeRule.name, arn: changeLogs.arn },
  { dependsOn: [mayWrite] },
);
