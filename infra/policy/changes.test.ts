import { expect, it } from "vitest";
import { CHANGE_NAMES, CHANGES, changeFilter, changeLogPolicy, changePattern } from "./changes.ts";
import { NAMES } from "./example.ts";

const PREFIX = "postern-test";

it("a change of a role or a bucket is one of ours, and of anything else anybody's", () => {
  expect(changeFilter("RoleChanged", PREFIX)).toBe(
    '{ ($.detail.eventName = "UpdateAssumeRolePolicy" || $.detail.eventName = "PutRolePolicy" || $.detail.eventName = "AttachRolePolicy") && $.detail.requestParameters.roleName = "postern-test-*" }',
  );
  expect(changeFilter("CodeChanged", PREFIX)).toBe(
    '{ ($.detail.eventName = "UpdateFunctionCode20150331v2" || $.detail.eventName = "UpdateFunctionConfiguration20150331v2") }',
  );
  expect(changeFilter("TrailChanged", PREFIX)).toMatch(
    /^\{ \(\$\.detail\.eventName = "StopLogging" \|\| .+"\) \}$/,
  );
  const ours = [...Object.values(NAMES.baseRoles), ...Object.values(NAMES.tenantRoles), NAMES.trailBucket];
  expect(ours.filter(({ name }) => !name.startsWith(`${PREFIX}-`))).toEqual([]);
});

it("every call is written down, for one alarm each", () => {
  const calls = Object.values(CHANGES).flatMap((change): readonly string[] => change.calls);
  expect(changePattern()).toMatchObject({ detail: { eventName: calls } });
  expect(new Set(calls).size).toBe(calls.length);
});

it("pattern and filters are no longer than AWS takes", () => {
  expect(JSON.stringify(changePattern()).length).toBeLessThan(2048);
  for (const name of CHANGE_NAMES) expect(changeFilter(name, PREFIX).length).toBeLessThan(1024);
});

it("EventBridge may write into its own log group and no other", () => {
  expect(changeLogPolicy(NAMES).Statement.map(({ Resource }) => Resource)).toEqual([
    ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/postern-test-changes:*"],
  ]);
});
