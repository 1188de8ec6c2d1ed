export * as AuditEvents from "./event.ts";
export type { OversightDeps } from "./event.ts";
