import * as z from 'zod';

export const product = z.object({
  company: z.string(),
  /** May begin with a space: kept as it is. */
  itemNumber: z.string(),
  name: z.string().nullable(),
  unit: z.string().nullable(),
  /** List price of the company, decimal text; null when none. */
  price: z.string().nullable(),
  sellable: z.boolean(),
  /** State of its life in the ERP's own word, where it keeps one. */
  lifecycle: z.string().nullable().optional(),
});
export type Product = z.infer<typeof product>;
