export * as Lateness from "./lateness.ts";
export * as Document from "./document.ts";
export * as Submission from "./submission.ts";
export type { Erasure, UpkeepDeps } from "./deps.ts";
export { errandsFor, leftovers, windowOf, type Errand } from "./rules.ts";
