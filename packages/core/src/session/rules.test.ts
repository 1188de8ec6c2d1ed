import { ROLES, SESSION_SECONDS, type ClinicID, type PersonID, type Role } from "@postern/contract";
import { describe, expect, test } from "vitest";
import type { Membership } from "../identity/index.ts";
import { idSource, iso, systemClock } from "../kernel/index.ts";
import { actorOf, isBesides, secondsOf, stateOf } from "./rules.ts";
import type { Session } from "./store.ts";

const draw = idSource(systemClock);
const openedMs = Date.parse("2026-11-16T09:00:00Z");
const clinicID: ClinicID = draw("cli");
const personID: PersonID = draw("per");

const membershipOf = (role: Role): Membership => {
  const base = { clinicID, personID, role, locationIDs: [], state: "active", epoch: 3 } as const;
  if (role === "patient") return { ...base, patientID: draw("pat") };
  return role === "referrer" ? { ...base, organizationID: draw("org") } : base;
};
const sessionOf = (role: Role): Session => ({
  tokenHash: "00",
  handle: draw("ses"),
  sub: "sub",
  clinicID,
  personID,
  role,
  factors: ["password", "totp"],
  devicePublicKey: "",
  browser: "other",
  system: "other",
  epoch: 3,
  openedAt: iso(openedMs),
  endsAt: iso(openedMs + secondsOf(role).total * 1000),
  seenAt: iso(openedMs),
  provenAt: iso(openedMs),
});
const acting = { handle: draw("ses"), devicePublicKey: "", locked: false };

describe("a session", () => {
  test.each(ROLES)("of a %s is active, then locked, then ended", (role) => {
    const { idle, total } = SESSION_SECONDS[role === "patient" ? "patient" : "staff"];
    const at = (seconds: number) => stateOf(sessionOf(role), membershipOf(role), openedMs + seconds * 1000);
    expect([0, idle].map(at)).toEqual(["active", "active"]);
    expect([idle + 1, total - 1].map(at)).toEqual(["locked", "locked"]);
    expect([total, total * 2].map(at)).toEqual(["ended", "ended"]);
  });

  test("ends when its membership is gone, has ended, or has changed", () => {
    const session = sessionOf("provider");
    const membership = membershipOf("provider");
    expect(stateOf(session, null, openedMs)).toBe("ended");
    expect(stateOf(session, { ...membership, state: "ended" }, openedMs)).toBe("ended");
    expect(stateOf(session, { ...membership, epoch: 4 }, openedMs)).toBe("ended");
    expect(stateOf(session, { ...membership, epoch: 2 }, openedMs)).toBe("ended");
  });
});

describe("an actor", () => {
  test.each(ROLES)("of role %s is of that type, with what the role needs", (role) => {
    const expected = { type: role, clinicID, personID, epoch: 3 };
    expect(actorOf(membershipOf(role), acting)).toMatchObject(expected);
  });

  test("is nobody when a patient has no record, or a referrer no organization", () => {
    const { patientID: _, ...patient } = membershipOf("patient");
    const { organizationID: __, ...referrer } = membershipOf("referrer");
    expect(actorOf(patient, acting)).toBeNull();
    expect(actorOf(referrer, acting)).toBeNull();
  });
});

describe("another session", () => {
  const session = sessionOf("provider");
  const other = { ...session, handle: draw("ses") };
  const at = (nowMs: number, more: Partial<Session> = {}) => isBesides({ ...other, ...more }, session, nowMs);

  test("of the same person and membership stands beside this one until it ends", () => {
    const endMs = Date.parse(session.endsAt);
    expect([at(openedMs), at(endMs - 1), at(endMs)]).toEqual([true, true, false]);
  });

  test.each([
    ["that is this one", { handle: session.handle }],
    ["of another person", { sub: "another", personID: draw("per") }],
    ["for another clinic", { clinicID: draw("cli") }],
    ["that stands on an earlier membership", { epoch: 2 }],
  ])("%s does not", (_, more) => {
    expect(at(openedMs, more)).toBe(false);
  });

  test("that is gone does not", () => {
    expect(isBesides(null, session, openedMs)).toBe(false);
  });
});
