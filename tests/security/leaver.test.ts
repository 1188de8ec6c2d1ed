import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { reviewRoutes } from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import { createDatabase } from "@postern/core/aws";
import { findMembership } from "@postern/core/identity";
import { createCursors, idSource, systemClock, type ActorOf, type Context } from "@postern/core/kernel";
import { Task } from "@postern/core/task";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { ask } from "../intake/draft.ts";
import { moveTo, sendRouted, type Routed } from "../intake/routed.ts";
import { rootPrincipal, tenantPrincipal } from "../support/principal.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let patient: SignedIn;
/** Claims the task, and leaves. */
let leaver: SignedIn;
let colleague: SignedIn;
let routed: Routed;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  leaver = await world.signIn(world.people.provider);
  colleague = await world.signIn(world.people.frontDesk);
});
beforeEach(async () => {
  routed = await sendRouted(world, patient, world.clinics.riverside);
  await setMembership("active");
  await leaver.api.call(reviewRoutes.claim, { taskID: routed.taskID, version: 1 });
});
afterAll(() => world?.close());

/** Ends the leaver's place in the clinic, or lets them come back; the sessions stand, so that tests can go on. */
async function setMembership(state: "active" | "ended"): Promise<void> {
  const { clinicID, personID } = world.people.provider;
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk: `${clinicID}#per#${personID}`, sk: "mbr" },
      UpdateExpression: "SET #state = :state",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":state": state },
    }),
  );
}

/** Gives the holder another role, as whoever administers the clinic does; the sessions stand. */
async function setRole(role: "owner" | "provider", epoch: number): Promise<void> {
  const { clinicID, personID } = world.people.provider;
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk: `${clinicID}#per#${personID}`, sk: "mbr" },
      UpdateExpression: "SET #role = :role, epoch = :epoch",
      ExpressionAttributeNames: { "#role": "role" },
      ExpressionAttributeValues: { ":role": role, ":epoch": epoch },
    }),
  );
}

const putBack = (person = colleague, version = 2) =>
  ask(world, person, reviewRoutes.release, { taskID: routed.taskID, version });
const read = (person = colleague) => person.api.call(reviewRoutes.task, { taskID: routed.taskID });
const releases = async () =>
  (await dumpTable(world, "audit")).filter(
    ({ submissionID, action }) => submissionID === routed.submissionID && action === "task.release",
  );

describe("what somebody who left had claimed", () => {
  it("can be put back by a colleague, with one row that names both, and then be claimed", async () => {
    await setMembership("ended");
    expect((await read()).may).toMatchObject({ release: true, handOver: false, decide: false });
    expect((await putBack()).code).toBe("200");
    expect(await releases()).toMatchObject([
      {
        outcome: "ok",
        actorID: world.people.frontDesk.personID,
        code: world.people.provider.personID,
        entityID: routed.taskID,
      },
    ]);
    const view = await read();
    expect(view).toMatchObject({ state: "open", may: { claim: true } });
    expect(view).not.toHaveProperty("assigneeID");
    const { taskID } = routed;
    expect(await colleague.api.call(reviewRoutes.claim, { taskID, version: 3 })).toMatchObject({
      assigneeID: world.people.frontDesk.personID,
    });
  });

  it("is put back once, however many ask", async () => {
    await setMembership("ended");
    const other = await world.signIn(world.people.assistant);
    const answers = await Promise.all([putBack(), putBack(other), putBack()]);
    expect(answers.map(({ code }) => code)).toEqual(["200", "200", "200"]);
    expect(await releases()).toHaveLength(1);
  });

  it("can only be put back, not decided or handed over", async () => {
    await setMembership("ended");
    const { taskID } = routed;
    const toPersonID = world.people.frontDesk.personID;
    const giveBack = { taskID, version: 2, reason: "other", message: "Please call us." };
    expect((await ask(world, colleague, reviewRoutes.return, giveBack)).code).toBe("403 task-not-yours");
    const handOver = { taskID, version: 2, toPersonID };
    expect((await ask(world, colleague, reviewRoutes.handOver, handOver)).code).toBe("403 task-not-yours");
    expect(await read()).toMatchObject({ state: "claimed" });
  });

  it("is kept from a stale page, from another location and from another clinic", async () => {
    await setMembership("ended");
    expect((await putBack(colleague, 1)).code).toBe("409 task-changed");
    expect((await putBack(await world.signIn(world.people.harborProvider))).code).toBe("404 not-found");
    const { main, hill } = world.clinics.riverside.locations;
    if (main === undefined || hill === undefined) throw new Error("The clinic has not two locations.");
    await moveTo(world, world.people.frontDesk, [hill]);
    expect((await putBack()).code).toBe("404 not-found");
    await moveTo(world, world.people.frontDesk, [main, hill]);
  });
});

describe("what somebody has claimed who no longer does such work here", () => {
  it("can be put back once they have another role, which no task is for", async () => {
    await setRole("owner", 2);
    expect((await read()).may).toMatchObject({ release: true, handOver: false });
    expect((await putBack()).code).toBe("200");
    await setRole("provider", 1);
  });

  it("can be put back once they work at another location", async () => {
    const { main, hill } = world.clinics.riverside.locations;
    if (main === undefined || hill === undefined) throw new Error("The clinic has not two locations.");
    await moveTo(world, world.people.provider, [hill]);
    expect((await putBack()).code).toBe("200");
    await moveTo(world, world.people.provider, [main, hill]);
  });

  it("stays with them when their role is back at the moment of the release", async () => {
    await setRole("owner", 2);
    const { deps, ctx } = await underReview(() => setRole("provider", 1));
    const release = Task.putBack(deps, ctx, { taskID: routed.taskID, version: 2 });
    await expect(release).rejects.toMatchObject({ code: "task-not-yours" });
  });
});

describe("a task that is handed over", () => {
  const handOver = (toPersonID: string) => ({ taskID: routed.taskID, version: 2, toPersonID });

  it("stays when its holder is sent away at that moment", async () => {
    const { deps, ctx } = await underReview(() => setMembership("ended"), world.people.provider);
    const handing = Task.handOver(deps, ctx, handOver(world.people.frontDesk.personID));
    await expect(handing).rejects.toMatchObject({ code: "membership-ended" });
    expect(await read()).toMatchObject({ assigneeID: world.people.provider.personID });
  });

  it("may be handed to oneself, which is one check of one row", async () => {
    const reply = await ask(world, leaver, reviewRoutes.handOver, handOver(world.people.provider.personID));
    expect(reply.code).toBe("200");
  });
});

describe("what somebody has claimed who is still here", () => {
  it("stays with them", async () => {
    expect((await read()).may).toMatchObject({ release: false });
    expect((await putBack()).code).toBe("403 task-not-yours");
    expect(await read()).toMatchObject({ state: "claimed", assigneeID: world.people.provider.personID });
    expect((await putBack(leaver)).code).toBe("200");
    const [row] = (await releases()).filter(({ outcome }) => outcome === "ok");
    expect(row).not.toHaveProperty("code");
  });

  it("stays with them also when they come back at the moment of the release", async () => {
    await setMembership("ended");
    const { deps, ctx } = await underReview(() => setMembership("active"));
    const release = Task.putBack(deps, ctx, { taskID: routed.taskID, version: 2 });
    await expect(release).rejects.toMatchObject({ code: "task-not-yours" });
    expect(await read()).toMatchObject({ state: "claimed", assigneeID: world.people.provider.personID });
  });
});

/** The call of a colleague, or another, inside the function `review`. @param meanwhile runs once, between its reading and its commit */
async function underReview(meanwhile: () => Promise<void>, caller = world.people.frontDesk) {
  const { clinicID, personID } = caller;
  const tables = record(TABLE_NAMES, (table) => world.names.tables[table].name);
  const database = createDatabase(tenantPrincipal(world, "review", clinicID).dynamo, tables);
  const membership = await findMembership(database, clinicID, personID);
  if (membership === null) throw new Error("The colleague has no membership.");
  const { epoch, locationIDs } = membership;
  const newID = idSource(systemClock);
  const session = { handle: newID("ses"), devicePublicKey: "", locked: false };
  const ledger = createLedger(database);
  let isFirst = true;
  const ctx: Context<ActorOf<"front-desk">> = {
    actor: { type: "front-desk", clinicID, personID, locationIDs, epoch, session },
    ledger: {
      ...ledger,
      async commit(writes) {
        if (isFirst) await meanwhile();
        isFirst = false;
        return ledger.commit(writes);
      },
    },
    clock: systemClock,
    newID,
    request: { id: "req" },
    pause: () => Promise.resolve(),
  };
  const fields = () => Promise.reject(new Error("No field is read."));
  return { deps: { reader: database, cursors: createCursors(new Uint8Array(32)), fields }, ctx };
}
