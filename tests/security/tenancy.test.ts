import {
  LIMITS,
  PROBLEM_STATUS,
  ProblemBody,
  REQUEST_ID_HEADER,
  adminRoutes,
  authRoutes,
  intakeRoutes,
  reviewRoutes,
} from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clinicIDs } from "../support/clinic-ids.ts";
import { codeOf, rawCall, type RawAnswer } from "../support/raw-call.ts";
import { ROUTES_WITH_IDS, idsInPath, inputFor, randomID, type NamedRoute } from "../support/route-input.ts";
import { factsFor } from "../support/sealed-package.ts";
import { dumpTables } from "../support/table-dump.ts";
import { recordTraffic } from "../support/traffic.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let riversidePatient: SignedIn;
let harborPatient: SignedIn;
let harborProvider: SignedIn;
let harborOfficer: SignedIn;
/** Riverside's own, by the names that inputs have for such ids. */
let foreign: Readonly<Record<string, string>>;
/** Harbor's own. */
let own: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await startWorld();
  const { people } = world;
  riversidePatient = await world.signIn(people.patient);
  harborPatient = await world.signIn(people.harborPatient);
  harborProvider = await world.signIn(people.harborProvider);
  harborOfficer = await world.signIn(people.harborSecurityOfficer);
  foreign = await clinicIDs(world, riversidePatient, "riverside", people.provider.personID);
  own = await clinicIDs(world, harborPatient, "harbor", people.harborProvider.personID);
});
afterAll(() => world.close());

const callers = () => ({ harborPatient, harborProvider, harborOfficer });

/** What everyone of Harbor is answered to these ids, and to ids of nothing. */
async function compare(route: NamedRoute, ids: Readonly<Record<string, string>>) {
  const answers: [string, RawAnswer, RawAnswer][] = [];
  for (const [name, caller] of Object.entries(callers())) {
    const theirs = await rawCall(world, caller, route.route, inputFor(route, ids));
    const nobodys = await rawCall(world, caller, route.route, inputFor(route, {}));
    answers.push([name, theirs, nobodys]);
  }
  return answers;
}

describe("another clinic's ids", () => {
  it("can be asked for by every route that takes ids", () => {
    expect(ROUTES_WITH_IDS.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "intake.readSubmission",
        "intake.signParts",
        "keys.release",
        "review.task",
        "review.claim",
        "review.documentURL",
        "admin.auditEvents",
      ]),
    );
    expect(ROUTES_WITH_IDS.length).toBeGreaterThan(18);
  });

  it.each(ROUTES_WITH_IDS)("$name answers them byte for byte like ids of nothing", async (route) => {
    const before = await dumpTables(world, ["record"]);
    for (const [caller, theirs, nobodys] of await compare(route, foreign)) {
      const shown =
        route.route === adminRoutes.auditEvents ? withoutOwnEvents : (answer: RawAnswer) => answer;
      expect([caller, shown(theirs)]).toEqual([caller, shown(nobodys)]);
      expect(shown(theirs).body).not.toContain(foreign["submissionID"]);
      const isRefused = codeOf(theirs) === "404 not-found" || codeOf(theirs) === "403 forbidden";
      expect(isRefused || route.route === adminRoutes.auditEvents).toBe(true);
    }
    expect(await dumpTables(world, ["record"])).toEqual(before);
  });

  it.each(ROUTES_WITH_IDS.filter(({ idMembers }) => idMembers.length > 1))(
    "$name answers one of them beside one's own like one of nothing",
    async (route) => {
      for (const mixed of route.idMembers) {
        const caller = route.name.startsWith("intake") ? harborPatient : harborProvider;
        const theirs = inputFor(route, { ...own, [mixed]: foreign[mixed] ?? "" });
        const nobodys = inputFor(route, { ...own, [mixed]: randomID(mixed) });
        expect(await rawCall(world, caller, route.route, theirs)).toEqual(
          await rawCall(world, caller, route.route, nobodys),
        );
      }
    },
  );

  it("would have been answered to their owner", async () => {
    const { submissionID } = foreign;
    const answer = await rawCall(world, riversidePatient, intakeRoutes.readSubmission, { submissionID });
    expect(codeOf(answer)).toBe("200");
    const own = await rawCall(world, harborPatient, intakeRoutes.readSubmission, { submissionID });
    expect(codeOf(own)).toBe("404 not-found");
  });
});

/** The officer's own look stands in his log, so that lists grow from call to call: what counts is what they are of. */
function withoutOwnEvents(answer: RawAnswer): RawAnswer {
  if (answer.status !== 200) return answer;
  const { events, ...rest } = JSON.parse(answer.body) as { events: { action: string }[] };
  const shown = events.filter(({ action }) => action !== "audit.list");
  return { ...answer, body: JSON.stringify({ ...rest, events: shown }) };
}

describe("a malformed id", () => {
  it.each(ROUTES_WITH_IDS)("is refused by $name and not repeated", async (route) => {
    const marker = "zebra-marker";
    const [member] = idsInPath(route).length > 0 ? idsInPath(route) : route.idMembers;
    if (member === undefined) throw new Error("This route has no id.");
    const area = route.name.split(".")[0];
    const caller = { intake: harborPatient, admin: harborOfficer }[area ?? ""] ?? harborProvider;
    const input = { ...inputFor(route, own), [member]: `sub_${marker}` };
    const answer = await rawCall(world, caller, route.route, input);
    expect(codeOf(answer)).toBe("400 input");
    expect(answer.body).not.toContain(marker);
    expect(ProblemBody.parse(JSON.parse(answer.body)).fields).toEqual([member]);
  });
});

describe("the edge of every function", () => {
  const { openSubmission, readSubmission } = intakeRoutes;
  const opening = () => ({
    ...factsFor(world.clinics.harbor),
    idempotencyKey: crypto.randomUUID(),
  });

  it("refuses a mutation that another origin sent, or none, and a repeat from our own is taken", async () => {
    const cookie = await cookieOf(harborPatient);
    const send = async (origin: string | undefined) => {
      const headers = { "content-type": "application/json", cookie };
      const url = new URL(openSubmission.path, world.origin);
      const body = JSON.stringify(opening());
      const response = await fetch(url, {
        method: "POST",
        headers: { ...headers, ...(origin === undefined ? {} : { origin }) },
        body,
      });
      const contentType = response.headers.get("content-type") ?? "";
      return codeOf({ status: response.status, contentType, body: await response.text() });
    };
    expect([await send("https://evil.example"), await send(undefined), await send(world.origin)]).toEqual([
      "403 other-origin",
      "403 other-origin",
      "200",
    ]);
  });

  it.each(["auth", "intake", "keys", "review", "admin"])(
    "%s refuses what did not come through the edge",
    async (name) => {
      const event = (headers: Readonly<Record<string, string>>) => ({
        version: "2.0",
        routeKey: "$default",
        rawPath: `/api/${name}/anything`,
        rawQueryString: "",
        headers: { host: "localhost", ...headers },
        isBase64Encoded: false,
        requestContext: { http: { method: "GET", path: `/api/${name}/anything`, sourceIp: "127.0.0.1" } },
      });
      for (const headers of [{}, { "postern-origin-secret": "guess" }]) {
        const answer = await world.cloud.invoke(name, event(headers));
        expect(answer).toMatchObject({ statusCode: PROBLEM_STATUS.forbidden });
        expect((answer as { body: string }).body).toContain("not-through-edge");
      }
      const through = await fetch(new URL(`/api/${name}/anything`, world.origin));
      expect(through.status).toBe(PROBLEM_STATUS.missing);
    },
  );

  it("refuses members that a call does not have, naming no value", async () => {
    const answer = await rawCall(world, harborPatient, openSubmission, {
      ...opening(),
      clinicID: world.clinics.riverside.clinicID,
    });
    expect(codeOf(answer)).toBe("400 input");
    expect(answer.body).not.toContain(world.clinics.riverside.clinicID);
  });

  it("refuses what is no JSON, and a body beyond the limit", async () => {
    const url = new URL(openSubmission.path, world.origin);
    const post = async (type: string, body: string) => {
      const response = await harborPatient.fetch(url, {
        method: "POST",
        headers: { "content-type": type },
        body,
      });
      await response.arrayBuffer();
      return response.status;
    };
    const text = JSON.stringify(opening());
    expect(await post("text/plain", text)).toBe(PROBLEM_STATUS.input);
    expect(await post("application/json", "{")).toBe(PROBLEM_STATUS.input);
    expect(await post("application/json", "[]")).toBe(PROBLEM_STATUS.input);
    const padded = text + " ".repeat(LIMITS.bodySizeBytes);
    expect(await post("application/json", padded)).toBe(PROBLEM_STATUS["too-large"]);
    expect(await post("application/json", text)).toBe(200);
  });

  it("refuses a role that may not, and somebody who is nobody", async () => {
    const queues = await rawCall(world, harborPatient, reviewRoutes.queues, {});
    expect(codeOf(queues)).toBe("403 forbidden");
    expect(codeOf(await rawCall(world, harborProvider, openSubmission, opening()))).toBe("403 forbidden");
    expect(codeOf(await rawCall(world, harborProvider, adminRoutes.auditEvents, {}))).toBe("403 forbidden");
    const nobody = await fetch(new URL("/api/review/queues", world.origin));
    expect(nobody.status).toBe(PROBLEM_STATUS.unauthenticated);
    expect(nobody.headers.get(REQUEST_ID_HEADER)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("tells a page that believes in another clinic", async () => {
    const { session, ...rest } = harborPatient;
    const mistaken = { ...rest, session: { ...session, clinicID: world.clinics.riverside.clinicID } };
    const submissionID = own["submissionID"] ?? "";
    expect(codeOf(await rawCall(world, mistaken, readSubmission, { submissionID }))).toBe("409 other-clinic");
    expect(codeOf(await rawCall(world, harborPatient, readSubmission, { submissionID }))).toBe("200");
  });
});

/** The cookies that a person's browser sends. */
async function cookieOf(person: SignedIn): Promise<string> {
  const recorder = recordTraffic();
  await person.api.call(authRoutes.session, {}).finally(() => recorder.stop());
  return recorder.exchanges[0]?.cookie ?? "";
}
