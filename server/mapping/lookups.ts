/** One question to the ERP: the row of `set` where `by` equals `value`, and of it the property `give`. */
export interface LookupNeed {
  set: string;
  by: string;
  give: string;
  value: string;
}

/** Answers to look-ups by `lookupKey`; null: asked and not found. What is not in it was not asked yet. */
export type Lookups = ReadonlyMap<string, string | null>;

export const lookupKey = (need: LookupNeed): string => JSON.stringify([need.set, need.by, need.give, need.value]);
