export * as Submission from "./submission.ts";
export type { RoutingDeps } from "./submission.ts";
export { RuleSet, UNROUTED, choose, type Choice, type RoutingRule } from "./rules.ts";
export { describeRules, findRules } from "./store.ts";
