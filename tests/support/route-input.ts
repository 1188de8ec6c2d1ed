import {
  adminRoutes,
  authRoutes,
  intakeRoutes,
  keysRoutes,
  pathParameters,
  reviewRoutes,
  type Route,
} from "@postern/contract";
import { idSource, systemClock, type IDs } from "@postern/core/kernel";
import * as z from "zod";

/** A route with its name, as the contract has it. */
export interface NamedRoute {
  readonly name: string;
  readonly route: Route;
  /** Which of its input's members are ids, by name. */
  readonly idMembers: readonly string[];
}

const newID = idSource(systemClock);

/** Members that hold an id, and its prefix. A member that is not here and ends in `ID` is a fault of this table. */
const ID_PREFIXES: Readonly<Record<string, keyof IDs>> = {
  submissionID: "sub",
  documentID: "doc",
  manifestID: "doc",
  attemptID: "att",
  after: "att",
  taskID: "tsk",
  queueID: "que",
  toPersonID: "per",
  personID: "per",
  locationID: "loc",
  stepUpID: "prf",
  noteID: "not",
  handle: "ses",
};

const base64Of = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64");
const ATTEMPT = { messageID: base64Of(32), sealedSizeBytes: 1000, upload: "single" };

/** Values with which each other member of an input passes its schema. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  ...ATTEMPT,
  kind: "documents",
  urgency: "routine",
  documents: [{ reference: "a", kind: "document", ...ATTEMPT }],
  parts: [{ partNumber: 1, sizeBytes: 1000, sha256: base64Of(32) }],
  documentCount: 1,
  block: 1,
  purpose: "read",
  version: 1,
  lane: "open",
  form: "file",
  text: "a note",
  idempotencyKey: "0123456789abcdef",
};

/** Every call behind a sign-in whose input names something by its id, derived from the contract. */
export const ROUTES_WITH_IDS: readonly NamedRoute[] = Object.entries({
  ...prefixed("intake", intakeRoutes),
  ...prefixed("keys", keysRoutes),
  ...prefixed("review", reviewRoutes),
  ...prefixed("admin", adminRoutes),
  // The other calls of `auth` name nothing that is there: a step-up is bound to whatever id it is given.
  ...prefixed("auth", { endSession: authRoutes.endSession }),
})
  .map(([name, route]) => namedRoute(name, route))
  // An idempotency key makes each opening a new thing; it names nothing that is there.
  .filter(({ route, idMembers }) => idMembers.length > 0 && route !== intakeRoutes.openSubmission);

function prefixed(area: string, routes: Readonly<Record<string, Route>>): Record<string, Route> {
  return Object.fromEntries(Object.entries(routes).map(([name, route]) => [`${area}.${name}`, route]));
}

/** A route with its id members. @throws TypeError when nothing is known of one */
export function namedRoute(name: string, route: Route): NamedRoute {
  return { name, route, idMembers: membersOf(route).filter(isID) };
}

/** The members of a route's input. */
export function membersOf({ input }: Route): readonly string[] {
  if (!(input instanceof z.ZodObject)) throw new TypeError("This input is no object.");
  return Object.keys(input.shape as object);
}

function isID(member: string): boolean {
  if (member in ID_PREFIXES) return true;
  if (member.endsWith("ID") && !(member in SAMPLES)) throw new TypeError(`Nothing is known of ${member}.`);
  return false;
}

/** An id of the right shape that names nothing. */
export function randomID(member: string): string {
  const prefix = ID_PREFIXES[member];
  if (prefix === undefined) throw new TypeError(`${member} is no id.`);
  return newID(prefix);
}

/**
 * An input that passes the route's schema.
 *
 * @param ids values for its id members; those that are left out are drawn
 */
export function inputFor(
  { route, name }: NamedRoute,
  ids: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const input = Object.fromEntries(
    membersOf(route).flatMap((member): [string, unknown][] => {
      if (member in ID_PREFIXES) return [[member, ids[member] ?? randomID(member)]];
      if (member === "reason") return [[member, name === "review.reject" ? "duplicate" : "other"]];
      return member in SAMPLES ? [[member, SAMPLES[member]]] : [];
    }),
  );
  const parsed = route.input.safeParse(input);
  if (!parsed.success) throw new TypeError(`${name}: ${parsed.error.message}`);
  return input;
}

/** Which id members stand in the path. */
export function idsInPath({ route, idMembers }: NamedRoute): readonly string[] {
  return pathParameters(route.path).filter((member) => idMembers.includes(member));
}
