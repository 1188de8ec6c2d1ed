export * as Document from "./document.ts";
export type { DocumentDeps } from "./document.ts";
export type { Attested, ObjectVersion, Verification } from "./verification.ts";
