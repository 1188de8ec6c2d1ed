import { allow, document, type PolicyDocument } from "./document.ts";
import type { FunctionName, Names } from "./names.ts";
import { CLINIC_PATTERN } from "./tenancy.ts";

/** Who may assume a base role: Lambda, and nobody else. */
export function baseTrust(): PolicyDocument {
  return document(
    allow({ sid: "Lambda", principal: { Service: "lambda.amazonaws.com" }, actions: ["sts:AssumeRole"] }),
  );
}

/**
 * Who may assume a tenant role: the same function's base role, and only with the one session tag `clinic` of a
 * clinic's shape. `ForAllValues` holds for a call without tags too, so presence is asked for by itself.
 */
export function tenantTrust(names: Names, name: FunctionName): PolicyDocument {
  return document(
    allow({
      sid: "OwnFunction",
      principal: { AWS: names.baseRoles[name].arn },
      actions: ["sts:AssumeRole", "sts:TagSession"],
      condition: {
        StringLike: { "aws:RequestTag/clinic": CLINIC_PATTERN },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["clinic"] },
        Null: { "aws:RequestTag/clinic": "false", "aws:TagKeys": "false" },
      },
    }),
  );
}
