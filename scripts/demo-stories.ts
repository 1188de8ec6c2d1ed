import type { TaskID } from "@postern/contract";
import { Decision, Note, Task } from "@postern/core/task";
import { samplePage, samplePicture } from "./demo/sample-files.ts";
import { actorOf, contextOf, handsOf, listing, storyClock, type Stage } from "./demo/acting.ts";
import { sendInThePast, type StoryFile, type StorySending } from "./demo/past-sending.ts";
import type { Demo, SeededPerson } from "./seed.ts";

const HOUR_MS = 3600_000;

/** What the demonstration's people have done in the last days, so that nobody begins in an empty house. */
export async function tellStories(stage: Stage & Demo): Promise<void> {
  const story = storyIn(stage, Date.now());
  await Promise.all([blurredPhoto(story), notedReferral(story), overdueRecords(story), consent(story)]);
}

interface Story {
  readonly people: Demo["people"];
  readonly locations: Demo["clinics"]["riverside"]["locations"];
  send(hoursAgo: number, sending: Omit<StorySending, "atMs" | "clinic">): Promise<TaskID>;
  /** Someone of the care team, at a time. */
  team(person: SeededPerson, hoursAgo: number): ReturnType<typeof colleague>;
}

function storyIn(stage: Stage & Demo, nowMs: number): Story {
  const { people, clinics } = stage;
  const { riverside: clinic } = clinics;
  return {
    people,
    locations: clinic.locations,
    send: (hoursAgo, sending) =>
      sendInThePast(stage, { ...sending, clinic, atMs: nowMs - hoursAgo * HOUR_MS }),
    team: (person, hoursAgo) => colleague(stage, person, nowMs - hoursAgo * HOUR_MS),
  };
}

function colleague(stage: Stage & Demo, person: SeededPerson, atMs: number) {
  const clinic = stage.clinics[person.clinic];
  const clock = storyClock(atMs);
  const hands = handsOf(stage, "review", clinic.clinicID);
  return {
    deps: listing(hands, clinic.clinicID),
    ctx: contextOf(actorOf(person, clinic, clock), hands, clock),
  };
}

const placeOf = ({ locations }: Story, key: string) => {
  const locationID = locations[key];
  if (locationID === undefined) throw new Error(`The demonstration has no ${key}.`);
  return locationID;
};

const photo = (name: string): StoryFile => ({
  entry: { name, mediaType: "image/png", kind: "photo" },
  bytes: samplePicture(480, 360),
});
const page = (name: string, kind: "letter" | "lab-result" | "consent-form"): StoryFile => ({
  entry: { name, mediaType: "application/pdf", kind },
  bytes: samplePage(),
});

/** A photo that came back, with the team's own words. */
async function blurredPhoto(story: Story): Promise<void> {
  const { patient, provider } = story.people;
  const locationID = placeOf(story, "main");
  const taskID = await story.send(50, {
    sender: patient,
    facts: { kind: "images", locationID, service: "dermatology", urgency: "routine" },
    files: [photo("left-arm.png")],
    note: "It has been itching for two weeks.",
  });
  const early = story.team(provider, 28);
  await Task.claim(early.deps, early.ctx, { taskID, version: 1 });
  const late = story.team(provider, 27.8);
  const message =
    "The photo is a little blurred. Please take it again near a window, with the whole forearm in the picture.";
  await Decision.giveBack(late.deps, late.ctx, { taskID, version: 2, reason: "unreadable", message });
}

/** A referral about which the team has talked. */
async function notedReferral(story: Story): Promise<void> {
  const { referrer, frontDesk, assistant } = story.people;
  const locationID = placeOf(story, "main");
  const taskID = await story.send(3, {
    sender: referrer,
    facts: { kind: "referral", locationID, service: "dermatology", urgency: "soon" },
    files: [page("referral-letter.pdf", "letter"), photo("skin-photo.png")],
    note: "Please see within two weeks if you can.",
    patient: { displayName: "Tess Whitlow", birthDate: "1969-02-11", recordNumber: "NG-20417" },
  });
  const desk = story.team(frontDesk, 2.5);
  await Note.add(desk.deps, desk.ctx, {
    taskID,
    idempotencyKey: crypto.randomUUID(),
    text: "Called Northgate: the patient can come on any weekday before noon.",
  });
  const team = story.team(assistant, 1.5);
  await Note.add(team.deps, team.ctx, {
    taskID,
    idempotencyKey: crypto.randomUUID(),
    text: "Room 3 is free on Thursday at 10. Holding it until a provider has looked.",
  });
}

/** Records that wait for longer than was promised. */
async function overdueRecords(story: Story): Promise<void> {
  await story.send(20, {
    sender: story.people.patient,
    facts: { kind: "documents", locationID: placeOf(story, "hill"), urgency: "routine" },
    files: [page("lab-results.pdf", "lab-result")],
    note: "From my last check-up.",
  });
}

/** A form of someone who is written to in Spanish. */
async function consent(story: Story): Promise<void> {
  await story.send(1, {
    sender: story.people.spanishPatient,
    facts: { kind: "consent", locationID: placeOf(story, "main"), urgency: "routine", language: "es" },
    files: [page("consentimiento.pdf", "consent-form")],
    note: "Firmado ayer. Gracias.",
  });
}
