import { afterEach, expect, it } from "vitest";
import { arrivedOverCutLine, openCutLine, sendOverCutLine, WHOLE, type CutLine } from "../e2e/cut-line.ts";

let line: CutLine;
afterEach(() => line?.close());

it.each([2, 3, 4])(
  "100 MiB come in whole and once by lines that break, by URLs that expire, and a tab loaded anew: seed %i",
  async (seed) => {
    line = await openCutLine(100, seed);
    const submissionID = await sendOverCutLine(line, 300);
    expect(line.refusals()).toBeGreaterThanOrEqual(2);
    expect(await arrivedOverCutLine(line, submissionID)).toEqual({ ...WHOLE, digests: [line.file.sha256] });
  },
  900_000,
);
