export { createLedger, eventsOfClinic, eventsOfPerson, eventsOfSubmission } from "./store.ts";
export type { AuditPage, AuditRow } from "./store.ts";
