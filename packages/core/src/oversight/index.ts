export type { OversightDeps } from "./deps.ts";
export * as AuditEvents from "./event.ts";
export * as Overview from "./overview.ts";
export * as Quarantine from "./quarantine.ts";
