export * as Key from "./key.ts";
export type { KeyDeps } from "./key.ts";
