import type { StepUpID } from "@postern/contract";
import { COUNT, FIXED, KEY, PRIMARY, Entity, keys } from "../aws/index.ts";
import {
  put,
  remove,
  stepUpRequired,
  type StepUpBinding,
  type StepUpUse,
  type Write,
} from "../kernel/index.ts";

const SK = "step-up";

const Row = new Entity(
  {
    model: { entity: "step-up", version: "1" },
    attributes: {
      ...KEY,
      clinicID: FIXED,
      sessionHandle: FIXED,
      operation: FIXED,
      targetID: FIXED,
      endsAt: FIXED,
      expiresAtSeconds: { ...COUNT, required: true, readOnly: true },
    },
    indexes: { primary: PRIMARY },
  },
  { table: "record" },
);

/** That someone has shown again who they are: good once, for what it is bound to. */
export interface StepUp extends StepUpBinding {
  readonly stepUpID: StepUpID;
  /** ISO 8601. */
  readonly endsAt: string;
}

const keyOf = ({ clinicID, stepUpID }: Pick<StepUp, "clinicID" | "stepUpID">) => ({
  pk: keys.stepUp(clinicID, stepUpID),
  sk: SK,
});

export function describeStepUp({ stepUpID, ...row }: StepUp): Write {
  const expiresAtSeconds = Math.ceil(Date.parse(row.endsAt) / 1000);
  return put(
    Row.create({ ...row, ...keyOf({ clinicID: row.clinicID, stepUpID }), expiresAtSeconds }).params(),
  );
}

/** Deletes it, for an update could make one that was never given. A row that is not there meets no condition, too. */
export function useStepUp(use: StepUpUse): Write {
  const { sessionHandle, operation, targetID, at }: Readonly<Record<keyof StepUpUse, string>> = use;
  const described = Row.delete(keyOf(use)).where((row, { eq, gt }) =>
    [
      eq(row.sessionHandle, sessionHandle),
      eq(row.operation, operation),
      eq(row.targetID, targetID),
      gt(row.endsAt, at),
    ].join(" AND "),
  );
  return remove(described.params(), stepUpRequired);
}
