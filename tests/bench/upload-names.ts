/** What the contestants are called. */
export const UPLOADS = {
  sealedByOne: "sealed, 1 worker",
  sealedByTwo: "sealed, 2 workers",
  plain: "plain",
} as const;
