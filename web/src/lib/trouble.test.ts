import {
  ApiProblem,
  ArrivedFile,
  ChangedFile,
  HandOverError,
  MissingFiles,
  RefusedFiles,
  StoreProblem,
  UnreadableDocument,
} from "@postern/client";
import type { DocumentID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { TroubleError, troubleOf } from "./trouble.ts";

const problem = (status: number, code: string) => new ApiProblem("no", { status, code, requestID: "req-1" });

describe("troubleOf", () => {
  it.each([
    ["session-locked", "locked"],
    ["signed-out", "ended"],
    ["unauthenticated", "ended"],
    ["proof-required", "device-lost"],
  ])("says that 401 %s ends the session as %s", (code, ending) => {
    expect(troubleOf(problem(401, code))).toMatchObject({ kind: "signed-out", ending, requestID: "req-1" });
  });

  it("does not end the session for a wrong password or code, nor for a refusal", () => {
    expect(troubleOf(problem(401, "sign-in-failed")).ending).toBeUndefined();
    expect(troubleOf(problem(401, "code-wrong")).ending).toBeUndefined();
    expect(troubleOf(problem(403, "forbidden"))).toMatchObject({ kind: "forbidden", code: "forbidden" });
  });

  it("does not mistake another status with such a code for the end of the session", () => {
    const trouble = troubleOf(problem(500, "signed-out"));
    expect(trouble.kind).toBe("server");
    expect(trouble.ending).toBeUndefined();
  });

  it.each([
    [0, "offline"],
    [400, "input"],
    [404, "missing"],
    [409, "conflict"],
    [429, "limit"],
    [503, "server"],
  ])("takes status %i for %s", (status, kind) => {
    expect(troubleOf(problem(status, "x")).kind).toBe(kind);
  });

  it("tells a device that lost its key, a broken line, and an unreadable document apart", () => {
    expect(troubleOf(new HandOverError("no"))).toMatchObject({ kind: "device", ending: "device-lost" });
    expect(troubleOf(new StoreProblem({ status: 0 })).kind).toBe("offline");
    expect(troubleOf(new StoreProblem({ status: 507 }))).toMatchObject({ kind: "store", code: "store-507" });
    expect(troubleOf(new UnreadableDocument("manifest-missing")).kind).toBe("unreadable");
  });

  it("keeps which files were refused", () => {
    const refused = [{ fileIndex: 1, reason: "empty" as const }];
    expect(troubleOf(new RefusedFiles(refused)).refused).toEqual(refused);
  });

  it("keeps which file differs or came in before, and how big those are that are missing", () => {
    const documentID = `doc_${"0".repeat(26)}` as DocumentID;
    expect(troubleOf(new ChangedFile(2, documentID))).toMatchObject({ kind: "differing-file", fileIndex: 2 });
    expect(troubleOf(new ArrivedFile(1))).toMatchObject({ kind: "arrived-file", fileIndex: 1 });
    const missing = new MissingFiles([{ documentID, sizeBytes: 7 }]);
    expect(troubleOf(missing)).toMatchObject({ kind: "missing-files", missingSizes: [7] });
  });

  it("passes on what a worker has already read, and takes anything else for a fault of the page", () => {
    const known = troubleOf(problem(404, "not-found"));
    expect(troubleOf(new TroubleError(structuredClone(known)))).toEqual(known);
    expect(troubleOf(new TypeError("x is not a function"))).toEqual({ kind: "page", code: "TypeError" });
  });
});
