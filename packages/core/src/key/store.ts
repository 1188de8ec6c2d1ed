export type { DataKeys } from "../aws/index.ts";
