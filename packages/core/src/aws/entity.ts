/** A key attribute of an electrodb index, as we write keys: whole, in their own case, from `keys.ts`. */
export function keyField<const Name extends string>(name: Name) {
  return { field: name, composite: [name], casing: "none" } as const;
}

/** The two key attributes that every row has. Values come from `keys.ts`, or are words such as `head`. */
export const KEY = {
  pk: { type: "string", required: true, readOnly: true, hidden: true },
  sk: { type: "string", required: true, readOnly: true, hidden: true },
} as const;

/** The primary index of every entity. */
export const PRIMARY = { pk: keyField("pk"), sk: keyField("sk") } as const;

/** Index keys are plain attributes, set and removed by name: the clinic leads them all, which electrodb's sparse indexes refuse. */
export const INDEX_KEY = { type: "string", hidden: true } as const;

/** Index keys of the table of records. */
export const RECORD_INDEX_KEYS = {
  gsi1pk: INDEX_KEY,
  gsi1sk: INDEX_KEY,
  gsi2pk: INDEX_KEY,
  gsi2sk: INDEX_KEY,
  gsi3pk: INDEX_KEY,
  gsi3sk: INDEX_KEY,
} as const;

/** An attribute that is set once. */
export const FIXED = { type: "string", required: true, readOnly: true } as const;
export const TEXT = { type: "string" } as const;
export const COUNT = { type: "number" } as const;
