import { LocationID, QueueID, Service, SubmissionKind, Urgency, type RoutingFacts } from "@postern/contract";
import * as z from "zod";
import type { ClinicSettings, Queue } from "../clinic/index.ts";

/** Stands where a rule's name would, when none of them fitted. */
export const UNROUTED = "unrouted";

const some = <Value extends z.ZodType>(value: Value) => z.array(value).min(1).max(100).optional();

/** One rule: what is left out of `when` is not asked for. */
export const RoutingRule = z.strictObject({
  /** Goes into the audit log and onto the task, so it explains itself and holds no one's name. */
  name: z
    .string()
    .regex(/^[0-9A-Za-z_:.-]{1,64}$/)
    .refine((name) => name !== UNROUTED),
  when: z.strictObject({
    kind: some(SubmissionKind),
    locationID: some(LocationID),
    service: some(Service),
    urgency: some(Urgency),
  }),
  queueID: QueueID,
});
export type RoutingRule = z.infer<typeof RoutingRule>;

/** A clinic's rules in one version, in the order in which they are tried. Version 0 has no rules yet. */
export const RuleSet = z.strictObject({
  version: z.int().nonnegative(),
  rules: z
    .array(RoutingRule)
    .max(200)
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, "a name stands twice"),
});
export type RuleSet = z.infer<typeof RuleSet>;

export interface Choice {
  readonly queueID: QueueID;
  readonly ruleName: string;
  readonly ruleVersion: number;
}

/** The first rule that fits, and which it was; null when none does. */
export function choose({ version, rules }: RuleSet, facts: RoutingFacts): Choice | null {
  const rule = rules.find(({ when }) => fits(when, facts));
  return rule === undefined ? null : { queueID: rule.queueID, ruleName: rule.name, ruleVersion: version };
}

function fits(when: RoutingRule["when"], facts: RoutingFacts): boolean {
  return (
    isAmong(when.kind, facts.kind) &&
    isAmong(when.locationID, facts.locationID) &&
    isAmong(when.service, facts.service) &&
    isAmong(when.urgency, facts.urgency)
  );
}

function isAmong<Value>(asked: readonly Value[] | undefined, value: Value | undefined): boolean {
  return asked === undefined || (value !== undefined && asked.includes(value));
}

/** Where work goes, and why. */
export type Destination = Omit<Choice, "queueID"> & { readonly queue: Queue };

/**
 * The chosen rule's queue. Work that no rule claims, or whose rule names a queue that is gone or serves another
 * location, goes to the clinic's queue for such work: it is never lost, and never where nobody may see it.
 *
 * @returns null when that queue is not there either
 */
export function destination(
  { clinic, queues }: ClinicSettings,
  rules: RuleSet,
  facts: RoutingFacts,
): Destination | null {
  const choice = choose(rules, facts);
  const serves = ({ locationID }: Queue) => locationID === undefined || locationID === facts.locationID;
  const named = queues.find((queue) => queue.queueID === choice?.queueID && serves(queue));
  if (choice !== null && named !== undefined) {
    return { queue: named, ruleName: choice.ruleName, ruleVersion: choice.ruleVersion };
  }
  const queue = queues.find(({ queueID }) => queueID === clinic.unroutedQueueID);
  return queue === undefined ? null : { queue, ruleName: UNROUTED, ruleVersion: rules.version };
}
