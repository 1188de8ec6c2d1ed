export { nameOf, patientFacts } from "./name.ts";
export { patientRow, personRow } from "./row.ts";
export {
  checkMembership,
  checkUnmoved,
  describeMembership,
  describePatient,
  describePerson,
  describePointer,
  findMembers,
  findMembership,
  findPatient,
  findPerson,
  findPointers,
} from "./store.ts";
export type { Membership, MembershipPointer, PatientProfile, PersonProfile } from "./store.ts";
