import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RECEIVES_MAX } from "../../infra/policy/index.ts";
import { basePrincipal } from "../support/principal.ts";
import { dumpTable } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
let failures = 0;

beforeAll(async () => {
  world = await startWorld({
    logs: (name, line) => {
      if (name === "sweep" && line.includes("sweep.failed")) failures += 1;
    },
  });
});
afterAll(() => world?.close());

it("a message that the sweeper cannot read is put aside after five tries, and nothing is changed by it", async () => {
  const { cloud, names } = world;
  const before = await dumpTable(world, "record");
  const message = { clinicID: world.clinics.riverside.clinicID, submissionID: "everything" };
  await basePrincipal(world, "tick").sqs.send(
    new SendMessageCommand({
      QueueUrl: cloud.queueUrl(names.queues.sweep.name),
      MessageBody: JSON.stringify(message),
    }),
  );
  for (let tries = 1; tries <= RECEIVES_MAX; tries++) {
    await until(`try ${tries}`, () => failures === tries);
    cloud.redrive(names.queues.sweep.name);
  }
  await until("the dead letter", () => cloud.queueDepth(names.queues["sweep-dead"].name).visible === 1);
  expect(cloud.queueDepth(names.queues.sweep.name)).toEqual({ visible: 0, inFlight: 0 });
  expect(await dumpTable(world, "record")).toEqual(before);
});
