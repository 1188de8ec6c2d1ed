import {
  ApiProblem,
  ChangedFile,
  HandOverError,
  MissingFiles,
  RefusedFiles,
  StoreProblem,
} from "@postern/client";
import type { DocumentID } from "@postern/contract";
import { expect, test } from "vitest";
import { EXIT, usage } from "./exit.ts";
import { failureOf } from "./failure.ts";

const documentID = `doc_${"0".repeat(26)}` as DocumentID;
const api = (status: number, code: string) => new ApiProblem("Words of the server.", { status, code });
const system = (code: string) => Object.assign(new Error(`${code}: /secret`), { code, path: "a.pdf" });

test.for<[string, unknown, number, RegExp]>([
  ["no network", api(0, "offline"), EXIT.failed, /cannot be reached/],
  ["a server in trouble", api(503, "unavailable"), EXIT.failed, /Words of the server/],
  ["too many", api(429, "quota"), EXIT.failed, /tomorrow/],
  ["a locked session", api(401, "session-locked"), EXIT.signedOut, /locked.*postern sign-in/],
  ["an ended session", api(401, "signed-out"), EXIT.signedOut, /postern sign-in/],
  ["a device that is not known", api(401, "proof-required"), EXIT.signedOut, /postern sign-in/],
  ["a membership that ended", api(403, "membership-ended"), EXIT.signedOut, /Call the clinic/],
  ["no right", api(403, "forbidden"), EXIT.refused, /Words of the server/],
  ["no such thing", api(404, "not-found"), EXIT.missing, /Words of the server/],
  ["a submission that is over", api(409, "submission-not-open"), EXIT.refused, /postern status/],
  ["a bucket that does not take", new StoreProblem({ status: 400 }), EXIT.failed, /storage/],
  ["another device's release", new HandOverError("no"), EXIT.signedOut, /postern sign-in/],
  ["a file of no kind", new RefusedFiles([{ fileIndex: 1, reason: "type" }]), EXIT.refused, /^b\.pdf is not/],
  ["a changed file", new ChangedFile(0, documentID), EXIT.refused, /^a\.pdf has changed/],
  ["missing files", new MissingFiles([{ documentID, sizeBytes: 2048 }]), EXIT.refused, /2\.0 KiB/],
  ["a file that was written to", new DOMException("", "NotReadableError"), EXIT.refused, /changed while it/],
  ["a file that is gone", new DOMException("", "NotFoundError"), EXIT.refused, /changed while it was read/],
  ["a file that shrank", new RangeError("shrunk"), EXIT.refused, /changed while it was read/],
  ["no such file", system("ENOENT"), EXIT.missing, /no such file: a\.pdf/],
  ["a file that is another's", system("EACCES"), EXIT.refused, /a\.pdf/],
  ["a folder", system("EISDIR"), EXIT.refused, /folder/],
  ["a full disk", system("ENOSPC"), EXIT.failed, /disk/],
  ["wrong usage", usage("Wrong."), EXIT.usage, /^Wrong\.$/],
  ["a defect, of which only the name is told", new TypeError("facts"), EXIT.failed, /TypeError/],
])("%s has an exit code and words", ([, error, exit, words]) => {
  const failure = failureOf(error, ["a.pdf", "b.pdf"], false);
  expect(failure.exit).toBe(exit);
  expect(failure.message).toMatch(words);
  expect(failure.message).not.toMatch(/secret|facts/);
});

test("what was stopped is no fault, whatever broke by it", () => {
  expect(failureOf(new Error("aborted"), [], true)).toMatchObject({ exit: EXIT.interrupted });
});
