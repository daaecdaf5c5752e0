import * as z from 'zod';
import { decimalText, isoDate } from './parts.ts';

export const warehouseStock = z.object({
  warehouse: z.string(),
  site: z.string().nullable(),
  onHand: decimalText,
  available: decimalText,
});

/** Stock of one item in one company, in the item's stock unit. */
export const availability = z.object({
  itemNumber: z.string(),
  known: z.boolean(),
  name: z.string().nullable(),
  unit: z.string().nullable(),
  onHand: decimalText.nullable(),
  /** Available to promise for the asked quantity; null when this ERP gives on-hand only. */
  atp: decimalText.nullable(),
  /** First date on which the asked quantity can be promised; null when unknown or when on-hand only. */
  firstDate: isoDate.nullable(),
  warehouses: z.array(warehouseStock),
});
export type Availability = z.infer<typeof availability>;
