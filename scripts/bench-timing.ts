import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { proveDevice } from "@postern/client";
import {
  adminRoutes,
  authRoutes,
  intakeRoutes,
  keysRoutes,
  reviewRoutes,
  type Route,
} from "@postern/contract";
import { format } from "prettier";
import { forgetCounts } from "../tests/security/tenancy/interleaved.ts";
import { clinicIDs } from "../tests/support/clinic-ids.ts";
import { codeOf, rawCall } from "../tests/support/raw-call.ts";
import { inputFor, namedRoute } from "../tests/support/route-input.ts";
import { startWorld, type SignedIn, type World } from "../tests/support/world.ts";
import { machine, stamp } from "./bench/conditions.ts";
import { table } from "./bench/table.ts";
import { compare, type Comparison } from "./bench/welch.ts";
import { ROOT } from "./bundle.ts";

const EVIDENCE = join(ROOT, "docs/evidence/timing.json");
/** Calls before anything is measured. */
const WARM_UP = 50;
/** A person may make 1200 calls in a minute, and a proof is good for five: both begin anew after so many pairs. */
const PAIRS_PER_COUNT = 250;

/** One route of a function, and who asks it. */
interface Probe {
  readonly name: string;
  readonly route: Route;
  readonly person: SignedIn;
}

async function probesOf(world: World): Promise<readonly Probe[]> {
  const patient = await world.signIn(world.people.harborPatient);
  const provider = await world.signIn(world.people.harborProvider);
  const officer = await world.signIn(world.people.harborSecurityOfficer);
  return [
    { name: "auth.endSession", route: authRoutes.endSession, person: patient },
    { name: "intake.readSubmission", route: intakeRoutes.readSubmission, person: patient },
    { name: "keys.release", route: keysRoutes.release, person: provider },
    { name: "review.task", route: reviewRoutes.task, person: provider },
    { name: "admin.auditEvents", route: adminRoutes.auditEvents, person: officer },
  ];
}

/** Times pairs of calls, in an order that is drawn: one with another clinic's id, one with an id of nothing. */
async function timePairs(
  world: World,
  { name, route, person }: Probe,
  foreign: Readonly<Record<string, string>>,
  pairs: number,
): Promise<Comparison & { readonly answer: string }> {
  const named = namedRoute(name, route);
  const times = { foreign: [] as number[], missing: [] as number[] };
  const answers = new Set<string>();
  const ask = async (whose: "foreign" | "missing", isKept: boolean) => {
    const input = inputFor(named, whose === "foreign" ? foreign : {});
    const begunMs = performance.now();
    const answer = await rawCall(world, person, route, input);
    if (isKept) times[whose].push(performance.now() - begunMs);
    answers.add(codeOf(answer));
  };
  await startAnew(world, person);
  for (let pair = -WARM_UP; pair < pairs; pair += 1) {
    if (pair % PAIRS_PER_COUNT === 0) await startAnew(world, person);
    const order = Math.random() < 0.5 ? (["foreign", "missing"] as const) : (["missing", "foreign"] as const);
    for (const whose of order) await ask(whose, pair >= 0);
  }
  const [answer = "", ...others] = answers;
  if (others.length > 0) throw new Error(`${name} was answered ${[...answers].join(" and ")}.`);
  return { answer, ...compare(times.foreign, times.missing) };
}

/** Nobody's calls are counted yet, and the device has just proven itself. */
async function startAnew(world: World, { api, device, session }: SignedIn): Promise<void> {
  await forgetCounts(world);
  await proveDevice({ api, device, sessionHandle: session.handle });
}

const { values } = parseArgs({ options: { pairs: { type: "string", default: "2000" } } });
const pairs = Number(values.pairs);
const world = await startWorld();
try {
  const riverside = await world.signIn(world.people.patient);
  const foreign = await clinicIDs(world, riverside, "riverside", world.people.provider.personID);
  const routes: Record<string, Awaited<ReturnType<typeof timePairs>>> = {};
  for (const probe of await probesOf(world))
    routes[probe.name] = await timePairs(world, probe, foreign, pairs);
  const evidence = {
    ...(await stamp(["packages/contract", "packages/core", "packages/functions", "packages/local-cloud"])),
    conditions: { ...machine(), cloud: "the embedded one", functions: "warm", asked: "one after the other" },
    notProven: ["how long AWS takes, and what a caller far away can tell through a network"],
    pairs,
    routes,
  };
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
  const titles = [
    "route",
    "answer",
    "Welch's t",
    "mean foreign, ms",
    "mean missing, ms",
    "median foreign, ms",
    "median missing, ms",
  ];
  const rows = Object.entries(routes).map(([name, { answer, t, ...times }]) => [
    name,
    answer,
    t,
    ...Object.values(times),
  ]);
  console.log(table(titles, rows));
} finally {
  await world.close();
}
