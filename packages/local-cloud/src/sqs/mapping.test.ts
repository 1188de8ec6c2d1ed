import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { account, region, startService } from "../service.fixture.ts";
import { startMapping } from "./mapping.ts";
import type { Mapping } from "./mapping.ts";
import { createSqs } from "./sqs.ts";

const start = () =>
  startService({
    roles: {
      feeder: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }],
      reader: [{ Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"], Resource: "*" }],
    },
    resourcePolicies: {
      [`arn:aws:sqs:${region}:${account}:work`]: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: "*",
          },
        ],
      },
    },
    start: (cloud, origin) => createSqs(cloud, { work: { visibilitySeconds: 60 } }, origin),
  });

interface Event {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly eventSourceARN: string;
  }[];
}

let cloud: Awaited<ReturnType<typeof start>>;
let mapping: Mapping;
beforeAll(async () => (cloud = await start()));
afterEach(() => mapping.stop());
afterAll(() => cloud.stop());

/** Feeds the function with three messages in one batch and waits until it answered. */
async function feed(handle: (event: Event) => unknown): Promise<Event> {
  const s3 = { service: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::any", sourceAccount: account };
  for (const body of ["a", "b", "c"]) cloud.service.deliver("work", body, s3);
  return new Promise((resolve) => {
    const invoke = async (event: object) => {
      resolve(event as Event);
      return handle(event as Event);
    };
    mapping = startMapping(cloud.service, {
      queueName: "work",
      batchSize: 10,
      region,
      role: cloud.principal("feeder"),
      invoke,
    });
  });
}

const depth = () => cloud.service.depth("work");
const empty = { visible: 0, inFlight: 0 };

it("deletes a batch that was handled, whatever shape its success has", async () => {
  for (const success of [undefined, null, {}, { batchItemFailures: [] }, { batchItemFailures: null }]) {
    const event = await feed(() => success);
    expect(event.Records.map(({ body }) => body)).toEqual(["a", "b", "c"]);
    expect(event.Records[0]?.eventSourceARN).toBe(`arn:aws:sqs:${region}:${account}:work`);
    await expect.poll(depth).toEqual(empty);
    await mapping.stop();
  }
});

it("keeps only what the function reports as failed", async () => {
  await feed(({ Records }) => ({ batchItemFailures: [{ itemIdentifier: Records[1]?.messageId }] }));
  await expect.poll(depth).toEqual({ visible: 0, inFlight: 1 });
  await mapping.stop();
  cloud.advance(61);
  await new Promise<void>((resolve) => {
    const invoke = async (event: object) => {
      expect((event as Event).Records.map(({ body }) => body)).toEqual(["b"]);
      resolve();
    };
    mapping = startMapping(cloud.service, {
      queueName: "work",
      batchSize: 10,
      region,
      role: cloud.principal("feeder"),
      invoke,
    });
  });
  await expect.poll(depth).toEqual(empty);
});

it("keeps the whole batch when the function fails or names a message that was not in it", async () => {
  const failures = [
    () => Promise.reject(new Error("no")),
    () => ({ batchItemFailures: [{ itemIdentifier: "made up" }] }),
    () => ({ batchItemFailures: [{ itemIdentifier: null }] }),
    () => ({ batchItemFailures: "all" }),
  ];
  for (const failure of failures) {
    await feed(failure);
    await mapping.stop();
    expect(depth()).toEqual({ visible: 0, inFlight: 3 });
    await feedNothing();
  }
});

/** Empties the queue. */
async function feedNothing(): Promise<void> {
  cloud.service.makeVisible("work");
  mapping = startMapping(cloud.service, {
    queueName: "work",
    batchSize: 10,
    region,
    role: cloud.principal("feeder"),
    invoke: async () => undefined,
  });
  await expect.poll(depth).toEqual(empty);
  await mapping.stop();
}

it("admits only a role that may receive, delete and read the attributes", async () => {
  await feedNothing();
  expect(() => cloud.service.admit(cloud.principal("reader"), "work")).toThrow("sqs:DeleteMessage");
});
