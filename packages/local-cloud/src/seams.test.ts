import { expect, it } from "vitest";
import { createSeams } from "./seams.ts";

const caller = (role: string) => ({ kind: "role" as const, arn: `role/${role}`, role, tags: {} });

/** A function with two roles; `busy` says how many of its environments are handling something. */
function setUp() {
  const target = { roles: ["ingest", "clinic"], busy: 0, kills: 0, killBusy: () => 0 };
  target.killBusy = () => {
    target.kills += target.busy;
    return target.busy;
  };
  return { target, ...createSeams((name) => (name === "ingest" ? target : undefined)) };
}

it("kills only at the action, by a role of the function, while the function is busy, and as often as asked", async () => {
  const { target, seams, killAt } = setUp();
  const struck = killAt("ingest", "dynamodb:PutItem", 2);
  seams.reached(caller("clinic"), "dynamodb:PutItem");
  target.busy = 1;
  seams.reached(caller("review"), "dynamodb:PutItem");
  seams.reached(caller("ingest"), "dynamodb:GetItem");
  expect(target.kills).toBe(0);
  seams.reached(caller("clinic"), "dynamodb:PutItem");
  seams.reached(caller("ingest"), "dynamodb:PutItem");
  await struck;
  seams.reached(caller("ingest"), "dynamodb:PutItem");
  expect(target.kills).toBe(2);
});

it("lets a table fail until everyone who asked has ended it", () => {
  const { seams, failTable } = setUp();
  const [first, second] = [failTable("record"), failTable("record")];
  first();
  first();
  expect([seams.isTableFailing("record"), seams.isTableFailing("other")]).toEqual([true, false]);
  second();
  expect(seams.isTableFailing("record")).toBe(false);
});

it("tells observers of every call with what it used, until they have heard enough", () => {
  const { seams, observe } = setUp();
  const [heard, overheard] = [[] as unknown[], [] as unknown[]];
  const stop = observe((call) => heard.push(call));
  observe((call) => overheard.push(call));
  seams.reached(caller("clinic"), "s3:GetObject", { sentBytes: 5 });
  stop();
  seams.reached({ kind: "service", arn: "s3.amazonaws.com", tags: {} }, "sqs:SendMessage");
  const got = { action: "s3:GetObject", caller: "clinic", sentBytes: 5 };
  expect(heard).toEqual([got]);
  expect(overheard).toEqual([got, { action: "sqs:SendMessage", caller: "s3.amazonaws.com" }]);
});

it("tells observers of what is refused, by whom and with what context, and lets the refusal stand", () => {
  const { watched, observeRefusals } = setUp();
  const refused = {
    action: "kms:Decrypt",
    resource: "key",
    context: { "kms:EncryptionContext:clinic": "a" },
  };
  const iam = watched({
    authorize(_caller, { action }) {
      if (action === refused.action) throw new Error("AccessDenied");
    },
  });
  const heard: unknown[] = [];
  const stop = observeRefusals((call) => heard.push(call));
  iam.authorize(caller("clinic"), { action: "kms:Sign", resource: "key" });
  expect(() => iam.authorize(caller("clinic"), refused)).toThrow("AccessDenied");
  stop();
  expect(() => iam.authorize(caller("clinic"), refused)).toThrow("AccessDenied");
  expect(heard).toEqual([{ ...refused, caller: "clinic" }]);
});
