export { connectStation } from "./connect.ts";
export { createStation, type StationOptions } from "./in-thread.ts";
export type { StationPort } from "./protocol.ts";
export { serveStation } from "./serve.ts";
export type { PartJob, SealedPart, Station } from "./station.ts";
