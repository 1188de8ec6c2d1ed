import { describeRules } from "@postern/core/routing";
import { findTask } from "@postern/core/task";
import { describe, expect, it } from "vitest";
import { seed, seedClinic } from "./ingest-clinic.ts";
import {
  auditNow,
  headNow,
  ok,
  prepareBoth,
  sendBoth,
  setScene,
  settle,
  settleMessage,
} from "./ingest-scene.ts";
import { unknownSubmission } from "./ingest-sender.ts";

const scene = setScene();

describe("a submission is routed", () => {
  it("by its last document, when it was handed over before", async () => {
    const { manifest, document } = await prepareBoth(scene);
    await scene.sender.submit();
    await scene.sender.send(document);
    await scene.handler(await scene.world.arrived(1));
    expect(await headNow(scene)).toMatchObject({ state: "submitted" });
    await scene.sender.send(manifest);
    await scene.handler(await scene.world.arrived(1));
    expect(await headNow(scene)).toMatchObject({ state: "routed" });
  });

  it("by the settle message, when it is handed over after its last document", async () => {
    const { batch } = await sendBoth(scene);
    await scene.handler(batch);
    expect(await settle(scene)).toEqual(ok);
    expect(await headNow(scene)).toMatchObject({ state: "open" });
    await scene.sender.submit();
    await Promise.all([settle(scene), settle(scene), settle(scene)]);
    const head = await headNow(scene);
    expect(head).toMatchObject({
      state: "routed",
      queueID: scene.clinic.referrals,
      ruleName: "referrals",
      ruleVersion: 1,
    });
    if (head?.taskID === undefined || head.dueAt === undefined) throw new Error("there is no task");
    const promised = Date.parse(head.dueAt) - Date.parse(head.routedAt ?? "");
    expect(promised).toBe(scene.clinic.promiseSeconds * 1000);
    const { clinicID } = scene.clinic;
    expect(await findTask(scene.world.database, { clinicID, taskID: head.taskID })).toMatchObject({
      state: "open",
      submissionID: scene.sender.submissionID,
      queueID: scene.clinic.referrals,
      dueAt: head.dueAt,
      documentCount: 1,
      round: 1,
      ruleName: "referrals",
    });
    expect((await auditNow(scene)).filter((event) => event.startsWith("submission.route"))).toHaveLength(1);
  });

  it("by a repeated event, when whoever verified its last document died before settling", async () => {
    const { batch } = await sendBoth(scene);
    await scene.handler(batch);
    await scene.sender.submit();
    expect(await headNow(scene)).toMatchObject({ state: "submitted" });
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await headNow(scene)).toMatchObject({ state: "routed" });
  });

  it("by the rules in their newest version", async () => {
    const { clinicID, unrouted } = scene.clinic;
    const rules = [{ name: "all", when: {}, queueID: unrouted }];
    await seed(scene.world, describeRules(clinicID, { version: 2, rules }));
    await expect(seed(scene.world, describeRules(clinicID, { version: 2, rules }))).rejects.toThrow(
      "refused",
    );
    await expect(seed(scene.world, describeRules(clinicID, { version: 4, rules }))).rejects.toThrow(
      "refused",
    );
    const { batch } = await sendBoth(scene);
    await scene.sender.submit();
    await scene.handler(batch);
    expect(await headNow(scene)).toMatchObject({ queueID: unrouted, ruleName: "all", ruleVersion: 2 });
  });

  it("to the clinic's queue for the rest, when no rule fits", async () => {
    const manifest = await scene.sender.prepare("manifest");
    await scene.sender.open(0, manifest.document, "images");
    await scene.sender.submit();
    await scene.sender.send(manifest);
    await scene.handler(await scene.world.arrived(1));
    expect(await headNow(scene)).toMatchObject({
      queueID: scene.clinic.unrouted,
      ruleName: "unrouted",
      ruleVersion: 1,
    });
    expect(await auditNow(scene)).toContain("submission.route ok unrouted@1");
  });
});

describe("messages that are not ours", () => {
  it("are reported as failed, and only they", async () => {
    const { batch } = await sendBoth(scene);
    const body = batch.Records[0]?.body ?? "";
    const record = (edit: (text: string) => string, messageId: string) => ({ messageId, body: edit(body) });
    const answer = await scene.handler({
      Records: [
        ...batch.Records,
        { messageId: "trial", body: JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent" }) },
        { messageId: "no JSON", body: "hello" },
        { messageId: "nothing known", body: "{}" },
        record((text) => text.replace(/"key":"c\//, '"key":"d/'), "no key of ours"),
        record(
          (text) => text.replaceAll(scene.world.names.documentBucket.name, "other"),
          "no bucket of ours",
        ),
      ],
    });
    const failed = ["no JSON", "nothing known", "no key of ours", "no bucket of ours"];
    expect(answer.batchItemFailures).toEqual(failed.map((itemIdentifier) => ({ itemIdentifier })));
  });

  it("a submission that is not there, or is another clinic's, settles to nothing", async () => {
    await prepareBoth(scene);
    const other = await seedClinic(scene.world);
    expect(await scene.handler(settleMessage(other.clinicID, scene.sender.submissionID))).toEqual(ok);
    expect(await scene.handler(settleMessage(scene.sender.clinicID, unknownSubmission()))).toEqual(ok);
    expect(await auditNow(scene)).toEqual([]);
  });
});
