import { adminRoutes, keysRoutes, reviewRoutes, type AuditEventView } from "@postern/contract";
import type { InputOf } from "@postern/client";
import { iso, systemClock, type AuditEvent } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, rawCall } from "../support/raw-call.ts";
import type { SealedPackage } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { claimTask, sendPackage, writeEvents } from "./oversight-scene.ts";

type Asked = InputOf<typeof adminRoutes.auditEvents>;

const month = iso(systemClock.now()).slice(0, 7);

let world: World;
let officer: SignedIn;
let patient: SignedIn;
let provider: SignedIn;
let harborOfficer: SignedIn;
let parcel: SealedPackage;

beforeAll(async () => {
  world = await startWorld();
  const { people } = world;
  [officer, patient, provider, harborOfficer] = await Promise.all([
    world.signIn(people.securityOfficer),
    world.signIn(people.patient),
    world.signIn(people.provider),
    world.signIn(people.harborSecurityOfficer),
  ]);
  parcel = await sendPackage(world, patient);
  await claimTask(world, provider, parcel);
  await provider.api.call(keysRoutes.release, { submissionID: parcel.submissionID, purpose: "read" });
  await rawCall(world, provider, adminRoutes.auditEvents, {});
  await rawCall(world, patient, reviewRoutes.queues, {});
});
afterAll(() => world?.close());

/** Every page of a search. */
async function search(who: SignedIn, asked: Asked): Promise<readonly AuditEventView[]> {
  const found: AuditEventView[] = [];
  let cursor: string | undefined;
  do {
    const page = await who.api.call(
      adminRoutes.auditEvents,
      cursor === undefined ? asked : { ...asked, cursor },
    );
    found.push(...page.events);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** What the log holds of Riverside, but for what searching adds. */
async function logged(): Promise<readonly AuditEvent[]> {
  const { clinicID } = world.clinics.riverside;
  const rows = (await dumpTable(world, "audit")) as unknown as readonly AuditEvent[];
  return rows.filter((row) => row.clinicID === clinicID && row.actorID !== officer.session.personID);
}

const FILTERS: Readonly<
  Record<string, { asked: () => Asked; keeps: (event: AuditEvent | AuditEventView) => boolean }>
> = {
  "no filter": { asked: () => ({}), keeps: () => true },
  "a month": { asked: () => ({ month }), keeps: () => true },
  "a month without events": { asked: () => ({ month: "2020-01" }), keeps: () => false },
  "a person": {
    asked: () => ({ personID: provider.session.personID }),
    keeps: ({ actorID }) => actorID === provider.session.personID,
  },
  "an action": { asked: () => ({ action: "audit.list" }), keeps: ({ action }) => action === "audit.list" },
  "an action that was done": {
    asked: () => ({ action: "key.release", outcome: "ok" }),
    keeps: ({ action, outcome }) => action === "key.release" && outcome === "ok",
  },
  "an action that was refused": {
    asked: () => ({ action: "queue.list", outcome: "refused" }),
    keeps: ({ action, outcome }) => action === "queue.list" && outcome === "refused",
  },
  "what was done": { asked: () => ({ outcome: "ok" }), keeps: ({ outcome }) => outcome === "ok" },
  "what was refused": {
    asked: () => ({ outcome: "refused" }),
    keeps: ({ outcome }) => outcome === "refused",
  },
  "what failed": { asked: () => ({ outcome: "failed" }), keeps: ({ outcome }) => outcome === "failed" },
  "a submission": {
    asked: () => ({ submissionID: parcel.submissionID }),
    keeps: ({ submissionID }) => submissionID === parcel.submissionID,
  },
  "a submission's number": {
    asked: () => ({ number: parcel.number }),
    keeps: ({ submissionID }) => submissionID === parcel.submissionID,
  },
  "a submission in a month without events": {
    asked: () => ({ submissionID: parcel.submissionID, month: "2020-01" }),
    keeps: () => false,
  },
  "a person and an outcome": {
    asked: () => ({ personID: provider.session.personID, outcome: "refused" }),
    keeps: ({ actorID, outcome }) => actorID === provider.session.personID && outcome === "refused",
  },
  "a person, an action and a submission": {
    asked: () => ({
      personID: provider.session.personID,
      action: "key.release",
      number: parcel.number,
      month,
    }),
    keeps: ({ actorID, action, submissionID }) =>
      actorID === provider.session.personID &&
      action === "key.release" &&
      submissionID === parcel.submissionID,
  },
};
const EMPTY = new Set(["a month without events", "what failed", "a submission in a month without events"]);

describe("searching the audit log", () => {
  it.each(Object.entries(FILTERS))(
    "by %s finds all of it and nothing else",
    async (name, { asked, keeps }) => {
      const found = await search(officer, asked());
      const ids = found
        .filter(({ actorID }) => actorID !== officer.session.personID)
        .map(({ eventID }) => eventID);
      const wanted = (await logged()).filter(keeps).map(({ eventID }) => eventID);
      expect(ids.toSorted()).toEqual(wanted.toSorted());
      expect(ids.length > 0).toBe(!EMPTY.has(name));
      expect(found.every(keeps)).toBe(true);
    },
  );

  it("tells the newest first, with the request and no more of an address than the start of its hash", async () => {
    const found = await search(officer, { personID: provider.session.personID });
    expect(found.map(({ at }) => at)).toEqual(
      found
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    for (const event of found) {
      expect(event.requestID).toMatch(/^[0-9a-f-]{36}$/);
      expect(event.addressHash).toMatch(/^[0-9a-f]{8}$/);
    }
  });

  it("is itself in the log, with what was looked for", async () => {
    await search(officer, { action: "key.release", outcome: "ok" });
    const own = await search(officer, { personID: officer.session.personID, action: "audit.list" });
    expect(own.map(({ code }) => code)).toContain(`${month} key.release ok`);
  });

  it("reads a bounded number of rows, and says where to look further back", async () => {
    const old = (await search(officer, { personID: patient.session.personID, action: "submission.open" }))
      .length;
    expect(old).toBeGreaterThan(0);
    await writeEvents(world, 1100);
    const asked = { personID: patient.session.personID, action: "submission.open" };
    const first = await officer.api.call(adminRoutes.auditEvents, asked);
    expect(first.events).toEqual([]);
    expect(first.cursor).toBeDefined();
    const { cursor = "" } = first;
    const second = await officer.api.call(adminRoutes.auditEvents, { ...asked, cursor });
    expect(second.events).toHaveLength(old);
    expect(second.cursor).toBeUndefined();
  });

  it("refuses a cursor of another filter, of another officer, and one that was edited", async () => {
    const asked = { personID: patient.session.personID };
    const { cursor = "" } = await officer.api.call(adminRoutes.auditEvents, asked);
    const refused = async (who: SignedIn, input: object) =>
      codeOf(await rawCall(world, who, adminRoutes.auditEvents, { ...input }));
    expect(await refused(officer, { ...asked, cursor })).toBe("200");
    expect(await refused(officer, { ...asked, action: "part.sign", cursor })).toBe("400 cursor");
    expect(await refused(officer, { ...asked, outcome: "ok", cursor })).toBe("400 cursor");
    expect(await refused(officer, { ...asked, month: "2020-01", cursor })).toBe("400 cursor");
    expect(await refused(officer, { cursor })).toBe("400 cursor");
    expect(await refused(harborOfficer, { ...asked, cursor })).toBe("400 cursor");
    expect(await refused(officer, { ...asked, cursor: `${cursor.slice(1)}A` })).toBe("400 cursor");
    expect(codeOf(await rawCall(world, officer, adminRoutes.quarantine, { cursor }))).toBe("400 cursor");
  });

  it("finds nothing by another clinic's ids and numbers", async () => {
    const { submissionID, number } = parcel;
    expect(await search(harborOfficer, { personID: provider.session.personID })).toEqual([]);
    expect(await search(harborOfficer, { number })).toEqual([]);
    const theirs = await search(harborOfficer, { submissionID });
    expect(theirs.every(({ actorID }) => actorID === harborOfficer.session.personID)).toBe(true);
  });

  it.each([
    { action: "refused" },
    { action: "key.release#2026-11" },
    { month: "2026-13" },
    { outcome: "maybe" },
    { number: "O0O0-1I1I" },
  ])("refuses %o", async (input) => {
    expect(codeOf(await rawCall(world, officer, adminRoutes.auditEvents, input))).toBe("400 input");
  });
});
