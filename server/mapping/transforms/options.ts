import * as z from 'zod';

/** A place in the record, `Account.BillingCountry`. */
export const path = z.string().regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/, 'must be a path such as Account.BillingCity');

/** What to do with a value that the transform cannot understand. */
export const onUnknown = z.enum(['refuse', 'keep', 'leave-out']);
export type OnUnknown = z.infer<typeof onUnknown>;

/** Named rounding rules; half-up rounds half away from zero as both ERPs do. */
export const roundingRule = z.enum(['half-up', 'half-even', 'up', 'down']);
export type RoundingRule = z.infer<typeof roundingRule>;
export const decimals = z.int().min(0).max(10);
