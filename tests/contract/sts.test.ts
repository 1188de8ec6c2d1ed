import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { assume } from "./clients.ts";
import { rowsTable } from "./rows.ts";
import { refusal, useTarget } from "./target.ts";
import { A, ownRows } from "./tenancy.ts";
import { allow, trust, type Names, type Statement } from "./topology.ts";

const both = ["sts:AssumeRole", "sts:TagSession"];
/** A tag of eight letters, and no other. */
const pinned: NonNullable<Statement["Condition"]> = {
  StringLike: { "aws:RequestTag/clinic": "clinic?" },
  "ForAllValues:StringEquals": { "aws:TagKeys": ["clinic"] },
  Null: { "aws:RequestTag/clinic": "false", "aws:TagKeys": "false" },
};
const rows = (names: Names) => [allow("dynamodb:GetItem", names.table("rows"), ownRows)];
const byWorker = (actions: readonly string[], condition?: Statement["Condition"]) => (names: Names) => [
  trust(names.role("worker"), actions, condition),
];

const cloud = useTarget(
  {
    tables: { rows: rowsTable },
    roles: {
      worker: {
        may: (names) => [
          allow(
            both,
            ["tenant", "tagless", "anyTag"].map((name) => names.role(name)),
          ),
        ],
      },
      idle: { may: (names) => [allow(both, names.role("tenant"))] },
      tenant: {
        may: (names) => [...rows(names), allow(both, names.role("next"))],
        trusts: byWorker(both, pinned),
      },
      tagless: { may: rows, trusts: byWorker(["sts:AssumeRole"]) },
      anyTag: { may: rows, trusts: byWorker(both) },
      next: { may: rows, trusts: (names) => [trust(names.role("tenant"), both)] },
    },
  },
  async (target) => ({
    target,
    worker: await target.as("worker"),
    idle: await target.as("idle"),
    role: (name: string) => target.names.role(name),
    read: (credentials: Awaited<ReturnType<typeof assume>>, pk: string) =>
      target
        .with(credentials)
        .dynamo.send(new GetCommand({ TableName: target.tableName("rows"), Key: { pk, sk: "a" } })),
  }),
);

const assumeAs = (tags: Readonly<Record<string, string>>, role = "tenant", seconds?: number) =>
  assume(cloud().worker, cloud().role(role), tags, seconds);

/**
 * A trust policy decides over the tags of a session, for the session's rights hang on them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
describe("a trust policy that pins the tag", () => {
  it("lets the tag in its shape become the session's", async () => {
    const session = await assumeAs(A);
    expect(await refusal(cloud().read(session, "clinica#1"))).toBe("none");
    expect(await refusal(cloud().read(session, "clinicb#1"))).toBe("AccessDeniedException");
  });

  it.each([
    ["no tag", {}],
    ["an empty tag", { clinic: "" }],
    ["a tag of another shape", { clinic: "elsewhere" }],
    ["a longer tag that begins alike", { clinic: "clinicab" }],
    ["two clinics joined", { clinic: "clinica clinicb" }],
    ["a look-alike letter", { clinic: "сlinica" }],
    ["one more tag", { clinic: "clinica", role: "owner" }],
    ["another tag instead", { tenant: "clinica" }],
  ])("refuses %s", async (_what, tags: Readonly<Record<string, string>>) => {
    expect(await refusal(assumeAs(tags))).toBe("AccessDenied");
  });

  it("refuses whom it does not name, whatever that one may do", async () => {
    const { idle, role } = cloud();
    expect(await refusal(assume(idle, role("tenant"), A))).toBe("AccessDenied");
  });
});

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
describe("session tags", () => {
  it("need sts:TagSession in the trust policy", async () => {
    expect(await refusal(assumeAs(A, "tagless"))).toBe("AccessDenied");
    expect(await refusal(assumeAs({}, "tagless"))).toBe("none");
  });

  it("are at most 256 characters of a closed set, and their names differ by more than case", async () => {
    const refusals = [
      { clinic: "c".repeat(257) },
      { clinic: "clinica,clinicb" },
      // So no tag can be a wild card in the policy that it fills.
      { clinic: "clinic*" },
      { clinic: "clinic?" },
      { clinic: "clinica", Clinic: "clinicb" },
    ].map((tags: Readonly<Record<string, string>>) => refusal(assumeAs(tags, "anyTag")));
    expect(await Promise.all(refusals)).toEqual([
      "ValidationError",
      "ValidationError",
      "ValidationError",
      "ValidationError",
      expect.stringMatching(/^(InvalidParameterValue|ValidationError)$/),
    ]);
  });

  it("do not go on to the next role", async () => {
    const { target, role } = cloud();
    const first = target.with(await assumeAs(A));
    const second = await assume(first, role("next"));
    expect(await refusal(cloud().read(second, "clinica#1"))).toBe("AccessDeniedException");
  });
});

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
describe("a role that is assumed by a role", () => {
  it("lasts an hour and no longer", async () => {
    const before = Date.now();
    const { expiresAtMs } = await assumeAs(A);
    expect(expiresAtMs - before).toBeGreaterThan(3_590_000);
    expect(expiresAtMs - before).toBeLessThan(3_660_000);
    expect(await refusal(assumeAs(A, "tenant", 3601))).toBe("ValidationError");
  });

  it("is told apart by its session", async () => {
    const { target } = cloud();
    const { sts } = target.with(await assumeAs(A));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(
      `${target.names.role("tenant").replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/contract`,
    );
  });

  it("is refused in the same words when it does not exist", async () => {
    expect(await refusal(assumeAs(A, "nobody"))).toBe("AccessDenied");
  });
});

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
describe("a request", () => {
  it("with another secret or a token of another session is refused", async () => {
    const { target } = cloud();
    const [session, another] = await Promise.all([assumeAs(A), assumeAs(A)]);
    const identity = (credentials: typeof session) =>
      refusal(target.with(credentials).sts.send(new GetCallerIdentityCommand({})));
    expect(await identity(session)).toBe("none");
    expect(await identity({ ...session, secretAccessKey: another.secretAccessKey })).toBe(
      "SignatureDoesNotMatch",
    );
    const { sessionToken = "" } = another;
    expect(await identity({ ...session, sessionToken })).toMatch(
      /^(InvalidClientTokenId|SignatureDoesNotMatch|InvalidToken)$/,
    );
  });
});
