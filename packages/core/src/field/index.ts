export { createFields, openFields, type Fields } from "./field.ts";
export { describeFieldKey } from "./store.ts";
