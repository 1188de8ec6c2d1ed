import { describe, expect, it } from "vitest";
import { list, NAMES } from "./example.ts";
import { serviceKeys } from "./service-keys.ts";

const KEYS = serviceKeys(NAMES);

/** Whom a key's policy lets do something, and when. */
const allowed = (name: keyof typeof KEYS, action: string) =>
  KEYS[name].policy.Statement.filter((entry) => list(entry.Action).includes(action)).map(
    ({ Principal, Condition }) => ({ Principal, Condition }),
  );

describe("the key of the trail", () => {
  const own = { StringEquals: { "aws:SourceArn": NAMES.trail.arn } };
  const cloudtrail = { Service: "cloudtrail.amazonaws.com" };

  it("opens its files for CloudTrail, and through S3 for whoever looks into an incident", () => {
    expect(allowed("trail", "kms:Decrypt")).toEqual([
      { Principal: cloudtrail, Condition: own },
      {
        Principal: { AWS: NAMES.accountRootARN },
        Condition: { StringEquals: { "kms:ViaService": `s3.${NAMES.region}.amazonaws.com` } },
      },
    ]);
  });

  it("encrypts for this one trail only", () => {
    for (const { Principal, Condition } of allowed("trail", "kms:GenerateDataKey")) {
      expect([Principal, Condition?.["StringEquals"]?.["aws:SourceArn"]]).toEqual([
        cloudtrail,
        NAMES.trail.arn,
      ]);
    }
  });
});
