export { searchEvents, type AuditFound, type AuditSearch } from "./search.ts";
export { createLedger, eventsOf, eventsOfSubmission } from "./store.ts";
export { describeStepUp, type StepUp } from "./step-up-store.ts";
export type { AuditPage, AuditRow, AuditSlice } from "./store.ts";
