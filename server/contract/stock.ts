import * as z from 'zod';
import { availability, warehouseStock } from '../model/availability.ts';
import { decimalText } from '../model/parts.ts';

/** `few`, `some` and `many` as the connection's setting `stockFigures` draws the lines. */
export const STOCK_LEVELS = ['none', 'few', 'some', 'many'] as const;
export const stockLevel = z.enum(STOCK_LEVELS);
export type StockLevel = z.infer<typeof stockLevel>;

const level = stockLevel.nullable().describe('instead of the figure, where the connection shows no figures; else null');
const figure = decimalText.nullable();

/** Stock of one item as people see it: a figure or its level, never both; both null when the ERP does not tell. */
export const shownStock = availability.extend({
  onHand: figure,
  onHandLevel: level,
  atp: figure,
  atpLevel: level,
  warehouses: z.array(warehouseStock.extend({ onHand: figure, onHandLevel: level, available: figure, availableLevel: level })),
});
export type ShownStock = z.infer<typeof shownStock>;

/** What the level `many` is more than; null where figures are exact. */
export const moreThan = decimalText.nullable();
