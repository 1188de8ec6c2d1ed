import type { ClinicKey } from "../../scripts/demo-clinics.ts";
import { factsFor, sealPackage, untilRouted } from "./sealed-package.ts";
import { plantStepUp } from "./step-up.ts";
import { rowsAbout } from "./table-dump.ts";
import type { SignedIn, World } from "./world.ts";

/** Ids of one clinic of every kind that an input can name; the submission is routed and waits in a queue. */
export async function clinicIDs(
  world: World,
  sender: SignedIn,
  clinic: ClinicKey,
  personID: string,
): Promise<Readonly<Record<string, string>>> {
  const seeded = world.clinics[clinic];
  const parcel = await sealPackage(sender, seeded);
  await parcel.putAll();
  await parcel.submit();
  await untilRouted(world, parcel.submissionID);
  const { submissionID, documents } = parcel;
  const [task] = await rowsAbout(world, "tsk", submissionID);
  const attemptID = documents[0]?.attemptID ?? "";
  const manifestID = documents.find(({ kind }) => kind === "manifest")?.documentID ?? "";
  const documentID = documents[0]?.documentID ?? "";
  const ids = { submissionID, documentID, manifestID, attemptID, after: attemptID };
  const queueID = String(task?.["queueID"]);
  const people = { personID, toPersonID: personID };
  const { clinicID, handle: sessionHandle } = sender.session;
  const binding = { clinicID, sessionHandle, operation: "document.export", targetID: documentID } as const;
  const session = { handle: sessionHandle, stepUpID: await plantStepUp(world, binding) };
  const taskID = String(task?.["taskID"]);
  return { ...ids, ...session, taskID, queueID, ...people, ...factsFor(seeded) };
}
