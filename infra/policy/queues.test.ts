import { expect, it } from "vitest";
import { NAMES, WORLD } from "./example.ts";

const statementsOf = (queue: string) => WORLD.queues[queue]?.policy?.Statement ?? [];

it("the ingest queue takes messages from S3 for the document bucket of this account only", () => {
  expect(statementsOf("postern-test-ingest")).toEqual([
    {
      Sid: "DocumentBucket",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: [NAMES.queues.ingest.arn],
      Condition: {
        StringEquals: {
          "aws:SourceArn": NAMES.documentBucket.arn,
          "aws:SourceAccount": "123456789012",
        },
      },
    },
  ]);
});

it("the settle queue takes messages from intake and tick", () => {
  expect(statementsOf("postern-test-settle").map((entry) => entry.Principal)).toEqual([
    {
      AWS: [
        "arn:aws:iam::123456789012:role/postern-test-intake",
        "arn:aws:iam::123456789012:role/postern-test-tick",
      ],
    },
  ]);
});

it("the sweep queue takes messages from tick alone", () => {
  expect(statementsOf("postern-test-sweep").map((entry) => entry.Principal)).toEqual([
    { AWS: ["arn:aws:iam::123456789012:role/postern-test-tick"] },
  ]);
});

it("a message that fails again and again ends in a queue that exists and sends nothing on", () => {
  for (const queue of Object.values(WORLD.queues)) {
    if (queue.deadLetterQueue === undefined) continue;
    const dead = WORLD.queues[queue.deadLetterQueue];
    expect([queue.maxReceiveCount, dead?.deadLetterQueue, dead?.policy]).toEqual([5, undefined, undefined]);
    expect(dead).toBeDefined();
  }
  expect(Object.values(WORLD.queues).filter((queue) => queue.deadLetterQueue !== undefined)).toHaveLength(3);
});
