import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ACCOUNT, createTestCloud, NO_TRUST, policy, REGION } from "../aws/cloud.fixture.ts";
import { openOutbox } from "../outbox.ts";
import { createSes } from "./ses.ts";

const identity = (name: string) => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${name}`;
const cloud = createTestCloud({
  mailer: {
    identity: policy({
      Effect: "Allow",
      Action: "ses:SendEmail",
      Resource: [
        identity("clinic.example"),
        identity("unverified.example"),
        identity("a@unverified.example"),
      ],
      Condition: { "ForAllValues:StringLike": { "ses:Recipients": "*@example.org" } },
    }),
    trust: NO_TRUST,
  },
});
const outbox = openOutbox(cloud.clock);
const ses = createSes(cloud, ["clinic.example"], outbox);
const server = createServer((request, response) => void ses.handler(request, response));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

const message = {
  FromEmailAddress: "The clinic <hello@clinic.example>",
  Destination: { ToAddresses: ["pat@example.org"] },
  Content: { Simple: { Subject: { Data: "A letter" }, Body: { Text: { Data: "Hello.\nBye." } } } },
};

/** Sends as SES's own client would; its package is none of ours, so another client's signer signs. */
async function send(input: object, path = "/v2/email/outbound-emails") {
  const { port } = server.address() as AddressInfo;
  const client = new SQSClient({ region: REGION, credentials: cloud.credentialsOf("mailer") });
  const signer = await client.config.signer();
  const request = {
    method: "POST",
    protocol: "http:",
    hostname: "127.0.0.1",
    port,
    path,
    query: {},
    headers: { host: `127.0.0.1:${port}`, "content-type": "application/json" },
    body: JSON.stringify(input),
  };
  const { headers } = await signer.sign(request, { signingService: "ses", signingRegion: REGION });
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers,
    body: request.body,
  });
  return {
    status: answer.status,
    code: answer.headers.get("x-amzn-errortype"),
    body: (await answer.json()) as { readonly MessageId?: string },
  };
}

it("puts a mail into the outbox, for everybody who gets it", async () => {
  const copied = { ...message.Destination, BccAddresses: ["eve@example.org"] };
  const { status, body } = await send({ ...message, Destination: copied });
  expect(status).toBe(200);
  expect(outbox.list()).toMatchObject([
    {
      messageID: body.MessageId,
      from: "hello@clinic.example",
      to: ["pat@example.org", "eve@example.org"],
      subject: "A letter",
      text: "Hello.\nBye.",
    },
  ]);
});

it.each([
  [
    "to whom its policy does not allow",
    { Destination: { ToAddresses: ["a@else.example"] } },
    "AccessDeniedException",
  ],
  ["from an identity without the right", { FromEmailAddress: "a@else.example" }, "AccessDeniedException"],
  ["from what was not verified", { FromEmailAddress: "a@unverified.example" }, "MessageRejected"],
  ["to nobody", { Destination: {} }, "BadRequestException"],
  [
    "to more than 50",
    { Destination: { ToAddresses: Array(51).fill("a@example.org") } },
    "BadRequestException",
  ],
  [
    "with a header in its subject",
    { Content: { Simple: { ...message.Content.Simple, Subject: { Data: "a\nBcc: b" } } } },
    "BadRequestException",
  ],
  ["that is raw", { Content: { Raw: { Data: "" } } }, "BadRequestException"],
])("refuses a mail %s", async (_, change, code) => {
  const before = outbox.list().length;
  expect(await send({ ...message, ...change })).toMatchObject({ code });
  expect(outbox.list()).toHaveLength(before);
});

it("has nothing else", async () => {
  expect(await send({}, "/v2/email/identities")).toMatchObject({ status: 404 });
});

it("refuses who did not sign", async () => {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/v2/email/outbound-emails`;
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(message) });
  expect(answer.status).toBe(403);
});
