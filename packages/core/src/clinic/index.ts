export { describeListing, listClinics } from "./list-store.ts";
export { describeClinic, describeLocation, describeQueue, findSettings } from "./store.ts";
export type { Clinic, ClinicSettings, Location, Queue } from "./store.ts";
