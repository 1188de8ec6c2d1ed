import { intakeRoutes, type ClinicID, type SubmissionID } from "@postern/contract";
import { listVersions, untilIdle, type StoredVersion } from "./arrival.ts";
import { digestOf, putBytes, sealPackage, statesOf, untilRouted } from "./sealed-package.ts";
import { dumpTable, type Row } from "./table-dump.ts";
import { until } from "./until.ts";
import type { SeededClinic, SeededPerson, SignedIn, World } from "./world.ts";

/** What a clinic has after one submission was routed and another one's document was put aside. */
export interface Belongings {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  readonly wrappedKey: Uint8Array;
  readonly verified: StoredVersion;
  readonly quarantined: StoredVersion;
  /** The clinic's rows of the table of records. */
  readonly records: readonly Row[];
  /** The clinic's rows of the audit log. */
  readonly events: readonly Row[];
  /** A ciphertext that names a key, and that this key has not made. */
  forgedCiphertext(keyARN: string): Uint8Array;
}

/** Real things of both demonstration clinics, made by their patients. */
export async function createdPair(world: World): Promise<[Belongings, Belongings]> {
  const { clinics, people } = world;
  const riverside = await created(world, clinics.riverside, people.patient);
  const harbor = await created(world, clinics.harbor, people.harborPatient);
  await untilIdle(world);
  return [riverside, harbor];
}

async function created(world: World, clinic: SeededClinic, person: SeededPerson): Promise<Belongings> {
  const { clinicID } = clinic;
  const sender = await world.signIn(person);
  const parcel = await sealPackage(sender, clinic);
  await parcel.putAll();
  await parcel.submit();
  await untilRouted(world, parcel.submissionID);
  const { submissionID, documents } = parcel;
  const [verified] = await listVersions(world, documents[0]?.objectKey);
  const [quarantined] = await listVersions(world, await sendUnsealed(world, sender, clinic));
  const records = (await dumpTable(world, "record")).filter((row) => row["clinicID"] === clinicID);
  const events = (await dumpTable(world, "audit")).filter((row) => row["clinicID"] === clinicID);
  const key = records.find(({ pk }) => pk === `${clinicID}#key#${submissionID}`);
  const wrappedKey = key?.["wrappedKey"];
  if (!(wrappedKey instanceof Uint8Array) || verified === undefined || quarantined === undefined) {
    throw new Error("The submission has not left what it should.");
  }
  const forgedCiphertext = (keyARN: string) => forged(wrappedKey, keyARN);
  return { clinicID, submissionID, wrappedKey, verified, quarantined, records, events, forgedCiphertext };
}

/** Sends bytes that are not sealed. @returns the key of the object, once it was put aside */
async function sendUnsealed(world: World, sender: SignedIn, clinic: SeededClinic): Promise<string> {
  const { api } = sender;
  const { submissionID, documents } = await sealPackage(sender, clinic);
  const [document] = documents;
  if (document === undefined) throw new Error("Nothing was declared.");
  const bytes = crypto.getRandomValues(new Uint8Array(document.bytes.length));
  const { documentID, attemptID: after } = document;
  const messageID = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
  const facts = { messageID, sealedSizeBytes: bytes.length, upload: "single" as const };
  const place = { submissionID, documentID };
  const { attemptID } = await api.call(intakeRoutes.startAttempt, { ...place, after, ...facts });
  const part = { partNumber: 1, sizeBytes: bytes.length, sha256: digestOf(bytes) };
  const { parts } = await api.call(intakeRoutes.signParts, { ...place, attemptID, parts: [part] });
  if (parts[0] === undefined || (await putBytes(parts[0], bytes)) !== 200)
    throw new Error("It was not taken.");
  await until("quarantine", async () => (await statesOf(world, submissionID))[documentID] === "quarantined");
  return `c/${clinic.clinicID}/${submissionID}/${documentID}/${attemptID}`;
}

/** The embedded KMS writes the key's id in front, in clear: one byte of version, one of length, the id. */
function forged(wrappedKey: Uint8Array, keyARN: string): Uint8Array {
  const id = Buffer.from(keyARN.split("/").at(-1) ?? "");
  const rest = wrappedKey.subarray(2 + (wrappedKey[1] ?? 0));
  const changed = Uint8Array.from(rest, (byte, index) => (index === 0 ? byte ^ 1 : byte));
  return Buffer.concat([Buffer.from([wrappedKey[0] ?? 0, id.length]), id, changed]);
}
