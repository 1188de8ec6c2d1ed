export * as Look from "./look.ts";
export * as Reading from "./document.ts";
export { READING_ACTORS } from "./document.ts";
export type { Downloads, ReadingDeps } from "./document.ts";
export type { LookDeps } from "./look.ts";
export { permitReading } from "./policy.ts";
export { mayRead } from "./rules.ts";
