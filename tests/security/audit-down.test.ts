import { createPortalFetch } from "@postern/cli/portal-fetch";
import {
  authRoutes,
  intakeRoutes,
  keysRoutes,
  reviewRoutes,
  type Route,
  type TaskID,
} from "@postern/contract";
import { createDevice } from "@postern/client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createCodeBook } from "../../scripts/demo/sign-in.ts";
import { bringBack, listVersions, untilIdle } from "../support/arrival.ts";
import { codeOf, rawCall } from "../support/raw-call.ts";
import {
  digestOf,
  factsFor,
  sealPackage,
  statesOf,
  untilRouted,
  untilVerified,
  type SealedPackage,
} from "../support/sealed-package.ts";
import { countEvents, dumpTables, rowsAbout } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let patient: SignedIn;
let provider: SignedIn;
/** Not submitted. */
let draft: SealedPackage;
/** Verified, not submitted. */
let ready: SealedPackage;
/** Routed, and nobody's. */
let waiting: SealedPackage;
/** Routed, and the provider's. */
let claimed: SealedPackage;
const prints: string[] = [];
let restore = () => {};

beforeAll(async () => {
  world = await startWorld({ logs: (name, line) => prints.push(`${name} ${line}`) });
  patient = await world.signIn(world.people.patient);
  provider = await world.signIn(world.people.provider);
  const clinic = world.clinics.riverside;
  draft = await sealPackage(patient, clinic);
  ready = await sealPackage(patient, clinic);
  await ready.putAll();
  await untilVerified(world, ready.submissionID);
  waiting = await routed();
  claimed = await routed();
  const taskID = await taskOf(claimed);
  await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
});
afterEach(() => restore());
afterAll(() => world.close());

async function routed(): Promise<SealedPackage> {
  const parcel = await sealPackage(patient, world.clinics.riverside);
  await parcel.putAll();
  await parcel.submit();
  await untilRouted(world, parcel.submissionID);
  return parcel;
}

async function taskOf({ submissionID }: SealedPackage): Promise<TaskID> {
  const [row] = await rowsAbout(world, "tsk", submissionID);
  return reviewRoutes.task.input.parse({ taskID: row?.["taskID"] }).taskID;
}

const failAudit = () => {
  restore = world.cloud.failTable(world.names.tables.audit.name);
};

interface Attempt {
  readonly who: () => SignedIn;
  readonly route: Route;
  readonly input: () => Promise<Readonly<Record<string, unknown>>>;
}

const firstOf = ({ submissionID, documents }: SealedPackage) => {
  const [document] = documents;
  if (document === undefined) throw new Error("The package is empty.");
  const { documentID, attemptID, bytes } = document;
  return { place: { submissionID, documentID }, attemptID, bytes };
};

const openingKey = crypto.randomUUID();
const messageID = Buffer.alloc(32, 9).toString("base64");

/** What people do, each on something that would allow it, in an order in which all can be done. */
const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  "opening a submission": {
    who: () => patient,
    route: intakeRoutes.openSubmission,
    input: async () => ({ ...factsFor(world.clinics.riverside), idempotencyKey: openingKey }),
  },
  "declaring a document": {
    who: () => patient,
    route: intakeRoutes.declareDocuments,
    input: async () => ({
      submissionID: draft.submissionID,
      documents: [{ reference: "b", kind: "document", messageID, sealedSizeBytes: 900, upload: "multipart" }],
    }),
  },
  "signing a part": {
    who: () => patient,
    route: intakeRoutes.signParts,
    input: async () => {
      const { place, attemptID, bytes } = firstOf(draft);
      const part = { partNumber: 1, sizeBytes: bytes.length, sha256: digestOf(bytes) };
      return { ...place, attemptID, parts: [part] };
    },
  },
  "having a key released to seal": {
    who: () => patient,
    route: keysRoutes.release,
    input: async () => ({ submissionID: draft.submissionID, purpose: "resume" }),
  },
  "having a key released to read": {
    who: () => provider,
    route: keysRoutes.release,
    input: async () => ({ submissionID: claimed.submissionID, purpose: "read" }),
  },
  "asking for a document's URL": {
    who: () => provider,
    route: reviewRoutes.documentURL,
    input: async () => firstOf(claimed).place,
  },
  submitting: {
    who: () => patient,
    route: intakeRoutes.submit,
    input: async () => ({
      submissionID: ready.submissionID,
      documentCount: 1,
      manifestID: ready.documents.find(({ kind }) => kind === "manifest")?.documentID ?? "",
    }),
  },
  "claiming a task": {
    who: () => provider,
    route: reviewRoutes.claim,
    input: async () => ({ taskID: await taskOf(waiting), version: 1 }),
  },
  "accepting a task": {
    who: () => provider,
    route: reviewRoutes.accept,
    input: async () => ({ taskID: await taskOf(claimed), version: 2 }),
  },
};

/** Everything but the counters of calls, which count refused ones too. */
const standing = () => dumpTables(world, ["record", "audit", "session", "directory", "log"]);

/** Nothing of what an answer could let out: no URL, no key, no id that was not in the question. */
const RELEASES = /https?:|X-Amz|ciphertext|encapsulated|wrappedKey|submissionID|documentID|taskID/;

describe("while the audit log cannot be written", () => {
  it.each(Object.entries(ATTEMPTS))("%s is answered 503 and changes nothing", async (_, attempt) => {
    const input = await attempt.input();
    const before = await standing();
    const objects = await listVersions(world);
    failAudit();
    const answer = await rawCall(world, attempt.who(), attempt.route, input);
    expect(codeOf(answer)).toBe("503 unavailable");
    expect(answer.body).not.toMatch(RELEASES);
    restore();
    expect(await standing()).toEqual(before);
    expect(await listVersions(world)).toEqual(objects);
  });

  it("nobody signs in, neither by the first factor nor by the last", async () => {
    const { email, password } = world.people.assistant;
    const send = createPortalFetch(world.origin);
    const device = await createDevice();
    const post = async ({ path }: Route, input: object) => {
      const headers = { "content-type": "application/json" };
      const url = new URL(path, world.origin);
      const response = await send(url, { method: "POST", headers, body: JSON.stringify(input) });
      const contentType = response.headers.get("content-type") ?? "";
      const cookies = response.headers.getSetCookie().filter((line) => !/max-age=0/i.test(line));
      const answer = { status: response.status, contentType, body: await response.text() };
      return { code: codeOf(answer), cookies: cookies.length };
    };
    const before = await standing();
    failAudit();
    expect(await post(authRoutes.signIn, { email, password })).toEqual({
      code: "503 unavailable",
      cookies: 0,
    });
    restore();
    expect(await standing()).toEqual(before);

    expect(await post(authRoutes.signIn, { email, password })).toEqual({ code: "200", cookies: 1 });
    const halfway = await standing();
    failAudit();
    const last = { code: createCodeBook()(world.people.assistant), devicePublicKey: device.publicKey };
    expect(await post(authRoutes.totp, last)).toEqual({ code: "503 unavailable", cookies: 0 });
    restore();
    expect(await standing()).toEqual(halfway);
  });

  it("refusals are silent, too: who may not is told no more than that it did not work", async () => {
    failAudit();
    const { submissionID } = claimed;
    const notHis = await rawCall(world, provider, intakeRoutes.readSubmission, { submissionID });
    expect(codeOf(notHis)).toBe("503 unavailable");
    const nobody = await fetch(new URL("/api/review/queues", world.origin), {
      headers: { cookie: `__Host-session=${"A".repeat(22)}` },
    });
    expect(nobody.status).toBe(503);
  });

  it("what arrives stays unverified and unrouted, until the log is back", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    await parcel.submit();
    await untilIdle(world);
    const before = await statesOf(world, parcel.submissionID);
    const failed = () => prints.filter((line) => line.includes("ingest.failed")).length;
    const failures = failed();
    failAudit();
    await parcel.putAll();
    await until("both messages' failure", () => failed() >= failures + 2);
    expect(await statesOf(world, parcel.submissionID)).toEqual(before);
    expect(before).toMatchObject({ head: "submitted" });
    expect(await rowsAbout(world, "tsk", parcel.submissionID)).toEqual([]);

    restore();
    bringBack(world);
    await untilRouted(world, parcel.submissionID);
    expect(await countEvents(world, parcel.submissionID)).toMatchObject({
      "document.verify ok": 2,
      "submission.route ok": 1,
    });
  });
});

describe("while keys cannot be used", () => {
  it("no key is released and no submission opened; a release works again afterwards", async () => {
    const { who, route, input } = ATTEMPTS["having a key released to read"] as Attempt;
    restore = world.cloud.failKms();
    const answer = await rawCall(world, who(), route, await input());
    expect(codeOf(answer)).toBe("503 unavailable");
    expect(answer.body).not.toMatch(RELEASES);
    const before = await standing();
    const opening = { ...factsFor(world.clinics.riverside), idempotencyKey: crypto.randomUUID() };
    expect(codeOf(await rawCall(world, patient, intakeRoutes.openSubmission, opening))).toBe(
      "503 unavailable",
    );
    expect(await standing()).toEqual(before);
    restore();
    const again = await rawCall(world, who(), route, await input());
    expect(codeOf(again)).toBe("200");
    expect(again.body).toContain("ciphertext");
  });
});

describe("when the audit log is back", () => {
  it.each(Object.entries(ATTEMPTS))("%s works, with its event", async (_, { who, route, input }) => {
    const asked = await input();
    const before = (await standing()).audit.length;
    const answer = await rawCall(world, who(), route, asked);
    expect([codeOf(answer), RELEASES.test(answer.body) || route === intakeRoutes.submit]).toEqual([
      "200",
      true,
    ]);
    expect((await standing()).audit.length).toBeGreaterThan(before);
  });
});
