import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { intakeRoutes } from "@postern/contract";
import { idSource, systemClock } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rootPrincipal } from "../support/principal.ts";
import { factsFor } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { ask } from "./draft.ts";

const newID = idSource(systemClock);
let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const open = (more: Readonly<Record<string, unknown>>) =>
  ask(world, patient, intakeRoutes.openSubmission, {
    ...factsFor(world.clinics.riverside),
    idempotencyKey: crypto.randomUUID(),
    ...more,
  });

const isRefused = (fields: readonly string[]) => ({ code: "400 input", body: { code: "input", fields } });

/** What the clinic offers of all kinds, from now on. */
async function offer(kinds: readonly string[]): Promise<void> {
  const { clinicID } = world.clinics.riverside;
  const rows = await dumpTable(world, "record");
  const profile = rows.find(({ clinicID: of, sk }) => of === clinicID && sk === "profile");
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk: profile?.["pk"], sk: "profile" },
      UpdateExpression: "SET kinds = :kinds",
      ExpressionAttributeValues: { ":kinds": kinds },
    }),
  );
}

describe("opening a submission", () => {
  it.each([
    [
      "a location of another clinic",
      () => ({ locationID: world.clinics.harbor.locations["pier"] }),
      "locationID",
    ],
    ["a location that is nowhere", () => ({ locationID: newID("loc") }), "locationID"],
    ["a service that another clinic has", () => ({ service: "orthopedics" }), "service"],
  ])("with %s is refused, names the field and writes nothing", async (_, more, field) => {
    const before = await dumpTable(world, "record");
    expect(await open(more())).toMatchObject(isRefused([field]));
    expect(await dumpTable(world, "record")).toEqual(before);
  });

  it("with a kind that the clinic has stopped to take is refused, names the field and writes nothing", async () => {
    await offer(["images", "referral"]);
    const before = await dumpTable(world, "record");
    expect(await open({ kind: "documents" })).toMatchObject(isRefused(["kind"]));
    expect(await dumpTable(world, "record")).toEqual(before);
    expect((await open({ kind: "images" })).code).toBe("200");
  });

  it("names every field that is not offered", async () => {
    await offer(["images"]);
    const { code, body } = await open({
      kind: "consent",
      locationID: newID("loc"),
      service: "orthopedics",
    });
    expect(code).toBe("400 input");
    expect(body["fields"]).toEqual(expect.arrayContaining(["kind", "locationID", "service"]));
  });

  it("with a service that the clinic has, at any of its locations, is taken", async () => {
    await offer(["documents"]);
    for (const locationID of Object.values(world.clinics.riverside.locations)) {
      expect((await open({ locationID, service: "radiology" })).code).toBe("200");
    }
  });

  it("answers the same after the offer was changed, when the first answer was lost", async () => {
    await offer(["documents"]);
    const opening = { idempotencyKey: crypto.randomUUID() };
    const first = await open(opening);
    await offer(["images"]);
    expect(first.code).toBe("200");
    expect(await open(opening)).toEqual(first);
  });
});
