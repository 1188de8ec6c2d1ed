import { TaskSummary, type PersonID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { claimedBy, faceOf, sayingOf, withNews } from "./claim.ts";

const id = (prefix: string, digit: string) => `${prefix}_${digit.repeat(26)}`;
const me = id("per", "0") as PersonID;
const task = TaskSummary.parse({
  taskID: id("tsk", "0"),
  submissionID: id("sub", "0"),
  number: "K7M2-4Q9R",
  state: "open",
  kind: "images",
  locationID: id("loc", "0"),
  urgency: "routine",
  queueID: id("que", "0"),
  round: 1,
  documentCount: 2,
  receivedAt: "2026-11-20T14:00:00Z",
  dueAt: "2026-11-21T14:00:00Z",
  version: 1,
});
const none = new Map();

describe("a row that is claimed", () => {
  it("is mine before the server has answered, and stays so when it agrees", () => {
    const pending = withNews(none, task.taskID, { face: claimedBy(task, me), isPending: true });
    expect(faceOf(task, pending)).toMatchObject({ state: "claimed", assigneeID: me });
    const face = { ...claimedBy(task, me), version: 2 };
    expect(faceOf(task, withNews(pending, task.taskID, { face, isPending: false }))).toBe(face);
  });

  it("goes back to what the list says when it failed, with a word", () => {
    const failed = withNews(none, task.taskID, { say: "We cannot reach the clinic.", isPending: false });
    expect([faceOf(task, failed), sayingOf(task, failed)]).toEqual([task, "We cannot reach the clinic."]);
  });

  it("is the colleague's who was faster; both end when the list is read again", () => {
    const theirs = { ...claimedBy(task, id("per", "1") as PersonID), version: 2 };
    const news = withNews(none, task.taskID, {
      face: theirs,
      say: "A colleague was faster.",
      isPending: false,
    });
    expect([faceOf(task, news), sayingOf(task, news)]).toEqual([theirs, "A colleague was faster."]);
    const read = { ...task, version: 3 };
    expect([faceOf(read, news), sayingOf(read, news)]).toEqual([read, undefined]);
  });
});
