import { REQUEST_ID_HEADER, type ClinicID } from "@postern/contract";
import type { RefusedCall } from "@postern/local-cloud";
import { mountedRoutes, type MountedRoute } from "../../support/mounted-routes.ts";
import { codeOf, rawCall } from "../../support/raw-call.ts";
import { inputFor, membersOf, namedRoute, type NamedRoute } from "../../support/route-input.ts";
import { writeCursor } from "../../support/unguarded/cursor.ts";
import { until } from "../../support/until.ts";
import type { SignedIn } from "../../support/world.ts";
import { layerOf, type Scene } from "./scene.ts";

export const ROUTE_ATTACKS = ["foreign ids", "list", "filters", "cursor"] as const;
export type RouteAttack = (typeof ROUTE_ATTACKS)[number];

/** What became of the attacks on one route; those that make no sense on it are left out. */
export interface RouteFinding {
  readonly route: string;
  readonly outcomes: Readonly<Partial<Record<RouteAttack, readonly string[]>>>;
}

type Input = Readonly<Record<string, unknown>>;

/** What a list can be narrowed to beside ids. A filter that is not here is a fault of this table. */
const FILTERS: Input = {
  month: new Date().toISOString().slice(0, 7),
  action: "submission.open",
  outcome: "ok",
  number: "K7M2-4Q9R",
};

/** Whose route it is: `auth` acts on sessions, which are of no clinic, and takes no clinic from a request. */
export const isOfClinics = ({ functionName }: MountedRoute) => functionName !== "auth";

/** Attacks every route of the functions that act for a clinic, with Harbor's people who mean Riverside. */
export async function attackRoutes(scene: Scene): Promise<readonly RouteFinding[]> {
  const findings: RouteFinding[] = [];
  for (const mounted of (await mountedRoutes(scene.world)).filter(isOfClinics)) {
    const attackers = await attackersOn(scene, mounted);
    const outcomes: Partial<Record<RouteAttack, readonly string[]>> = {};
    for (const [attack, strikes] of Object.entries(strikesOn(scene, mounted))) {
      const found = new Set<string>();
      for (const strike of strikes)
        for (const attacker of attackers) found.add(await strikeAs(scene, attacker, strike));
      outcomes[attack as RouteAttack] = found.size === 0 ? ["NOT TRIED"] : [...found].toSorted();
    }
    findings.push({ route: mounted.name, outcomes });
  }
  return findings;
}

/** One call that somebody of Harbor makes. */
interface Strike {
  readonly mounted: MountedRoute;
  readonly input: Input;
  /** The clinic that he says he acts for. */
  readonly clinicID: ClinicID;
}

function strikesOn(
  { riverside, harbor, foreign, own }: Scene,
  mounted: MountedRoute,
): Partial<Record<RouteAttack, readonly Strike[]>> {
  const route = namedRoute(mounted.name, mounted.route);
  const required = requiredOf(route);
  const plain = only(inputFor(route, foreign), required);
  const as = (clinicID: ClinicID) => (input: Input) => ({ mounted, input, clinicID });
  const isOfThings = route.idMembers.some((member) => required.includes(member));
  const filters = membersOf(route.route).filter((member) => !required.includes(member));
  const strikes: Partial<Record<RouteAttack, readonly Strike[]>> = {
    [isOfThings ? "foreign ids" : "list"]: [plain].map(as(riverside.clinicID)),
  };
  if (route.route.method !== "GET") return strikes;
  const narrowed = filters.filter((name) => name !== "cursor").map((name) => filterBy(name, foreign));
  if (narrowed.length > 0)
    strikes.filters = narrowed.map((filter) => ({ ...plain, ...filter })).map(as(riverside.clinicID));
  if (filters.includes("cursor"))
    strikes.cursor = cursorsOf(mounted.name, riverside)
      .map((cursor) => ({ ...only(inputFor(route, own), required), ...cursor }))
      .map(as(harbor.clinicID));
  return strikes;
}

function requiredOf({ route }: NamedRoute): readonly string[] {
  return membersOf(route).filter((member) => !memberOf(route, member).isOptional());
}

function memberOf({ input }: NamedRoute["route"], member: string): { isOptional(): boolean } {
  return (input as unknown as { shape: Record<string, { isOptional(): boolean }> }).shape[member] ?? never();
}

function never(): never {
  throw new TypeError("An input lacks its own member.");
}

const only = (input: Input, names: readonly string[]): Input =>
  Object.fromEntries(Object.entries(input).filter(([name]) => names.includes(name)));

function filterBy(name: string, foreign: Readonly<Record<string, string>>): Input {
  const value = foreign[name] ?? FILTERS[name];
  if (value === undefined) throw new TypeError(`Nothing is known of the filter ${name}.`);
  return { [name]: value };
}

/** Cursors that lead into Riverside's lists, with what else the list takes for them. */
function cursorsOf(name: string, { clinicID, submissionID, records }: Scene["riverside"]): readonly Input[] {
  const row = (kind: string) =>
    records.find(
      ({ pk, submissionID: of }) => String(pk).startsWith(`${clinicID}#${kind}#`) && of === submissionID,
    );
  const keyIn = (index: string, kind: string) => {
    const {
      pk,
      sk,
      [`${index}pk`]: indexPk = `${clinicID}#a`,
      [`${index}sk`]: indexSk = "a",
    } = row(kind) ?? {};
    return writeCursor({ pk, sk, [`${index}pk`]: indexPk, [`${index}sk`]: indexSk });
  };
  switch (name) {
    case "intake.listSubmissions":
      return [{ cursor: keyIn("gsi1", "sub") }];
    case "review.tasks":
      return [
        { cursor: keyIn("gsi1", "tsk"), lane: "open" },
        { cursor: keyIn("gsi1", "tsk"), lane: "claimed" },
        { cursor: keyIn("gsi3", "tsk"), lane: "overdue" },
      ];
    case "review.myTasks":
      return [{ cursor: keyIn("gsi2", "tsk") }];
    case "admin.auditEvents":
    case "admin.quarantine":
      return [{ cursor: writeCursor({ before: `2999-01-01T00:00:00.000Z#${submissionID}` }) }];
    default:
      throw new TypeError(`Nothing is known of the cursors of ${name}.`);
  }
}

/** Those whose role may make such calls at all; everybody else is refused for that, everywhere alike. */
async function attackersOn({ world, attackers }: Scene, { name, route }: MountedRoute) {
  const honest = inputFor(namedRoute(name, route), {});
  const answers = attackers.map(async (attacker) => {
    const answer = await rawCall(world, attacker, route, honest);
    return codeOf(answer) === "403 forbidden" ? [] : [attacker];
  });
  return (await Promise.all(answers)).flat();
}

async function strikeAs(
  { world, riverside, refusals }: Scene,
  attacker: SignedIn,
  { mounted, input, clinicID }: Strike,
): Promise<string> {
  const call: { answer?: Awaited<ReturnType<typeof rawCall>>; requestID?: string } = {};
  const liar: SignedIn = {
    ...attacker,
    session: { ...attacker.session, clinicID },
    fetch: async (...request) => {
      const response = await attacker.fetch(...request);
      call.requestID = response.headers.get(REQUEST_ID_HEADER) ?? "";
      return response;
    },
  };
  const refused = await refusals(async () => {
    call.answer = await rawCall(world, liar, mounted.route, input);
  });
  const { answer, requestID } = call;
  if (answer === undefined || requestID === undefined) throw new Error("There was no answer.");
  const code = codeOf(answer);
  const [first] = refused;
  if (code === "503 unavailable" && first !== undefined && namesOnly(first, riverside.clinicID))
    return `${layerOf(first.action)} ${first.action}`;
  if (code === "503 unavailable" && first === undefined) {
    const line = await until("what the function says of it", () =>
      world.lines.find((each) => each.includes('"event":"unavailable"') && each.includes(requestID)),
    );
    if (line.includes('"ValidationException"')) return "DynamoDB: a key of another list";
  }
  const isOwn = code === "200" && clinicID !== riverside.clinicID && !mentions(answer.body, riverside);
  return isOwn ? "own rows only" : `NOT REFUSED: ${code}`;
}

/** Whether it was refused for Riverside's sake: the key or the context that it names is Riverside's. */
function namesOnly({ resource, context }: RefusedCall, clinicID: ClinicID): boolean {
  return JSON.stringify([resource, context]).includes(clinicID);
}

function mentions(body: string, { clinicID, records }: Scene["riverside"]): boolean {
  const ids = records.flatMap(({ submissionID, taskID }) => [submissionID, taskID]).filter(Boolean);
  return [clinicID, ...ids].some((id) => body.includes(String(id)));
}
