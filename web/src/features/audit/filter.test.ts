import { describe, expect, it } from "vitest";
import { auditHref, filterOf, typedFilter } from "./filter.ts";

const personID = "per_01kaf3c5d7e8f9g0h1j2k3m4n5";
const submissionID = "sub_01kaf3c5d7e8f9g0h1j2k3m4n5";

describe("the filter in an address", () => {
  it("is the present month when nothing is named", () => {
    expect(filterOf({}, "2026-11")).toEqual({ month: "2026-11" });
  });

  it("comes back from the address that it made", () => {
    const filter = filterOf({ month: "2026-10", person: personID, action: "key.release" }, "2026-11");
    const search = Object.fromEntries(new URL(auditHref(filter), "https://a.example.org").searchParams);
    expect(filterOf(search, "2026-11")).toEqual(filter);
  });

  it("looks for a submission in all months, unless one is named", () => {
    expect(filterOf({ submission: submissionID }, "2026-11")).toEqual({ submissionID });
    expect(filterOf({ number: "K7M2-4Q9R", month: "2026-10" }, "2026-11")).toEqual({
      number: "K7M2-4Q9R",
      month: "2026-10",
    });
  });

  it("leaves out what it does not understand", () => {
    const search = { month: "2026-13", person: "Maya", action: "refused", outcome: "maybe", number: "1" };
    expect(filterOf(search, "2026-11")).toEqual({ month: "2026-11" });
  });
});

describe("what is typed", () => {
  it("is told apart by its shape", () => {
    expect(typedFilter(` ${personID} `)).toEqual({ personID });
    expect(typedFilter(submissionID.toUpperCase())).toEqual({ submissionID });
    expect(typedFilter("k7m2 4q9r")).toEqual({ number: "K7M2-4Q9R" });
    expect(typedFilter("K7M2-4Q9R")).toEqual({ number: "K7M2-4Q9R" });
  });

  it("may be nothing, and is refused when it is something else, a name for instance", () => {
    expect(typedFilter("  ")).toEqual({});
    expect(typedFilter("Maya Lindqvist")).toBeNull();
  });
});
