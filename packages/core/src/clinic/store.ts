import type { ClinicID, LocationID, QueueID, Service, SubmissionKind } from "@postern/contract";
import { COUNT, FIXED, FLAG, KEY, PRIMARY, TEXT, TEXTS, Entity, keys } from "../aws/index.ts";
import type { Reader, Write } from "../kernel/index.ts";
import { put } from "../kernel/index.ts";

const model = (entity: string) => ({ entity, version: "1" });
const table = { table: "record" };

const Profile = new Entity(
  {
    model: model("clinic"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      name: FIXED,
      phone: FIXED,
      unroutedQueueID: FIXED,
      kinds: TEXTS,
      services: TEXTS,
      keepsOriginal: FLAG,
    },
    indexes: { primary: PRIMARY },
  },
  table,
);
const Location = new Entity(
  {
    model: model("location"),
    attributes: { ...KEY, clinicID: FIXED, locationID: FIXED, name: FIXED },
    indexes: { primary: PRIMARY },
  },
  table,
);
const Queue = new Entity(
  {
    model: model("queue"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      queueID: FIXED,
      name: FIXED,
      locationID: TEXT,
      promiseSeconds: { ...COUNT, required: true },
    },
    indexes: { primary: PRIMARY },
  },
  table,
);

export interface Clinic {
  readonly clinicID: ClinicID;
  readonly name: string;
  readonly phone: string;
  readonly unroutedQueueID: QueueID;
  readonly kinds: readonly SubmissionKind[];
  readonly services: readonly Service[];
  /**
   * Photos come as they were taken, with place and device; else both are taken out before sealing. Rows from before it
   * was asked say nothing, which is no.
   */
  readonly keepsOriginal?: boolean;
}
export interface Location {
  readonly clinicID: ClinicID;
  readonly locationID: LocationID;
  readonly name: string;
}
/** Where work waits. Without a location it serves the whole clinic. */
export interface Queue {
  readonly clinicID: ClinicID;
  readonly queueID: QueueID;
  readonly name: string;
  readonly locationID?: LocationID;
  /** Within so many seconds someone looks. */
  readonly promiseSeconds: number;
}
export interface ClinicSettings {
  readonly clinic: Clinic;
  readonly locations: readonly Location[];
  readonly queues: readonly Queue[];
}

/** A clinic with its locations and queues; null when it has no profile. */
export async function findSettings(reader: Reader, clinicID: ClinicID): Promise<ClinicSettings | null> {
  const { items } = await reader.query(Profile.query.primary({ pk: keys.clinic(clinicID) }).params());
  const of = (sk: string) =>
    items.filter((item) => typeof item["sk"] === "string" && item["sk"].startsWith(sk));
  const [profile] = of("profile");
  if (profile === undefined) return null;
  return {
    clinic: Profile.parse({ Item: { ...profile } }).data as unknown as Clinic,
    locations: Location.parse({ Items: of("loc#") }).data as unknown as readonly Location[],
    queues: Queue.parse({ Items: of("que#") }).data as unknown as readonly Queue[],
  };
}

export function describeClinic(clinic: Clinic): Write {
  const { kinds, services, ...rest } = clinic;
  const pk = keys.clinic(clinic.clinicID);
  return put(
    Profile.create({ ...rest, kinds: [...kinds], services: [...services], pk, sk: "profile" }).params(),
  );
}

export function describeLocation(location: Location): Write {
  return put(
    Location.create({
      ...location,
      pk: keys.clinic(location.clinicID),
      sk: `loc#${location.locationID}`,
    }).params(),
  );
}

export function describeQueue(queue: Queue): Write {
  return put(
    Queue.create({ ...queue, pk: keys.clinic(queue.clinicID), sk: `que#${queue.queueID}` }).params(),
  );
}
