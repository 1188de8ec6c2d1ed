import { DecryptCommand } from "@aws-sdk/client-kms";
import { readFile } from "node:fs/promises";
import { authRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountedRoutes } from "../../support/mounted-routes.ts";
import { outcomeOf, tenantPrincipal } from "../../support/principal.ts";
import { codeOf, rawCall } from "../../support/raw-call.ts";
import { dumpTables } from "../../support/table-dump.ts";
import { attackAll, tenancyPage, type Findings } from "./page.ts";
import { isOfClinics } from "./route-attacks.ts";
import { setScene, type Scene } from "./scene.ts";

let scene: Scene;
let findings: Findings;
let before: readonly string[];
let after: readonly string[];

/** Every row that is Riverside's, in tables whose keys name a clinic. */
async function riversideRows(): Promise<readonly string[]> {
  const { record, audit } = await dumpTables(scene.world, ["record", "audit"]);
  const isTheirs = ({ pk }: Readonly<Record<string, unknown>>) =>
    String(pk).startsWith(`${scene.riverside.clinicID}#`);
  return [...record, ...audit].filter(isTheirs).map((row) => JSON.stringify(row));
}

beforeAll(async () => {
  scene = await setScene();
  before = await riversideRows();
  findings = await attackAll(scene);
  after = await riversideRows();
}, 240_000);
afterAll(() => scene?.world.close());

const REFUSED = /^(IAM|KMS|S3) [a-z0-9]+:[A-Za-z]+$/;

describe("without our own checks", () => {
  it("every route that a router has is attacked, whoever added it", async () => {
    const mounted = (await mountedRoutes(scene.world)).filter(isOfClinics).map(({ name }) => name);
    expect(mounted.length).toBeGreaterThan(30);
    expect(findings.routes.map(({ route }) => route)).toEqual(mounted);
    for (const { outcomes } of findings.routes) expect(Object.values(outcomes).flat()).not.toEqual([]);
  });

  it("another clinic's ids, lists and filters are refused by AWS on every route", () => {
    for (const { route, outcomes } of findings.routes) {
      const { cursor: _cursor, ...asked } = outcomes;
      for (const outcome of Object.values(asked).flat())
        expect([route, outcome]).toEqual([route, expect.stringMatching(REFUSED)]);
    }
  });

  it("another clinic's cursor leads nowhere: DynamoDB refuses it, or it is only a time", () => {
    const cursors = findings.routes.flatMap(({ outcomes }) => outcomes.cursor ?? []);
    expect(cursors.length).toBeGreaterThan(4);
    expect(new Set(cursors)).toEqual(new Set(["DynamoDB: a key of another list", "own rows only"]));
  });

  it("no function's credentials for one clinic reach another's rows, indexes, objects, tags or keys", () => {
    const outcomes = findings.roles.flatMap((finding) => Object.values(finding.outcomes));
    expect(outcomes.filter((outcome) => !/^(IAM|KMS|S3|not granted)$/.test(outcome))).toEqual([]);
    const layers = new Set(outcomes);
    expect([...layers].toSorted()).toEqual(["IAM", "KMS", "S3", "not granted"]);
  });

  it("auth answers whoever lies about his clinic as if he had not, for it asks the session alone", async () => {
    const { world, riverside, foreign, attackers } = scene;
    const { sessions, endSession, touch } = authRoutes;
    const calls = [
      { route: sessions, input: {}, code: "200" },
      { route: touch, input: {}, code: "200" },
      { route: endSession, input: { handle: foreign["handle"] }, code: "404 not-found" },
    ];
    for (const attacker of attackers) {
      const liar = { ...attacker, session: { ...attacker.session, clinicID: riverside.clinicID } };
      for (const { route, input, code } of calls) {
        const answer = await rawCall(world, liar, route, input);
        expect(codeOf(answer)).toBe(code);
        expect(answer).toEqual(await rawCall(world, attacker, route, input));
      }
    }
    expect(await riversideRows()).toEqual(before);
  });

  it("nothing of the other clinic's has changed, and none of it was written", () => {
    expect(before.length).toBeGreaterThan(20);
    expect(after).toEqual(before);
  });

  it("another clinic's wrapped key opens nothing under one's own context", async () => {
    const { world, harbor, riverside } = scene;
    const { kms } = tenantPrincipal(world, "keys", harbor.clinicID);
    const decrypt = (CiphertextBlob: Uint8Array) =>
      outcomeOf(
        kms.send(
          new DecryptCommand({
            CiphertextBlob,
            EncryptionContext: { clinic: harbor.clinicID, submission: harbor.submissionID },
          }),
        ),
      );
    expect(await decrypt(riverside.wrappedKey)).toBe("InvalidCiphertextException");
    expect(await decrypt(harbor.wrappedKey)).toBe("done");
  });

  it("is what docs/tenancy.md tells", async () => {
    const page = await readFile(new URL("../../../docs/tenancy.md", import.meta.url), "utf8");
    expect(page).toBe(await tenancyPage(findings));
  });
});
