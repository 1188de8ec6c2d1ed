import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { waitByTimer, type SourceFile } from "@postern/client";
import { intakeRoutes, reviewRoutes, type RoutingFacts, type TaskView } from "@postern/contract";
import { makePoll } from "../../web/src/lib/poll.ts";
import { CLINICS } from "../demo-clinics.ts";
import type { DemoCloud } from "../demo-cloud.ts";
import { claim, findTask, openerOf, openList } from "../demo/receive.ts";
import { samplePage } from "../demo/sample-files.ts";
import { send } from "../demo/send.ts";
import { createCodeBook, signIn, type SignedIn } from "../demo/sign-in.ts";
import type { PersonKey } from "../demo-people.ts";
import { createCounter, type SceneCount } from "./calls.ts";

const MEBIBYTE = 1024 ** 2;
const IDLE_MS = 60_000;
const SETTLED_MS = 250;

/** What is counted, in the order in which it is played. */
export const SCENES = {
  cold: "everything below once, by functions that have just started",
  signIn: "a patient signs in, with password and code",
  submission: "a patient sends three documents, and the page waits until they are routed",
  look: "the patient's page is left open and asks once more, at most every 30 seconds",
  open: "a provider finds the task, claims it and opens the first document",
  others: "the provider opens the two other documents",
  accept: "the provider accepts the task",
  idle: "nobody does anything for a minute",
} as const;
export type Scene = keyof typeof SCENES;

/** The files that the patient sends, by name, in bytes. */
export const SIZES = {
  "photo.jpg": 2 * MEBIBYTE,
  "letter.pdf": MEBIBYTE,
  "scan.dcm": 20 * MEBIBYTE,
} as const;

/** Plays every scene and counts it. The functions are warm but in the first: each was called for this clinic before. */
export async function playScenes(world: DemoCloud): Promise<Record<Scene, SceneCount>> {
  const codeOf = createCodeBook();
  const enter = (key: PersonKey) => signIn(world.origin, world.people[key], codeOf(world.people[key]));
  const counted = async <Result>(work: () => Promise<Result>): Promise<[SceneCount, Result]> => {
    const counter = createCounter(world.names);
    const stop = world.cloud.observe(counter.hear);
    try {
      const result = await work();
      await untilQuiet(world);
      return [counter.count(), result];
    } finally {
      stop();
    }
  };

  const [cold] = await counted(async () => {
    const sending = await sendAll(await enter("patient"));
    await openSome(await enter("provider"), sending);
  });
  const [signingIn, patient] = await counted(() => enter("patient"));
  const provider = await enter("provider");
  const [submission, sent] = await counted(() => sendAll(patient));
  const [look] = await counted(() => lookAt(patient, sent));
  const [open, reading] = await counted(() => openFirst(provider, sent));
  const [others] = await counted(() => openOthers(reading));
  const [accept] = await counted(() => decide(provider, reading.task));
  const [idle] = await counted(() => pause(IDLE_MS));
  return { cold, signIn: signingIn, submission, look, open, others, accept, idle };
}

/** Waits until the queues are empty, delayed messages too, so that nothing of a scene is told of in the next. */
async function untilQuiet({ cloud, names }: DemoCloud): Promise<void> {
  const queues = [names.queues.ingest, names.queues.settle].map(({ name }) => name);
  const untilEmpty = async () => {
    do await pause(SETTLED_MS);
    while (queues.map(cloud.queueDepth).some(({ visible, inFlight }) => visible + inFlight > 0));
  };
  await untilEmpty();
  for (const name of queues) cloud.redrive(name);
  await untilEmpty();
}

function sampleFiles(): readonly SourceFile[] {
  const heads: Record<keyof typeof SIZES, Uint8Array> = {
    "photo.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    "letter.pdf": samplePage(),
    "scan.dcm": Buffer.concat([Buffer.alloc(128), Buffer.from("DICM")]),
  };
  return Object.entries(SIZES).map(([name, sizeBytes]) => {
    const bytes = Uint8Array.from(randomBytes(sizeBytes));
    bytes.set(heads[name as keyof typeof SIZES]);
    return { name, sizeBytes, read: async (start, end) => bytes.slice(start, end) };
  });
}

/** As the portal does it: the first page, the sending, and the looks of the page that waits. */
async function sendAll(patient: SignedIn) {
  const { api } = patient;
  await api.call(intakeRoutes.listSubmissions, {});
  const { locations } = await api.call(intakeRoutes.clinic, {});
  const location = locations.find(({ name }) => name === CLINICS.riverside.locations.main.name);
  if (!location) throw new Error("The clinic has no such location.");
  const facts: RoutingFacts = {
    kind: "images",
    locationID: location.locationID,
    service: "dermatology",
    urgency: "routine",
  };
  const sent = await send(patient, facts, sampleFiles());
  const load = () => lookAt(patient, sent);
  const first = await load();
  await makePoll(first, {
    load,
    isFinal: ({ state }) => state === "routed",
    isSame: (one, other) => one.state === other.state,
    onValue: () => undefined,
    onTrouble: (error) => console.error(error),
    signal: AbortSignal.timeout(120_000),
    isSeen: () => true,
    wait: waitByTimer,
  });
  return sent;
}

type Sent = Awaited<ReturnType<typeof send>>;
type Reading = Awaited<ReturnType<typeof openFirst>>;

function lookAt({ api }: SignedIn, { submissionID }: Sent) {
  return api.call(intakeRoutes.readSubmission, { submissionID });
}

async function openFirst(provider: SignedIn, { submissionID }: Sent) {
  const { task: found } = await findTask(provider, submissionID);
  const task = await claim(provider, found);
  const opener = openerOf(provider);
  const { documents } = await openList(opener, task);
  const reading = { opener, task, documents };
  await openOne(reading, 0);
  return reading;
}

async function openOne({ opener, task, documents }: Reading, index: number): Promise<void> {
  const document = task.documents.find(({ documentID }) => documentID === documents[index]?.documentID);
  if (!document) throw new Error("The sealed list names a document that is not there.");
  const { stream } = await opener.openDocument({ submissionID: task.submissionID, document });
  for await (const _ of stream);
}

async function openOthers(reading: Reading): Promise<void> {
  for (let index = 1; index < reading.documents.length; index += 1) await openOne(reading, index);
}

async function decide(provider: SignedIn, { taskID, version }: TaskView): Promise<void> {
  await provider.api.call(reviewRoutes.accept, { taskID, version });
}

async function openSome(provider: SignedIn, sent: Sent): Promise<void> {
  const reading = await openFirst(provider, sent);
  await openOthers(reading);
  await decide(provider, reading.task);
}
