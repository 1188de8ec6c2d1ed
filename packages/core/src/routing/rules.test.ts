import type { LocationID, QueueID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import type { ClinicSettings } from "../clinic/index.ts";
import { idSource, systemClock } from "../kernel/index.ts";
import { RuleSet, choose, destination, type RoutingRule } from "./rules.ts";

const newID = idSource(systemClock);
const [north, south] = [newID("loc"), newID("loc")];
const [first, second, rest] = [newID("que"), newID("que"), newID("que")];

const rule = (name: string, queueID: QueueID, when: RoutingRule["when"] = {}): RoutingRule => ({
  name,
  when,
  queueID,
});
const ruleSet = (...rules: readonly RoutingRule[]): RuleSet => ({ version: 7, rules: [...rules] });
const facts = { kind: "images", locationID: north, urgency: "routine" } as const;

describe("choosing a rule", () => {
  it("takes the first that fits, and says which it was, in which version", () => {
    const rules = ruleSet(
      rule("skin", first, { kind: ["images"], service: ["dermatology"] }),
      rule("images", second, { kind: ["images", "documents"] }),
      rule("all", rest),
    );
    expect(choose(rules, facts)).toEqual({ queueID: second, ruleName: "images", ruleVersion: 7 });
    const skin = { ...facts, service: "dermatology" } as const;
    expect(choose(rules, skin)).toEqual({ queueID: first, ruleName: "skin", ruleVersion: 7 });
    expect(choose(rules, { ...facts, kind: "consent" })).toMatchObject({ ruleName: "all" });
  });

  it("needs every condition of a rule to hold", () => {
    const rules = ruleSet(rule("urgent north", first, { urgency: ["urgent"], locationID: [north] }));
    const of = (locationID: LocationID, urgency: "urgent" | "soon") =>
      choose(rules, { ...facts, locationID, urgency });
    expect(of(north, "urgent")).not.toBeNull();
    expect(of(north, "soon")).toBeNull();
    expect(of(south, "urgent")).toBeNull();
  });

  it("finds nothing for what has no service, when a service is asked for", () => {
    expect(choose(ruleSet(rule("x-rays", first, { service: ["radiology"] })), facts)).toBeNull();
  });

  it("finds nothing without rules", () => {
    expect(choose({ version: 0, rules: [] }, facts)).toBeNull();
  });
});

describe("the queue that work goes to", () => {
  const clinicID = newID("cli");
  const queue = (queueID: QueueID) => ({ clinicID, queueID, name: queueID, promiseSeconds: 3600 });
  const settings = (...queueIDs: readonly QueueID[]): ClinicSettings => ({
    clinic: { clinicID, name: "Riverside", phone: "1", unroutedQueueID: rest, kinds: [], services: [] },
    locations: [],
    queues: queueIDs.map(queue),
  });
  const rules = ruleSet(rule("images", first, { kind: ["images"] }));

  it("is the chosen rule's", () => {
    const found = destination(settings(first, rest), rules, facts);
    expect(found).toEqual({ queue: queue(first), ruleName: "images", ruleVersion: 7 });
  });

  it("is the clinic's queue for the rest, when no rule fits or the rule's queue is gone", () => {
    const unrouted = { queue: queue(rest), ruleName: "unrouted", ruleVersion: 7 };
    expect(destination(settings(first, rest), rules, { ...facts, kind: "consent" })).toEqual(unrouted);
    expect(destination(settings(second, rest), rules, facts)).toEqual(unrouted);
  });

  it("is none, when that is gone too", () => {
    expect(destination(settings(second), rules, facts)).toBeNull();
  });
});

describe("a set of rules", () => {
  const isGood = (...rules: readonly unknown[]) => RuleSet.safeParse({ version: 1, rules }).success;

  it("has names that tell its rules apart", () => {
    expect(isGood(rule("a", first), rule("b", first))).toBe(true);
    expect(isGood(rule("a", first), rule("a", second))).toBe(false);
  });

  it.each([["unrouted"], ["a@1"], ["with space"], [""]])("refuses the name %j", (name) => {
    expect(isGood(rule(name, first))).toBe(false);
  });

  it("refuses words that are on no list, conditions it does not know, and empty lists", () => {
    expect(isGood({ ...rule("a", first), when: { kind: ["poems"] } })).toBe(false);
    expect(isGood({ ...rule("a", first), when: { patientID: ["x"] } })).toBe(false);
    expect(isGood({ ...rule("a", first), when: { kind: [] } })).toBe(false);
    expect(isGood({ ...rule("a", first), queueID: "que_x" })).toBe(false);
  });
});
