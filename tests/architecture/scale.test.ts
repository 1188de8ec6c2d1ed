import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { monthOf, total } from "../../scripts/bench/bill.ts";
import { createCounter } from "../../scripts/bench/calls.ts";
import { demandsAt, fullAt } from "../../scripts/bench/limits.ts";
import { loadOf } from "../../scripts/bench/load.ts";
import { tieredCost } from "../../scripts/bench/prices.ts";
import { deployment } from "../../infra/policy/index.ts";
import { fillScalePage, SCALE_PAGE, type CallEvidence } from "../../scripts/bench/scale-page.ts";
import { root } from "./repository.ts";

const readPage = () => readFile(SCALE_PAGE, "utf8");
const readEvidence = async () =>
  JSON.parse(await readFile(join(root, "docs/evidence/calls.json"), "utf8")) as CallEvidence;

test("the tables of cost and scale are what the evidence says; `npm run count:calls -- --page-only` writes them", async () => {
  const page = await readPage();
  expect(await fillScalePage(page, await readEvidence())).toBe(page);
});

test("one call more changes the page", async () => {
  const evidence = await readEvidence();
  const [first, ...others] = evidence.scenes.submission.calls;
  if (!first) throw new Error("nothing was counted");
  const submission = {
    ...evidence.scenes.submission,
    calls: [{ ...first, calls: first.calls + 1 }, ...others],
  };
  const changed = { ...evidence, scenes: { ...evidence.scenes, submission } };
  expect(await fillScalePage(await readPage(), changed)).not.toBe(await readPage());
});

test("a table without its place is an error", async () => {
  const page = (await readPage()).replace("<!-- begin limits -->", "");
  await expect(fillScalePage(page, await readEvidence())).rejects.toThrow("begin limits");
});

test("larger volume is cheaper only above its threshold", () => {
  expect(tieredCost("s3Storage", 100)).toBeCloseTo(100 * 0.023);
  expect(tieredCost("s3Storage", 51_200 + 100)).toBeCloseTo(51_200 * 0.023 + 100 * 0.022);
});

test("a bill grows with what is kept and with what is sent", async () => {
  const load = loadOf((await readEvidence()).scenes);
  const bill = (perDay: number, months: number) => total(monthOf(load, perDay, months, 12));
  expect(bill(1000, 2)).toBeGreaterThan(bill(1000, 1));
  expect(bill(2000, 1)).toBeGreaterThan(bill(1000, 1));
});

test("each demand is as large as its limit where it is said to be full", async () => {
  const load = loadOf((await readEvidence()).scenes);
  const full = fullAt(load);
  expect(full.size).toBeGreaterThan(0);
  for (const [of, perDay] of full) {
    const demand = demandsAt(load, perDay).find((one) => one.of === of);
    expect((demand?.needed ?? 0) / (demand?.limit ?? 1)).toBeCloseTo(1, 2);
  }
});

test("calls are counted by function, and partitions without their ids", () => {
  const key = (name: string) => `arn:aws:kms:us-east-1:000000000000:key/${name}`;
  const { names } = deployment({
    app: "postern",
    stage: "test",
    region: "us-east-1",
    account: "000000000000",
    keyARNs: {
      documents: key("1"),
      storage: key("2"),
      fields: key("3"),
      receipts: key("4"),
      logs: key("5"),
      register: key("6"),
      archive: key("7"),
    },
    userPoolARN: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/p",
    origin: "https://portal.example.org",
  });
  const counter = createCounter(names);
  const id = (prefix: string, digit: string) => `${prefix}_${digit.repeat(26)}`;
  const write = (clinic: string) => ({
    tableName: names.tables.audit.name,
    partitionKey: `${id("cli", clinic)}#aud#2026-11#00`,
    readUnits: 0,
    writeUnits: 2,
    storedBytes: 300,
  });
  const caller = names.tenantRoles.intake.name;
  const action = "dynamodb:TransactWriteItems";
  counter.hear({ action, caller, partitions: [write("1")] });
  counter.hear({ action, caller, partitions: [write("2"), write("0")] });
  counter.hear({ action: "s3:PutObject", caller, isPresigned: true, receivedBytes: 5 });
  const { calls, partitions } = counter.count();
  expect(calls).toMatchObject([
    { by: "browser", action: "s3:PutObject", calls: 1, receivedBytes: 5 },
    { by: "intake", action, tables: "audit", calls: 2, writeUnits: 6 },
  ]);
  expect(partitions).toMatchObject([
    { of: "audit", key: "{cli}#aud#{month}#00", writeUnits: 4, storedBytes: 600 },
    { of: "audit", key: "{platform}#aud#{month}#00", writeUnits: 2 },
  ]);
});
