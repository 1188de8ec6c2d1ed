import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { authRoutes, reviewRoutes, type DocumentID, type StepUpID } from "@postern/contract";
import { iso } from "@postern/core/kernel";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FunctionName } from "../../infra/policy/index.ts";
import { ask } from "../intake/draft.ts";
import { outcomeOf, tenantPrincipal } from "../support/principal.ts";
import { randomID } from "../support/route-input.ts";
import { sealPackage, untilRouted, type SealedPackage } from "../support/sealed-package.ts";
import { plantStepUp, stepUpRow } from "../support/step-up.ts";
import { dumpTable, rowsAbout, type Row } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

const OPERATION = "document.export";
/** Those that have code; the rights of all stand in the policies' own tests. */
const FUNCTIONS = ["auth", "intake", "keys", "review", "admin", "ingest"] as const;

let world: World;
let patient: SignedIn;
/** The same patient, elsewhere. */
let patientElsewhere: SignedIn;
let provider: SignedIn;
let parcel: SealedPackage;
/** Declared, and never sent. */
let draft: SealedPackage;
let restore = () => {};

beforeAll(async () => {
  world = await startWorld();
  const { people, clinics } = world;
  patient = await world.signIn(people.patient);
  provider = await world.signIn(people.provider);
  parcel = await sealPackage(patient, clinics.riverside);
  draft = await sealPackage(patient, clinics.riverside);
  await parcel.putAll();
  await parcel.submit();
  await untilRouted(world, parcel.submissionID);
  const [row] = await rowsAbout(world, "tsk", parcel.submissionID);
  const { taskID } = reviewRoutes.task.input.parse({ taskID: row?.["taskID"] });
  await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
});
afterEach(() => restore());
afterAll(() => world?.close());

const documentOf = ({ submissionID, documents }: SealedPackage) => {
  const documentID = documents[0]?.documentID ?? expect.fail("There is no document.");
  return { submissionID, documentID };
};

const bindingOf = ({ session }: SignedIn, targetID: string = documentOf(parcel).documentID) => ({
  clinicID: session.clinicID,
  sessionHandle: session.handle,
  operation: OPERATION,
  targetID,
});

const takeOut = (person: SignedIn, stepUpID: string, place = documentOf(parcel), form = "file") =>
  ask(world, person, reviewRoutes.exportDocument, { ...place, stepUpID, form });

async function exportsOf(documentID: DocumentID): Promise<readonly Row[]> {
  const rows = await dumpTable(world, "audit");
  return rows.filter((row) => row["action"] === OPERATION && row["documentID"] === documentID);
}

describe("a document that leaves the portal", () => {
  it("does so after password and code, once, with rows that its patient sees", async () => {
    const { people } = world;
    const { documentID } = documentOf(parcel);
    const { password } = people.provider;
    const asked = { operation: OPERATION, targetID: documentID } as const;
    const code = world.codeOf(people.provider);
    const { stepUpID } = await provider.api.call(authRoutes.stepUp, { ...asked, password, code });
    const done = await takeOut(provider, stepUpID, documentOf(parcel), "print");
    expect(done).toMatchObject({ code: "200", body: { exportedAt: expect.any(String) } });
    expect(await stepUpRow(world, stepUpID)).toBeUndefined();
    expect((await takeOut(provider, stepUpID)).code).toBe("403 step-up-required");
    expect(await exportsOf(documentID)).toMatchObject([
      {
        outcome: "ok",
        code: "print",
        actorID: people.provider.personID,
        patientID: people.patient.patientID,
      },
    ]);
    const { submissionID } = parcel;
    const { looks } = await patient.api.call(reviewRoutes.looks, { submissionID });
    expect(looks).toMatchObject([{ action: OPERATION, name: "Dr. Amara Voss", documentID }]);
  });

  it("does so once, when two ask at the same moment with one step-up", async () => {
    const { documentID } = documentOf(parcel);
    const before = (await exportsOf(documentID)).length;
    const stepUpID = await plantStepUp(world, bindingOf(patient));
    const answers = await Promise.all([takeOut(patient, stepUpID), takeOut(patient, stepUpID)]);
    expect(answers.map(({ code }) => code).sort()).toEqual(["200", "403 step-up-required"]);
    expect((await exportsOf(documentID)).length).toBe(before + 1);
  });

  it("stays, and its step-up too, while the audit log cannot be written", async () => {
    const stepUpID = await plantStepUp(world, bindingOf(patient));
    restore = world.cloud.failTable(world.names.tables.audit.name);
    const refused = await takeOut(patient, stepUpID);
    expect(refused.code).toBe("503 unavailable");
    expect(refused.body).not.toHaveProperty("exportedAt");
    restore();
    expect(await stepUpRow(world, stepUpID)).toBeDefined();
    expect((await takeOut(patient, stepUpID)).code).toBe("200");
  });

  it("must have been verified", async () => {
    const place = documentOf(draft);
    const stepUpID = await plantStepUp(world, bindingOf(patient, place.documentID));
    expect((await takeOut(patient, stepUpID, place)).code).toBe("404 not-found");
    expect(await stepUpRow(world, stepUpID)).toBeDefined();
    expect(await exportsOf(place.documentID)).toEqual([]);
  });
});

/** Step-ups that stand, and are not for the patient's call. */
const ASTRAY: Readonly<Record<string, () => Promise<StepUpID>>> = {
  "of another session of the same person": async () => {
    patientElsewhere ??= await world.signIn(world.people.patient);
    return await plantStepUp(world, bindingOf(patientElsewhere));
  },
  "of another person": () => plantStepUp(world, bindingOf(provider)),
  "for another document": () => plantStepUp(world, bindingOf(patient, documentOf(draft).documentID)),
  "for another operation": () => plantStepUp(world, { ...bindingOf(patient), operation: "task.accept" }),
  "that has ended": () => plantStepUp(world, bindingOf(patient), iso(Date.now() - 1)),
  "of another clinic": () =>
    plantStepUp(world, { ...bindingOf(patient), clinicID: world.clinics.harbor.clinicID }),
};

describe("a step-up", () => {
  it.each(Object.entries(ASTRAY))("%s lets nothing out and is not used up", async (_, plant) => {
    const { documentID } = documentOf(parcel);
    const before = (await exportsOf(documentID)).length;
    const stepUpID = await plant();
    const answer = await takeOut(patient, stepUpID);
    expect(answer.code).toBe("403 step-up-required");
    expect(answer.body).toEqual((await takeOut(patient, randomID("stepUpID"))).body);
    expect(await stepUpRow(world, stepUpID)).toBeDefined();
    expect((await exportsOf(documentID)).length).toBe(before);
  });

  it("that is left out, or no id at all, is a fault of the call", async () => {
    const place = documentOf(parcel);
    for (const stepUpID of [undefined, "", "prf_*", `${world.clinics.harbor.clinicID}#prf#1`]) {
      const input = { ...place, stepUpID, form: "file" };
      expect((await ask(world, patient, reviewRoutes.exportDocument, input)).code).toBe("400 input");
    }
  });

  it.each(["assistant", "frontDesk", "owner", "securityOfficer"] as const)(
    "helps the %s to nothing, whose role takes no document out",
    async (key) => {
      const person = await world.signIn(world.people[key]);
      const stepUpID = await plantStepUp(world, bindingOf(person));
      expect((await takeOut(person, stepUpID)).code).toBe("403 forbidden");
      expect(await stepUpRow(world, stepUpID)).toBeDefined();
    },
  );

  it("helps nobody to a document that they may not read", async () => {
    for (const key of ["referrer", "harborProvider"] as const) {
      const person = await world.signIn(world.people[key]);
      const stepUpID = await plantStepUp(world, bindingOf(person));
      expect((await takeOut(person, stepUpID)).code).toBe("404 not-found");
      expect(await stepUpRow(world, stepUpID)).toBeDefined();
    }
  });
});

describe("the row of a step-up", () => {
  const attempt = async (name: FunctionName, clinicID = patient.session.clinicID) => {
    const { dynamo } = tenantPrincipal(world, name, clinicID);
    const TableName = world.names.tables.record.name;
    const Key = { pk: `${patient.session.clinicID}#prf#${randomID("stepUpID")}`, sk: "step-up" };
    const set = { UpdateExpression: "SET tried = :t", ExpressionAttributeValues: { ":t": 1 } };
    const calls = {
      get: () => dynamo.send(new GetCommand({ TableName, Key })),
      put: () => dynamo.send(new PutCommand({ TableName, Item: Key })),
      update: () => dynamo.send(new UpdateCommand({ TableName, Key, ...set })),
      delete: () => dynamo.send(new DeleteCommand({ TableName, Key })),
    };
    const done: string[] = [];
    for (const [call, send] of Object.entries(calls)) {
      const outcome = await outcomeOf(send());
      if (outcome === "done") done.push(call);
      else expect([name, call, outcome]).toEqual([name, call, "refused"]);
    }
    return done;
  };

  it("is made by auth alone and used up by those alone who release; nobody reads or changes it", async () => {
    const rights = FUNCTIONS.map(async (name) => [name, await attempt(name)] as const);
    expect(Object.fromEntries(await Promise.all(rights))).toEqual({
      ...Object.fromEntries(FUNCTIONS.map((name) => [name, []])),
      auth: ["put"],
      review: ["delete"],
    });
  });

  it("is out of reach in another clinic's name", async () => {
    const elsewhere = world.clinics.harbor.clinicID;
    for (const name of ["auth", "review"] as const) expect(await attempt(name, elsewhere)).toEqual([]);
  });
});
