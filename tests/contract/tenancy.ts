import type { Statement } from "./topology.ts";

/** Two tenants whose names begin alike, and the tags of their sessions. */
export const A = { clinic: "clinica" };
export const B = { clinic: "clinicab" };

/** The tenant's tag, as policies write it. */
export const taggedClinic = "${aws:PrincipalTag/clinic}";

/** Rows of the tagged clinic only. `Null` closes the hole of `ForAllValues`, which holds for no value at all. */
export const ownRows: NonNullable<Statement["Condition"]> = {
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `${taggedClinic}#*` },
  Null: { "dynamodb:LeadingKeys": "false" },
};
