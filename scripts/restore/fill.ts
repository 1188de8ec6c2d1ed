import { randomBytes } from "node:crypto";
import type { SourceFile } from "@postern/client";
import type { RoutingFacts, SubmissionID, TaskID } from "@postern/contract";
import type { ClinicKey } from "../demo-clinics.ts";
import type { DemoCloud } from "../demo-cloud.ts";
import { sendInThePast } from "../demo/past-sending.ts";
import { send, waitUntilRouted } from "../demo/send.ts";
import { createCodeBook, signIn } from "../demo/sign-in.ts";
import { sideBySide } from "./side-by-side.ts";

/** Files that were sent and routed; by one of both ids it is found again. */
export interface Sent {
  readonly clinic: ClinicKey;
  readonly files: readonly SourceFile[];
  readonly taskID?: TaskID;
  readonly submissionID?: SubmissionID;
}

const FILES_EACH = 10;
const AT_A_TIME = 4;
/** One person may send 50 times in a day. */
const APART_MS = 3600_000;
const LEAST_FILE_BYTES = 500;
const FILE_BYTES = 8_000;
/** More than one part. */
const LARGE_FILE_BYTES = 9 * 1024 ** 2;
/** By this the client knows what a file is. */
const PDF_START = Buffer.from("%PDF-1.4\n");

const PLACES = {
  riverside: { sender: "patient", kind: "images", service: "dermatology", location: "main" },
  harbor: { sender: "harborPatient", kind: "documents", service: "orthopedics", location: "dock" },
} as const;

/** Sends so many small documents, in submissions of ten, to both clinics in turn: quickly, but really sealed and verified. */
export async function fillQuickly(world: DemoCloud, documentCount: number): Promise<readonly Sent[]> {
  const nowMs = Date.now();
  const sent: Sent[] = [];
  const starts = Array.from({ length: Math.ceil(documentCount / FILES_EACH) }, (_, index) => index);
  await sideBySide(starts, AT_A_TIME, async (index) => {
    const clinic: ClinicKey = index % 2 === 0 ? "riverside" : "harbor";
    const count = Math.min(FILES_EACH, documentCount - index * FILES_EACH);
    const files = Array.from({ length: count }, (_, at) => file(`page-${index}-${at}.pdf`, smallSize()));
    const taskID = await sendInThePast(world, {
      sender: world.people[PLACES[clinic].sender],
      clinic: world.clinics[clinic],
      atMs: nowMs - (index + 1) * APART_MS,
      facts: factsFor(world, clinic),
      files: files.map(({ name, bytes }) => ({
        entry: { name, mediaType: "application/pdf", kind: "letter" },
        bytes,
      })),
      note: "",
    });
    sent.push({ clinic, files, taskID });
  });
  return sent;
}

/** Sends as people do, through the portal's API; one of the files goes up in parts. Two submissions, three documents. */
export async function fillAsPeopleDo(world: DemoCloud): Promise<readonly Sent[]> {
  const codeOf = createCodeBook();
  const sent: Sent[] = [];
  for (const [clinic, sizes] of [
    ["riverside", [LARGE_FILE_BYTES, FILE_BYTES]],
    ["harbor", [FILE_BYTES]],
  ] as const) {
    const person = world.people[PLACES[clinic].sender];
    const files = sizes.map((sizeBytes, at) => file(`scan-${at}.pdf`, sizeBytes));
    const signedIn = await signIn(world.origin, person, codeOf(person));
    const { submissionID } = await send(signedIn, factsFor(world, clinic), files);
    await waitUntilRouted(signedIn, submissionID, LARGE_FILE_BYTES);
    sent.push({ clinic, files, submissionID });
  }
  return sent;
}

function factsFor({ clinics }: DemoCloud, clinic: ClinicKey): RoutingFacts {
  const { kind, service, location } = PLACES[clinic];
  const locationID = clinics[clinic].locations[location];
  if (locationID === undefined) throw new Error(`The demonstration has no ${location}.`);
  return { kind, locationID, service, urgency: "routine" };
}

const smallSize = () => LEAST_FILE_BYTES + Math.floor(Math.random() * FILE_BYTES);

function file(name: string, sizeBytes: number) {
  const bytes = Uint8Array.from(randomBytes(sizeBytes));
  bytes.set(PDF_START);
  return { name, sizeBytes, bytes, read: async (start: number, end: number) => bytes.slice(start, end) };
}
