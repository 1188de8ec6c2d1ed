import { describe, expect, it } from "vitest";
import type { SubmissionRecord } from "../intake/index.ts";
import type { Person } from "../kernel/index.ts";
import type { TaskRecord } from "../task/index.ts";
import { mayRead } from "./rules.ts";

const head = {
  authorID: "per_author",
  patientID: "pat_one",
  organizationID: undefined,
  locationID: "loc_here",
  taskID: "tsk_latest",
  round: 2,
} as unknown as SubmissionRecord;

const task = (more: object = {}) =>
  ({
    taskID: "tsk_latest",
    round: 2,
    state: "claimed",
    assigneeID: "per_reader",
    ...more,
  }) as unknown as TaskRecord;

const person = (type: string, more: object = {}) =>
  ({ type, personID: "per_reader", locationIDs: ["loc_here"], ...more }) as unknown as Person;

describe("who may read a submission", () => {
  it("its patient and its author, whatever became of it", () => {
    expect(mayRead(person("patient", { personID: "per_any", patientID: "pat_one" }), head, null)).toBe(true);
    expect(mayRead(person("referrer", { personID: "per_author" }), head, null)).toBe(true);
  });

  it("not another patient, and not a colleague of the author's practice", () => {
    expect(mayRead(person("patient", { patientID: "pat_two" }), head, null)).toBe(false);
    expect(mayRead(person("referrer", { personID: "per_other" }), head, task())).toBe(false);
  });

  it.each(["provider", "medical-assistant"])(
    "a %s who holds its latest task, while it is claimed and after",
    (role) => {
      for (const state of ["claimed", "accepted", "returned"]) {
        expect(mayRead(person(role), head, task({ state }))).toBe(true);
      }
      for (const state of ["open", "rejected"]) {
        expect(mayRead(person(role), head, task({ state }))).toBe(false);
      }
    },
  );

  it("not a provider of another location, with another's task, with an earlier task, or with none", () => {
    expect(mayRead(person("provider", { locationIDs: ["loc_there"] }), head, task())).toBe(false);
    expect(mayRead(person("provider"), head, task({ assigneeID: "per_other" }))).toBe(false);
    expect(mayRead(person("provider"), head, task({ taskID: "tsk_earlier" }))).toBe(false);
    expect(mayRead(person("provider"), head, null)).toBe(false);
  });

  it("not the former assignee, once its sender has begun another round", () => {
    expect(mayRead(person("provider"), head, task({ state: "returned", round: 1 }))).toBe(false);
  });

  it.each(["front-desk", "owner", "security-officer"])(
    "never the %s, not even with the task in hand",
    (role) => {
      expect(mayRead(person(role), head, task())).toBe(false);
    },
  );
});
