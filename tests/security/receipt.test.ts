import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { intakeRoutes, type SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FunctionName } from "../../infra/policy/index.ts";
import { REGION } from "../../scripts/topology.ts";
import { sealPackage, untilRouted, type SealedPackage } from "../support/sealed-package.ts";
import { countEvents } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let patient: SignedIn;
let parcel: SealedPackage;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  parcel = await sealPackage(patient, world.clinics.riverside);
  await parcel.putAll();
  await parcel.submit();
  await untilRouted(world, parcel.submissionID);
}, 120_000);
afterAll(() => world?.close());

const read = ({ api }: SignedIn, submissionID: SubmissionID) =>
  api.call(intakeRoutes.readReceipt, { submissionID });

describe("a receipt", () => {
  it("is read by whom it is about, and that is in the log", async () => {
    const { submissionID, number } = parcel;
    expect(await read(patient, submissionID)).toMatchObject({ submissionID, number, round: 1 });
    expect((await countEvents(world, submissionID))["receipt.read ok"]).toBe(1);
  });

  it("is not there for anyone else, nor before it was issued", async () => {
    const practice = await world.signIn(world.people.referrer);
    await expect(read(practice, parcel.submissionID)).rejects.toMatchObject({ status: 404 });
    const provider = await world.signIn(world.people.provider);
    await expect(read(provider, parcel.submissionID)).rejects.toMatchObject({ status: 403 });
    const open = await sealPackage(patient, world.clinics.riverside);
    await expect(read(patient, open.submissionID)).rejects.toMatchObject({ status: 404 });
  });
});

describe("the key of receipts", () => {
  const kms = (name: FunctionName, tags: Record<string, string>) =>
    new KMSClient({
      region: REGION,
      endpoint: world.cloud.endpoints.aws,
      credentials: world.cloud.credentialsFor(world.names.tenantRoles[name].name, tags),
      maxAttempts: 1,
    });
  const KeyId = () => world.names.keyARNs.receipts;
  const sign = () =>
    new SignCommand({ KeyId: KeyId(), Message: Buffer.from("x"), SigningAlgorithm: "ECDSA_SHA_256" });

  it("signs for ingest, for a clinic, and for nobody else", async () => {
    const clinic = world.clinics.riverside.clinicID;
    await expect(kms("ingest", { clinic }).send(sign())).resolves.toBeDefined();
    await expect(kms("ingest", {}).send(sign())).rejects.toMatchObject({ name: "AccessDeniedException" });
    for (const name of ["auth", "intake", "keys", "review", "admin"] as const) {
      const refused = kms(name, { clinic }).send(sign());
      await expect(refused).rejects.toMatchObject({ name: "AccessDeniedException" });
    }
  });

  it("is not read by any function: it is published as a file", async () => {
    const clinic = world.clinics.riverside.clinicID;
    const get = kms("ingest", { clinic }).send(new GetPublicKeyCommand({ KeyId: KeyId() }));
    await expect(get).rejects.toMatchObject({ name: "AccessDeniedException" });
    const { keys } = (await (await fetch(`${world.origin}/receipt-keys.json`)).json()) as {
      keys: readonly { publicKey: string }[];
    };
    expect(keys.map(({ publicKey }) => publicKey)).toEqual([world.cloud.publicKey("receipts")]);
  });
});
