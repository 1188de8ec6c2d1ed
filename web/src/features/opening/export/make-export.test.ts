import { DocumentID, StepUpID, SubmissionID } from "@postern/contract";
import { describe, expect, it, vi } from "vitest";
import { TroubleError } from "../../../lib/trouble.ts";
import { EXPORT_START, reduceExport, type ExportEvent, type ExportState } from "./machine.ts";
import { makeExport, type ExportOptions } from "./make-export.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const submissionID = SubmissionID.parse(id("sub"));
const documentID = DocumentID.parse(id("doc"));
const stepUpID = StepUpID.parse(id("prf"));
const exportedAt = "2026-01-01T10:00:00.000Z";
const offline = new TroubleError({ kind: "offline", code: "network" });

function start(server: () => Promise<unknown>) {
  let state: ExportState = EXPORT_START;
  const done: string[] = [];
  const save = vi.fn<() => Promise<void>>(async () => void done.push("saved"));
  const page = makeExport({
    call: (async (_route: unknown, input: unknown) => {
      done.push(JSON.stringify(input));
      return server();
    }) as unknown as ExportOptions["call"],
    submissionID: () => submissionID,
    documentID: () => documentID,
    save,
    print: async (at, onPage) => {
      onPage(0);
      done.push(`printed ${at}`);
    },
    send: (event: ExportEvent) => (state = reduceExport(state, event)),
  });
  const want = (form: "file" | "print") => (state = reduceExport(state, { type: "wanted", form }));
  return { ...page, want, save, done, state: () => state };
}

describe("a document on its way out", () => {
  it("is in the log before it is saved", async () => {
    const page = start(async () => ({ exportedAt }));
    page.want("file");
    await page.begin("file", stepUpID);
    await vi.waitFor(() => expect(page.state()).toEqual({ name: "gone", form: "file" }));
    expect(page.done).toEqual([
      JSON.stringify({ submissionID, documentID, stepUpID, form: "file" }),
      "saved",
    ]);
  });

  it("is printed under the time that the log has", async () => {
    const page = start(async () => ({ exportedAt }));
    await page.begin("print", stepUpID);
    await vi.waitFor(() => expect(page.state()).toEqual({ name: "gone", form: "print" }));
    expect(page.done.at(-1)).toBe(`printed ${exportedAt}`);
  });

  it("does not leave when it is not in the log", async () => {
    const page = start(async () => {
      throw offline;
    });
    page.want("file");
    await expect(page.begin("file", stepUpID)).rejects.toBe(offline);
    expect(page.save).not.toHaveBeenCalled();
    expect(page.state()).toEqual({ name: "asking", form: "file" });
  });

  it("goes on where it stopped, and is not logged a second time", async () => {
    const page = start(async () => ({ exportedAt }));
    page.save.mockRejectedValueOnce(offline);
    await page.begin("file", stepUpID);
    const recorded = { form: "file", exportedAt } as const;
    await vi.waitFor(() =>
      expect(page.state()).toEqual({ name: "stopped", recorded, trouble: offline.trouble }),
    );
    page.goOn(recorded);
    await vi.waitFor(() => expect(page.state().name).toBe("gone"));
    expect(page.done.filter((each) => each.startsWith("{"))).toHaveLength(1);
  });

  it("is not asked about again while it leaves", () => {
    const leaving = { name: "leaving", recorded: { form: "file", exportedAt } } as const;
    expect(reduceExport(leaving, { type: "wanted", form: "print" })).toBe(leaving);
    expect(reduceExport(leaving, { type: "canceled" })).toBe(leaving);
  });
});
