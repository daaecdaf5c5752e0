import * as z from 'zod';
import { decimalText, isoDate } from './parts.ts';

/**
 * What lies between on hand and what is free, and what is on its way; each null where this ERP does not tell it, never 0. An ERP
 * tells one of `reserved` and `onSalesOrders`, and that one is what on hand is lessened by to give `available`.
 */
const figures = {
  /** Set aside by the ERP for documents that it is reserved for. */
  reserved: decimalText.nullable(),
  /** What open sales orders still have to ship, reserved or not. */
  onSalesOrders: decimalText.nullable(),
  available: decimalText.nullable(),
  /** Incoming: ordered from vendors (F&O: from production and other warehouses too), not in the warehouse yet. */
  ordered: decimalText.nullable(),
};

export const warehouseStock = z.object({
  /** Empty for what belongs to no warehouse. */
  warehouse: z.string(),
  site: z.string().nullable(),
  onHand: decimalText,
  ...figures,
});

/** Stock of one item in one company, in the item's stock unit. */
export const availability = z.object({
  itemNumber: z.string(),
  known: z.boolean(),
  name: z.string().nullable(),
  unit: z.string().nullable(),
  onHand: decimalText.nullable(),
  ...figures,
  /** Available to promise for the asked quantity; null when this ERP gives on-hand only. */
  atp: decimalText.nullable(),
  /** First date on which the asked quantity can be promised; null when unknown or when on-hand only. */
  firstDate: isoDate.nullable(),
  warehouses: z.array(warehouseStock),
});
export type Availability = z.infer<typeof availability>;
export type WarehouseStock = z.infer<typeof warehouseStock>;
/** Figures of an item or of one of its warehouses. */
export type StockFigure = 'onHand' | keyof typeof figures;
