import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drill, type DrillResult } from "../../scripts/restore/drill.ts";
import { faultsOf } from "../../scripts/restore/verdict.ts";

const DOCUMENTS = 40;

let directory: string;
let result: DrillResult;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-drill-"));
  result = await drill({ documentCount: DOCUMENTS, sampleCount: 4, directory });
}, 300_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("a cloud whose directory was deleted", () => {
  it("is built again from the export and the copies, every row and every byte", () => {
    expect(faultsOf(result)).toEqual([]);
    expect(result.documents).toBe(DOCUMENTS);
    expect(result.objects.equal).toBeGreaterThan(DOCUMENTS);
  });

  it("has every audit row as it was, and no session", () => {
    const { audit } = result.tables;
    expect(audit.exported).toBeGreaterThan(DOCUMENTS);
    expect(audit).toEqual({
      ...audit,
      equal: audit.exported,
      repointed: 0,
      different: 0,
      missing: 0,
      added: 0,
    });
    expect(result.sessions).toBe(0);
  });

  it("has as many rows of each kind, and pointers for the sign-ins that were made again", () => {
    const { [POINTER]: pointers, ...others } = result.kinds;
    for (const { exported, now } of Object.values(others)) expect(now).toBe(exported);
    expect(pointers?.now).toBe((pointers?.exported ?? 0) + result.peopleRemade);
  });

  it("lets providers of both clinics open documents, one of them in parts", () => {
    expect(result.opened.submissions).toBeGreaterThanOrEqual(4);
    expect(result.opened.bytes).toBeGreaterThan(9 * 1024 ** 2);
  });
});

const POINTER = "membership-pointer";
