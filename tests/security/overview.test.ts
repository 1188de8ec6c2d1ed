import { adminRoutes, reviewRoutes, type OverviewDay } from "@postern/contract";
import { iso, systemClock } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, rawCall } from "../support/raw-call.ts";
import type { SealedDocument } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { claimTask, sendPackage, sendUnsealed } from "./oversight-scene.ts";

const month = iso(systemClock.now()).slice(0, 7);

let world: World;
let officer: SignedIn;
let owner: SignedIn;
let patient: SignedIn;
let provider: SignedIn;
let harborOfficer: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  const { people } = world;
  [officer, owner, patient, provider, harborOfficer] = await Promise.all([
    world.signIn(people.securityOfficer),
    world.signIn(people.owner),
    world.signIn(people.patient),
    world.signIn(people.provider),
    world.signIn(people.harborSecurityOfficer),
  ]);
});
afterAll(() => world?.close());

describe("what was put aside", () => {
  it("is listed by month with its reason, whoever found it", async () => {
    const unsealed = await sendUnsealed(world, patient);
    const reported = await sendPackage(world, patient);
    await claimTask(world, provider, reported);
    const { submissionID } = reported;
    const [{ documentID }] = reported.documents as readonly [SealedDocument];
    await provider.api.call(reviewRoutes.reportUnreadable, { submissionID, documentID });
    const { documents, cursor } = await officer.api.call(adminRoutes.quarantine, { month });
    expect(documents).toMatchObject([
      { submissionID, documentID, reason: "reported-unreadable" },
      { ...unsealed, reason: "not-sealed" },
    ]);
    expect(cursor).toBeUndefined();
  });

  it("is not told of another month or clinic", async () => {
    expect((await officer.api.call(adminRoutes.quarantine, { month: "2020-01" })).documents).toEqual([]);
    expect((await harborOfficer.api.call(adminRoutes.quarantine, {})).documents).toEqual([]);
  });
});

describe("the overview of a month", () => {
  const sum = (days: readonly OverviewDay[], name: Exclude<keyof OverviewDay, "day">) =>
    days.reduce((total, day) => total + day[name], 0);

  it("counts what became of submissions, for the owner and the officer alike", async () => {
    const accepted = await claimTask(world, provider, await sendPackage(world, patient));
    await provider.api.call(reviewRoutes.accept, { taskID: accepted, version: 2 });
    const rejected = await claimTask(world, provider, await sendPackage(world, patient));
    await provider.api.call(reviewRoutes.reject, { taskID: rejected, version: 2, reason: "duplicate" });
    const seen = await owner.api.call(adminRoutes.overview, { month });
    expect(await officer.api.call(adminRoutes.overview, {})).toEqual(seen);
    const counts = { routed: 3, accepted: 1, returned: 0, rejected: 1, putAside: 1 } as const;
    for (const [name, count] of Object.entries(counts)) {
      expect([name, sum(seen.days, name as keyof typeof counts)]).toEqual([name, count]);
    }
    expect(seen.countedSince).toBeUndefined();
    expect(seen.days.every(({ day }) => day.startsWith(month))).toBe(true);
  });

  it("holds nothing of another clinic or month", async () => {
    expect(await harborOfficer.api.call(adminRoutes.overview, { month })).toEqual({ days: [] });
    expect(await owner.api.call(adminRoutes.overview, { month: "2020-01" })).toEqual({ days: [] });
  });

  it("leaves one row in the log, however often it is looked at", async () => {
    const before = (await dumpTable(world, "audit")).filter(
      ({ action }) => action === "overview.read",
    ).length;
    await owner.api.call(adminRoutes.overview, { month });
    await owner.api.call(adminRoutes.overview, { month });
    const after = (await dumpTable(world, "audit")).filter(({ action }) => action === "overview.read").length;
    expect(before).toBeGreaterThan(0);
    expect(after - before).toBeLessThan(2);
  });
});

describe("nobody else", () => {
  const routes = { audit: adminRoutes.auditEvents, quarantine: adminRoutes.quarantine };

  it.each(Object.entries(routes))("%s is refused to all but the officer", async (_, route) => {
    for (const who of [patient, provider, owner]) {
      expect(codeOf(await rawCall(world, who, route, {}))).toBe("403 forbidden");
    }
  });

  it("the overview is refused to who sends and who treats", async () => {
    for (const who of [patient, provider]) {
      expect(codeOf(await rawCall(world, who, adminRoutes.overview, {}))).toBe("403 forbidden");
    }
  });
});
