import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PolicyStatement } from "../aws/principal.ts";
import {
  ACCOUNT,
  createTestCloud,
  NO_TRUST,
  policy,
  REGION,
  type SdkCredentials,
  serve,
} from "../aws/cloud.fixture.ts";
import { createSts } from "./sts.ts";

const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const mayAssume: PolicyStatement = {
  Effect: "Allow",
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Resource: roleArn("tenant-*"),
};
const tenantTrust = policy({
  Effect: "Allow",
  Principal: { AWS: roleArn("intake") },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: {
    StringLike: { "aws:RequestTag/clinic": "cli_*" },
    "ForAllValues:StringEquals": { "aws:TagKeys": "clinic" },
  },
});
const tenant = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
const roles = {
  intake: { identity: policy(mayAssume), trust: NO_TRUST },
  untagging: { identity: policy({ ...mayAssume, Action: "sts:AssumeRole" }), trust: NO_TRUST },
  powerless: { identity: tenant, trust: NO_TRUST },
  "tenant-intake": { identity: tenant, trust: tenantTrust },
  "tenant-open": {
    identity: tenant,
    trust: policy({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "sts:*" }),
  },
};
const cloud = createTestCloud(roles);
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve([], [createSts(cloud, roles)], cloud);
});
afterAll(() => server.close());

const client = (credentials: SdkCredentials): STSClient =>
  new STSClient({ endpoint: server.endpoint, region: REGION, credentials, maxAttempts: 1 });

function assume(caller: string, change: Partial<AssumeRoleCommandInput> = {}) {
  return client(cloud.credentialsOf(caller)).send(
    new AssumeRoleCommand({
      RoleArn: roleArn("tenant-intake"),
      RoleSessionName: "request-1",
      Tags: [{ Key: "clinic", Value: "cli_a" }],
      ...change,
    }),
  );
}
const tagged = (...pairs: [string, string][]): Partial<AssumeRoleCommandInput> => ({
  Tags: pairs.map(([Key, Value]) => ({ Key, Value })),
});

describe("AssumeRole", () => {
  it("gives credentials whose principal carries the tags, and that end after an hour", async () => {
    const { Credentials: given, AssumedRoleUser: user } = await assume("intake");
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/tenant-intake/request-1`;
    expect(user?.Arn).toBe(arn);
    expect(cloud.credentials.find(given?.AccessKeyId ?? "")?.principal).toEqual({
      kind: "role",
      arn,
      role: "tenant-intake",
      tags: { clinic: "cli_a" },
    });
    const secondsLeft = ((given?.Expiration?.getTime() ?? 0) - cloud.clock.now()) / 1000;
    expect(Math.round(secondsLeft)).toBe(3600);
    expect(cloud.effects).toContain(`arn:aws:sts::${ACCOUNT}:assumed-role/intake/test sts:AssumeRole`);

    const sdk = {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken ?? "",
    };
    expect((await client(sdk).send(new GetCallerIdentityCommand({}))).Arn).toBe(arn);
  });

  it("is refused to a role that the trust policy does not name", async () => {
    await expect(assume("untagging")).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("is refused to a role whose own policy does not allow it, though the trust would", async () => {
    await expect(assume("powerless", { RoleArn: roleArn("tenant-open") })).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await expect(assume("intake", { RoleArn: roleArn("tenant-open") })).resolves.toBeDefined();
  });

  it("needs a right of its own for passing tags", async () => {
    const open = { RoleArn: roleArn("tenant-open") };
    await expect(assume("untagging", open)).rejects.toThrow(/not authorized to perform: sts:TagSession/);
    await expect(assume("untagging", { ...open, Tags: undefined })).resolves.toBeDefined();
  });

  it("is refused when the trust policy's tags are missing, misshapen or not alone", async () => {
    for (const change of [
      tagged(),
      tagged(["clinic", "x"]),
      tagged(["clinic", "cli_a"], ["role", "owner"]),
    ]) {
      await expect(assume("intake", change)).rejects.toMatchObject({ name: "AccessDenied" });
    }
  });

  it("names a role that does not exist as one that may not be assumed", async () => {
    await expect(assume("intake", { RoleArn: roleArn("tenant-none") })).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  it.each([
    ["a wildcard in a tag", tagged(["clinic", "*"]), "ValidationError"],
    ["a comma in a tag", tagged(["clinic", "cli_a,cli_b"]), "ValidationError"],
    ["a variable in a tag", tagged(["clinic", "${aws:PrincipalArn}"]), "ValidationError"],
    ["a tag that is too long", tagged(["clinic", "c".repeat(257)]), "ValidationError"],
    ["a reserved tag", tagged(["aws:clinic", "cli_a"]), "ValidationError"],
    ["tags that differ by case", tagged(["clinic", "cli_a"], ["Clinic", "cli_b"]), "InvalidParameterValue"],
    [
      "51 tags",
      tagged(...Array.from({ length: 51 }, (_, i): [string, string] => [`k${i}`, "v"])),
      "ValidationError",
    ],
    ["more than an hour", { DurationSeconds: 3601 }, "ValidationError"],
    ["less than 15 minutes", { DurationSeconds: 899 }, "ValidationError"],
    ["a session name with a space", { RoleSessionName: "a b" }, "ValidationError"],
    ["a session policy, which is not emulated", { Policy: "{}" }, "ValidationError"],
  ])("refuses %s", async (_what, change, name) => {
    await expect(assume("intake", change)).rejects.toMatchObject({ name });
  });

  it("ends the credentials when their time is over", async () => {
    const { Credentials: given } = await assume("intake", { DurationSeconds: 900 });
    cloud.advance(900_000);
    expect(cloud.credentials.find(given?.AccessKeyId ?? "")).toBeUndefined();
  });
});
