import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alarmNames } from "./alarm-names.ts";
import { listFiles, root } from "./repository.ts";
import { headingWords, readSafeguards, safeguardFaults, testNames, type Files } from "./safeguards.ts";

/**
 * Required and addressable specifications of 45 CFR 164.308 to 164.316; a standard without any stands for itself.
 *
 * @see https://www.ecfr.gov/current/title-45/part-164/appendix-Appendix%20A%20to%20Subpart%20C%20of%20Part%20164
 */
const SPECIFICATIONS: Readonly<Record<string, "R" | "A">> = {
  "164.308(a)(1)(ii)(A)": "R",
  "164.308(a)(1)(ii)(B)": "R",
  "164.308(a)(1)(ii)(C)": "R",
  "164.308(a)(1)(ii)(D)": "R",
  "164.308(a)(2)": "R",
  "164.308(a)(3)(ii)(A)": "A",
  "164.308(a)(3)(ii)(B)": "A",
  "164.308(a)(3)(ii)(C)": "A",
  "164.308(a)(4)(ii)(A)": "R",
  "164.308(a)(4)(ii)(B)": "A",
  "164.308(a)(4)(ii)(C)": "A",
  "164.308(a)(5)(ii)(A)": "A",
  "164.308(a)(5)(ii)(B)": "A",
  "164.308(a)(5)(ii)(C)": "A",
  "164.308(a)(5)(ii)(D)": "A",
  "164.308(a)(6)(ii)": "R",
  "164.308(a)(7)(ii)(A)": "R",
  "164.308(a)(7)(ii)(B)": "R",
  "164.308(a)(7)(ii)(C)": "R",
  "164.308(a)(7)(ii)(D)": "A",
  "164.308(a)(7)(ii)(E)": "A",
  "164.308(a)(8)": "R",
  "164.308(b)(3)": "R",
  "164.310(a)(2)(i)": "A",
  "164.310(a)(2)(ii)": "A",
  "164.310(a)(2)(iii)": "A",
  "164.310(a)(2)(iv)": "A",
  "164.310(b)": "R",
  "164.310(c)": "R",
  "164.310(d)(2)(i)": "R",
  "164.310(d)(2)(ii)": "R",
  "164.310(d)(2)(iii)": "A",
  "164.310(d)(2)(iv)": "A",
  "164.312(a)(2)(i)": "R",
  "164.312(a)(2)(ii)": "R",
  "164.312(a)(2)(iii)": "A",
  "164.312(a)(2)(iv)": "A",
  "164.312(b)": "R",
  "164.312(c)(2)": "A",
  "164.312(d)": "R",
  "164.312(e)(2)(i)": "A",
  "164.312(e)(2)(ii)": "A",
  "164.314(a)(2)(i)": "R",
  "164.314(a)(2)(ii)": "R",
  "164.314(a)(2)(iii)": "R",
  "164.314(b)(2)(i)": "R",
  "164.314(b)(2)(ii)": "R",
  "164.314(b)(2)(iii)": "R",
  "164.314(b)(2)(iv)": "R",
  "164.316(a)": "R",
  "164.316(b)(1)": "R",
  "164.316(b)(2)(i)": "R",
  "164.316(b)(2)(ii)": "R",
  "164.316(b)(2)(iii)": "R",
};

const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("docs/safeguards.md", () => {
  test("says of each specification what is so", () => {
    const rows = readSafeguards(read("docs/safeguards.md"));
    expect(safeguardFaults(rows, SPECIFICATIONS, { paths: listFiles(), read })).toEqual([]);
  });
});

describe("a runbook", () => {
  const pages = listFiles().filter((path) => /^docs\/runbooks\/(?!README)/.test(path));

  test.for(pages)("%s says who may do it, and how to know that it worked", (path) => {
    expect(read(path)).toContain("**Who:**");
    expect(read(path)).toMatch(/It worked when/);
  });
});

describe("docs/runbooks/alarms.md", () => {
  test("every alarm has its heading, and every heading its alarm", async () => {
    const alarms = await alarmNames();
    expect(alarms).toContain("UnusualReading");
    expect(headingWords(read("docs/runbooks/alarms.md")).sort()).toEqual(alarms);
  });
});

const TEXTS: Readonly<Record<string, string>> = {
  "a.ts": "export const kept = 1;",
  "a.test.ts": 'it("runs", () => {}); it.skip("sleeps", () => {}); // it("is told of", () => {})',
};
const files: Files = { paths: Object.keys(TEXTS), read: (path) => TEXTS[path] ?? "" };

/** Faults of one row, whose cells are true but for those given. */
function faultsOf(cells: Readonly<Partial<Record<"kind" | "state" | "how" | "code" | "test", string>>>) {
  const { kind = "R", state = "Built", how = "So.", code = "`a.ts` (`kept`)", test: shown } = cells;
  const row = `| 164.312(b) | Audit | ${kind} | ${state} | ${how} | ${code} | – | ${shown ?? '`a.test.ts` "runs"'} |`;
  return safeguardFaults(readSafeguards(row), { "164.312(b)": kind.startsWith("A") ? "A" : "R" }, files);
}

describe("a row", () => {
  test("that is true passes", () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ state: "Not built yet", code: "–", test: "–" })).toEqual([]);
    expect(faultsOf({ kind: "A: adopted", state: "In part", how: "So. Not yet: more." })).toEqual([]);
  });

  test.for([
    ["a file that is gone", { code: "`gone.ts`" }, "no file gone.ts"],
    ["a word that its file does not hold", { code: "`a.ts` (`dropped`)" }, "no dropped in a.ts"],
    ["a test file that is gone", { test: '`gone.test.ts` "runs"' }, "no file gone.test.ts"],
    ["a test that is gone", { test: '`a.test.ts` "ran"' }, 'a.test.ts runs no test "ran"'],
    ["a test that is skipped", { test: '`a.test.ts` "sleeps"' }, 'a.test.ts runs no test "sleeps"'],
    ["a test in a comment", { test: '`a.test.ts` "is told of"' }, 'a.test.ts runs no test "is told of"'],
    ["a test file without a test's name", { test: "`a.test.ts`" }, "no test of a.test.ts is named"],
    ["no code and no infra", { code: "–" }, "names no code and no infra"],
    ["no test", { test: "–" }, "names no test"],
    ["a state of its own", { state: "Nearly" }, '"Nearly" is no state'],
    ["silence about what is missing", { state: "In part" }, "does not say what is missing"],
    ["no decision", { kind: "A" }, '"A" is no kind'],
    ["a duty taken over", { kind: "A: the clinic decides" }, "decided otherwise than it stands"],
  ] as const)("with %s is caught", ([, cells, fault]) => {
    expect(faultsOf(cells)).toEqual([`164.312(b): ${fault}`]);
  });

  test("that is missing, double, of another kind, or of no law is caught", () => {
    const row = '| 164.312(b) | Audit | R | Built | So. | `a.ts` | – | `a.test.ts` "runs" |';
    const faults = (text: string, law: Readonly<Record<string, "R" | "A">>) =>
      safeguardFaults(readSafeguards(text), law, files);
    expect(faults("", { "164.312(b)": "R" })).toEqual(["164.312(b): has no row"]);
    expect(faults(`${row}\n${row}`, { "164.312(b)": "R" })).toEqual(["164.312(b): has two rows"]);
    expect(faults(row, { "164.312(b)": "A" })).toEqual(["164.312(b): is A, not R"]);
    expect(faults(row, {})).toEqual(["164.312(b): is no specification"]);
  });

  test("that lacks a column is refused, not passed over", () => {
    expect(() => readSafeguards("| 164.312(b) | Audit | R |")).toThrow("164.312(b): 3 columns");
  });
});

test("tests are known by their titles, however they are given their cases", () => {
  const text = 'test.for([1])("one", () => {}); it.each([2])("two", () => {}); describe("three", () => {});';
  expect(testNames("a.test.ts", text)).toEqual(["one", "two"]);
});

test("headings name what stands in backticks", () => {
  expect(headingWords("# `A`, `B`\n`C`\n## D `E`\n")).toEqual(["A", "B", "E"]);
});
