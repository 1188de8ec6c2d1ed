export * as Document from "./document.ts";
export { findArrivals, type Arrival } from "./arrivals.ts";
export { findOverdue } from "./overdue.ts";
export type { DocumentDeps } from "./document.ts";
export type { Attested, ObjectVersion, Verification } from "./verification.ts";
