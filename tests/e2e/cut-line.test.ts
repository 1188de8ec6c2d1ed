import { afterAll, beforeAll, expect, it } from "vitest";
import { arrivedOverCutLine, openCutLine, sendOverCutLine, WHOLE, type CutLine } from "./cut-line.ts";

const SIZE_MIB = 100;

let line: CutLine;
beforeAll(async () => {
  line = await openCutLine(SIZE_MIB, 1);
}, 120_000);
afterAll(() => line?.close());

it("a file comes in whole and once by lines that break, URLs that expire and a tab that is loaded anew", async () => {
  const submissionID = await sendOverCutLine(line, 120);
  // Every URL that was given out had expired, twice.
  expect(line.refusals()).toBeGreaterThanOrEqual(2);
  expect(await arrivedOverCutLine(line, submissionID)).toEqual({ ...WHOLE, digests: [line.file.sha256] });
  expect(line.visitor.complaints).toEqual([]);
}, 300_000);
