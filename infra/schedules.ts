import { functions } from "./functions.ts";
import { names } from "./place.ts";
import { DEPLOYED_FUNCTIONS, functionDefinition } from "./policy/index.ts";
import { title } from "./roles.ts";

for (const name of DEPLOYED_FUNCTIONS) {
  const { schedule } = functionDefinition(name);
  if (schedule === undefined) continue;
  const rule = new aws.cloudwatch.EventRule(`${title(name)}Schedule`, {
    name: names.baseRoles[name].name,
    scheduleExpression: rate(schedule.everySeconds),
  });
  const mayCall = new aws.lambda.Permission(`${title(name)}SchedulePermission`, {
    action: "lambda:InvokeFunction",
    function: functions[name].name,
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget(
    `${title(name)}ScheduleTarget`,
    { rule: rule.name, arn: functions[name].arn },
    { dependsOn: [mayCall] },
  );
  // A run that fails is not repeated: the next one begins anew, and two of them must not overlap.
  new aws.lambda.FunctionEventInvokeConfig(`${title(name)}ScheduleRetries`, {
    functionName: functions[name].name,
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: Math.max(60, schedule.everySeconds),
  });
}

/** As EventBridge wants it told: whole minutes, in the singular for one. */
function rate(everySeconds: number): string {
  const minutes = everySeconds / 60;
  if (!Number.isInteger(minutes) || minutes < 1) throw new Error(`no schedule of ${everySeconds} seconds`);
  return minutes === 1 ? "rate(1 minute)" : `rate(${minutes} minutes)`;
}
