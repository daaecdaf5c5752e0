import * as z from 'zod';
import { availability, warehouseStock } from '../model/availability.ts';
import { decimalText } from '../model/parts.ts';

/** `few`, `some` and `many` as the connection's setting `stockFigures` draws the lines. */
export const STOCK_LEVELS = ['none', 'few', 'some', 'many'] as const;
export const stockLevel = z.enum(STOCK_LEVELS);
export type StockLevel = z.infer<typeof stockLevel>;

const level = stockLevel.nullable().describe('instead of the figure, where the connection shows no figures; else null');
const figure = decimalText.nullable();
const figures = {
  onHand: figure,
  onHandLevel: level,
  reserved: figure.describe('set aside by the ERP; null where it tells what is on sales orders instead'),
  reservedLevel: level,
  onSalesOrders: figure.describe('what open sales orders still have to ship; null where the ERP tells what is reserved instead'),
  onSalesOrdersLevel: level,
  available: figure.describe('on hand less what is reserved or on sales orders'),
  availableLevel: level,
  ordered: figure.describe('incoming, not in the warehouse yet'),
  orderedLevel: level,
};

/** Stock of one item as people see it: a figure or its level, never both; both null when the ERP does not tell. */
export const shownStock = availability.extend({ ...figures, atp: figure, atpLevel: level, warehouses: z.array(warehouseStock.extend(figures)) });
export type ShownStock = z.infer<typeof shownStock>;

/** What the level `many` is more than; null where figures are exact. */
export const moreThan = decimalText.nullable();
