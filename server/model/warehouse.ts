import * as z from 'zod';

/** A place from which a company delivers. */
export const warehouse = z.object({
  /** As the ERP writes it, unique in the company. */
  code: z.string(),
  name: z.string().nullable(),
  site: z.string().nullable(),
});
export type Warehouse = z.infer<typeof warehouse>;
