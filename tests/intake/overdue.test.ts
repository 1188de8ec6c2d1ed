import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LIMITS, type LocationID, type QueueID, type TaskID } from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import { createDatabase, type Database } from "@postern/core/aws";
import { createFields } from "@postern/core/field";
import { describeMembership } from "@postern/core/identity";
import {
  createCursors,
  idSource,
  iso,
  systemClock,
  type ActorOf,
  type Context,
  type Item,
  type Reader,
} from "@postern/core/kernel";
import { Decision, Queue, Task, describeNewTask } from "@postern/core/task";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { REGION } from "../../scripts/topology.ts";
import { countOverdue, overduePage, overdueTasks } from "../../packages/core/src/task/due-store.ts";
import { describeSubmission } from "../../packages/core/src/intake/open-store.ts";
import { seed, seedClinic, type SeededClinic } from "./ingest-clinic.ts";
import { startIngestCloud, type IngestCloud } from "./ingest-cloud.ts";

const HOUR_MS = 3600_000;
const START_MS = Date.parse("2026-11-22T08:00:00.000Z");
const newID = idSource(systemClock);

let cloud: IngestCloud;
let clinic: SeededClinic;
let nowMs: number;
let database: Database;
let here: LocationID;
let there: LocationID;
let provider: Context<ActorOf<"provider">>;

beforeAll(async () => {
  cloud = await startIngestCloud();
});
beforeEach(async () => {
  clinic = await seedClinic(cloud);
  [nowMs, here, there] = [START_MS, newID("loc"), newID("loc")];
  database = underReview();
  provider = await member();
});
afterAll(() => cloud?.close());

/** The tables, with the rights that the function `review` has for this clinic. */
function underReview(): Database {
  const credentials = cloud.cloud.credentialsFor(cloud.names.tenantRoles.review.name, {
    clinic: clinic.clinicID,
  });
  const client = new DynamoDBClient({ region: REGION, endpoint: cloud.cloud.endpoints.aws, credentials });
  const tables = record(TABLE_NAMES, (table) => cloud.names.tables[table].name);
  return createDatabase(DynamoDBDocumentClient.from(client), tables);
}

/** A provider who works `here`, at the time that the test sets. */
async function member(): Promise<typeof provider> {
  const { clinicID } = clinic;
  const [personID, handle] = [newID("per"), newID("ses")];
  const role = "provider";
  const locationIDs = [here];
  await seed(cloud, [
    describeMembership({ clinicID, personID, role, locationIDs, state: "active", epoch: 1 }),
  ]);
  const session = { handle, devicePublicKey: "", locked: false };
  return {
    actor: { type: role, clinicID, personID, locationIDs, epoch: 1, session },
    ledger: createLedger(database),
    clock: { now: () => nowMs },
    newID,
    request: { id: "req" },
    pause: () => Promise.resolve(),
  };
}

const fieldKey = crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
const cursors = createCursors(new Uint8Array(32));
const deps = (reader: Reader = database) => ({
  reader,
  cursors,
  fields: async () => createFields(await fieldKey),
});

interface Waiting {
  readonly queueID?: QueueID;
  readonly locationID?: LocationID;
  /** From the start of the test. */
  readonly dueInHours: number;
}

/** A routed submission with its task. */
async function wait({ queueID = clinic.referrals, locationID = here, dueInHours }: Waiting): Promise<TaskID> {
  const { clinicID } = clinic;
  const [taskID, submissionID] = [newID("tsk"), newID("sub")];
  const [openedAt, dueAt] = [iso(START_MS - 48 * HOUR_MS), iso(START_MS + dueInHours * HOUR_MS)];
  const facts = { clinicID, submissionID, number: "K7M2-4Q9R", kind: "referral", locationID } as const;
  const same = { ...facts, urgency: "routine", documentCount: 1, round: 1 } as const;
  const rule = { queueID, ruleName: "referrals", ruleVersion: 1 };
  const head = {
    ...same,
    state: "routed",
    authorID: newID("per"),
    sessionHandle: newID("ses"),
    declaredCount: 2,
    wrappedKeySha256: "x",
    keyARN: "x",
    openedAt,
    version: 1,
  } as const;
  await seed(cloud, [
    describeSubmission(head, openedAt),
    ...describeNewTask({ ...same, ...rule, taskID, receivedAt: openedAt, dueAt }),
  ]);
  return taskID;
}

/** What stands beside the queue of referrals, and how much is the person's own. */
async function counts(queueID = clinic.referrals) {
  const { mine, queues } = await Queue.list(deps(), provider, {});
  const queue = queues.find((each) => each.queueID === queueID);
  return { mine, open: queue?.open, claimed: queue?.claimed, overdue: queue?.overdue };
}

const overdue = (cursor?: string) =>
  Queue.tasks(deps(), provider, {
    queueID: clinic.referrals,
    lane: "overdue",
    ...(cursor === undefined ? {} : { cursor }),
  });

describe("what is overdue", () => {
  it("is counted from the moment after its due time", async () => {
    await wait({ dueInHours: 1 });
    nowMs = START_MS + HOUR_MS;
    expect(await counts()).toEqual({ mine: 0, open: 1, claimed: 0, overdue: 0 });
    nowMs += 1;
    expect(await counts()).toEqual({ mine: 0, open: 1, claimed: 0, overdue: 1 });
  });

  it("stays so while someone has it, and ends with the decision", async () => {
    const taskID = await wait({ dueInHours: -1 });
    await Task.claim(deps(), provider, { taskID, version: 1 });
    expect(await counts()).toEqual({ mine: 1, open: 0, claimed: 1, overdue: 1 });
    expect((await overdue()).tasks).toMatchObject([{ taskID, state: "claimed" }]);
    await Task.putBack(deps(), provider, { taskID, version: 2 });
    expect(await counts()).toEqual({ mine: 0, open: 1, claimed: 0, overdue: 1 });
    await Task.claim(deps(), provider, { taskID, version: 3 });
    await Decision.accept(deps(), provider, { taskID, version: 4 });
    expect(await counts()).toEqual({ mine: 0, open: 0, claimed: 0, overdue: 0 });
    expect((await overdue()).tasks).toEqual([]);
  });

  it("is that of the queue, and of one's own locations", async () => {
    const own = await wait({ dueInHours: -1 });
    await wait({ dueInHours: -2, locationID: there });
    await wait({ dueInHours: -3, queueID: clinic.unrouted });
    expect(await counts()).toMatchObject({ overdue: 1 });
    expect(await counts(clinic.unrouted)).toMatchObject({ overdue: 1 });
    expect((await overdue()).tasks.map(({ taskID }) => taskID)).toEqual([own]);
  });

  it("of another clinic is none of ours", async () => {
    const ours = clinic;
    clinic = await seedClinic(cloud);
    await wait({ dueInHours: -1 });
    clinic = ours;
    expect(await counts()).toMatchObject({ overdue: 0 });
  });

  it("is listed longest overdue first, page by page, each once", async () => {
    const hours = Array.from({ length: LIMITS.pageSize + 3 }, (_, index) => -1 - ((index * 7) % 31));
    for (const dueInHours of hours) {
      await wait({ dueInHours });
      await wait({ dueInHours, locationID: there });
    }
    await wait({ dueInHours: 1 });
    const first = await overdue();
    expect(first.tasks).toHaveLength(LIMITS.pageSize);
    const second = await overdue(first.cursor);
    expect(second.tasks).toHaveLength(3);
    expect(second).not.toHaveProperty("cursor");
    const due = [...first.tasks, ...second.tasks].map(({ dueAt }) => dueAt);
    expect(due).toEqual(due.toSorted());
    expect(new Set([...first.tasks, ...second.tasks].map(({ taskID }) => taskID)).size).toBe(hours.length);
  });

  it("has no cursor when it ends with a full page", async () => {
    for (let count = 0; count < LIMITS.pageSize; count++) await wait({ dueInHours: -1 });
    const page = await overdue();
    expect(page.tasks).toHaveLength(LIMITS.pageSize);
    expect(page).not.toHaveProperty("cursor");
  });

  it("is counted no further than it is shown, and does not hide another queue's", async () => {
    for (let count = 0; count < LIMITS.overdueShown + 1; count++) await wait({ dueInHours: -2 });
    await wait({ dueInHours: -1, queueID: clinic.unrouted });
    expect(await counts()).toMatchObject({ open: LIMITS.overdueShown + 1, overdue: LIMITS.overdueShown });
    expect(await counts(clinic.unrouted)).toMatchObject({ overdue: 1 });
  });
});

describe("an index that is longer than one call may look at", () => {
  /** The tables, where the rows of what is due repeat for ever. @returns how many were read, too */
  function endless() {
    const read = { rows: 0 };
    const reader: Reader = {
      get: (params) => database.get(params),
      async query(params, page) {
        const found = await database.query(params);
        if (!("IndexName" in params) || params.IndexName !== "gsi3" || page === undefined) return found;
        const items = Array.from(
          { length: page.limit },
          (_, index) => found.items[index % found.items.length],
        );
        read.rows += items.length;
        return { items: items.filter((item) => item !== undefined), last: found.items.at(-1) ?? {} };
      },
    };
    return { reader, read };
  }

  it("is counted in part, and says so", async () => {
    await wait({ dueInHours: -1, locationID: there });
    const { reader, read } = endless();
    const { queues } = await Queue.list(deps(reader), provider, {});
    expect(queues.map(({ overdue: count, moreOverdue }) => [count, moreOverdue])).toEqual(
      queues.map(() => [0, true]),
    );
    expect(read.rows).toBeLessThanOrEqual(1200);
  });

  it("is not said to be longer when all was looked at", async () => {
    await wait({ dueInHours: -1 });
    const { queues } = await Queue.list(deps(), provider, {});
    for (const queue of queues) expect(queue).not.toHaveProperty("moreOverdue");
  });

  it("gives a page that may be empty, and a cursor", async () => {
    await wait({ dueInHours: -1, locationID: there });
    const { reader, read } = endless();
    const page = await Queue.tasks(deps(reader), provider, { queueID: clinic.referrals, lane: "overdue" });
    expect(page).toEqual({ tasks: [], cursor: expect.any(String) });
    expect(read.rows).toBeLessThanOrEqual(1200);
  });

  it.each([1, 2, 3, 7])("is gone through in steps of %i rows, and each task is met once", async (most) => {
    const own: TaskID[] = [];
    for (const dueInHours of [-9, -8, -7, -6, -5]) {
      await wait({ dueInHours, locationID: there });
      own.push(await wait({ dueInHours }));
    }
    const isWanted = ({ locationID }: { readonly locationID: LocationID }) => locationID === here;
    const met: TaskID[] = [];
    const seen = iso(START_MS);
    let after: Item | undefined;
    do {
      const page = await overduePage(database, clinic.clinicID, seen, isWanted, { limit: 2, after }, most);
      met.push(...page.tasks.map(({ taskID }) => taskID));
      after = page.last;
    } while (after !== undefined);
    expect(met.toSorted()).toEqual(own.toSorted());
  });

  it("is counted up to the last row that one call may look at", async () => {
    for (let count = 0; count < 4; count++) await wait({ dueInHours: -1 });
    const count = (most: number) =>
      countOverdue(
        overdueTasks(database, clinic.clinicID, iso(START_MS)),
        [clinic.referrals],
        () => true,
        most,
      );
    expect(await count(3)).toEqual({ counts: new Map([[clinic.referrals, 3]]), isMore: true });
    expect(await count(4)).toEqual({ counts: new Map([[clinic.referrals, 4]]), isMore: false });
  });
});

describe("what I have claimed", () => {
  it("is not counted, nor listed, at a location where I do not work any more", async () => {
    const taskID = await wait({ dueInHours: 1 });
    await Task.claim(deps(), provider, { taskID, version: 1 });
    expect((await Queue.mine(deps(), provider, {})).tasks).toHaveLength(1);
    provider = { ...provider, actor: { ...provider.actor, locationIDs: [there] } };
    expect((await Queue.mine(deps(), provider, {})).tasks).toEqual([]);
    expect((await Queue.list(deps(), provider, {})).mine).toBe(0);
  });
});
