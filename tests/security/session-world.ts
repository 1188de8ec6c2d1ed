import { ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { PLATFORM, type Role } from "@postern/contract";
import { searchEvents } from "@postern/core/audit";
import { keys } from "@postern/core/aws";
import { describeMembership, describePointer } from "@postern/core/identity";
import { idSource, systemClock, type IDs } from "@postern/core/kernel";
import { vi } from "vitest";
import { totpCode } from "../../packages/local-cloud/src/cognito/totp.ts";
import { createBrowser, type Handler } from "./portal-browser.ts";
import { POOL, becomeFunction, startSessionCloud, type SessionCloud } from "./session-cloud.ts";

const drawID = idSource(systemClock);

/** Someone at Cognito who may be a member of a clinic. */
export interface Someone {
  readonly email: string;
  readonly sub: string;
  readonly personID: IDs["per"];
  readonly clinicID: IDs["cli"];
}

export interface Newcomer {
  readonly password: string;
  readonly totpSecret?: string;
  readonly permanent?: boolean;
  /** In a clinic of their own; without it they belong to none. */
  readonly role?: Role;
}

export type SessionWorld = Awaited<ReturnType<typeof startWorld>>;

/** The real function for sign-in in this process, on an embedded cloud. Only `Date` is ours. */
export async function startWorld() {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-16T09:00:00Z") });
  const place = await startSessionCloud();
  const { cloud, tables } = place;
  let handler = await bootFunction(place);
  const logs: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => logs.push(String(line)) > 0);
  return {
    place,
    cloud,
    tables,
    /** What the function printed. */
    logs,
    /** Starts the function anew, with credentials of now. */
    async restart() {
      handler = await bootFunction(place);
    },
    advance: (seconds: number) => void vi.setSystemTime(Date.now() + seconds * 1000),
    browser: (address: string) => createBrowser(() => handler, address),
    person: (email: string, newcomer: Newcomer) => makePerson(place, email, newcomer),
    changeMembership: (someone: Someone, state: "active" | "ended") =>
      changeMembership(place, someone, state),
    countCalls: (someone: Someone, calls: number) => countCalls(place, someone, calls),
    /** A clinic's audit log, or the platform's, oldest first. */
    async audit(clinicID: IDs["cli"] = PLATFORM) {
      const month = new Date(Date.now()).toISOString().slice(0, 7);
      const whole = { slices: [{ kind: "clinic", month }], keep: () => true, wanted: 1000 } as const;
      const { events } = await searchEvents(place.root, clinicID, whole);
      return [...events].reverse();
    },
    /** Everything in the table of sessions, as a thief of the table would see it. */
    async sessionRows() {
      return (await place.documents.send(new ScanCommand({ TableName: tables.session }))).Items ?? [];
    },
    async close() {
      vi.useRealTimers();
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      await cloud.close();
    },
  };
}

async function bootFunction(place: SessionCloud): Promise<Handler> {
  becomeFunction(place, "auth");
  vi.resetModules();
  const module = await import("../../packages/functions/src/http/auth.ts");
  return module.handler as unknown as Handler;
}

async function makePerson(place: SessionCloud, email: string, newcomer: Newcomer): Promise<Someone> {
  const { role, permanent = true, ...seed } = newcomer;
  const { sub } = place.cloud.seedUser(POOL, { email, permanent, ...seed });
  const [clinicID, personID] = [drawID("cli"), drawID("per")];
  const someone = { email, sub, personID, clinicID };
  if (role === undefined) return someone;
  const owned = role === "patient" ? { patientID: drawID("pat") } : {};
  await place.root.commit([
    describePointer(sub, { clinicID, personID }),
    describeMembership({ clinicID, personID, role, ...owned, locationIDs: [], state: "active", epoch: 1 }),
  ]);
  return someone;
}

/** Changes a membership, which raises its epoch. */
async function changeMembership(
  { documents, tables }: SessionCloud,
  { clinicID, personID }: Someone,
  state: "active" | "ended",
): Promise<void> {
  await documents.send(
    new UpdateCommand({
      TableName: tables.record,
      Key: { pk: keys.person(clinicID, personID), sk: "mbr" },
      UpdateExpression: "SET #state = :state ADD #epoch :one",
      ExpressionAttributeNames: { "#state": "state", "#epoch": "epoch" },
      ExpressionAttributeValues: { ":state": state, ":one": 1 },
    }),
  );
}

/** As if someone had called so often in this minute. */
async function countCalls(
  { documents, tables }: SessionCloud,
  { personID }: Someone,
  calls: number,
): Promise<void> {
  const minute = Math.floor(Date.now() / 60_000) * 60;
  await documents.send(
    new UpdateCommand({
      TableName: tables.limit,
      Key: { pk: keys.limit("person", personID, String(minute)), sk: "count" },
      UpdateExpression: "SET #taken = :calls",
      ExpressionAttributeNames: { "#taken": "taken" },
      ExpressionAttributeValues: { ":calls": calls },
    }),
  );
}

/** What an authenticator app shows now. */
export const codeOf = (secret: string) => totpCode(secret, Date.now());
