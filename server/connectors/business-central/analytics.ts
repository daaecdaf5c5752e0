import * as z from 'zod';
import { subtract, sum } from '../../kernel/money.ts';
import type { WarehouseStock } from '../../model/availability.ts';
import { amount, date, key, member, text } from './wire.ts';

export const entryRow = z.object({ itemNo: key, locationCode: text, remainingQuantity: amount });
export const demandRow = z.object({ itemNo: key, documentType: member, outstandingQtyBase: amount, shipmentDate: date, locationCode: text });
export const supplyRow = z.object({ itemNo: key, documentType: member, outstandingQtyBase: amount, expectedReceiptDate: date, locationCode: text });

/** What the analytics sets tell of one item; null where a set is not installed. */
export interface Analytics {
  entries: z.output<typeof entryRow>[] | null;
  demand: z.output<typeof demandRow>[] | null;
  supply: z.output<typeof supplyRow>[] | null;
}

/** Return orders stand in both sets and move the other way (business-central.md §6). */
export const isReturn = (row: { documentType: string }): boolean => row.documentType === 'Return Order';

/**
 * What is taken and what is on its way, beside what is on hand. The sets tell no reservations (business-central.md §6): the demand of open sales orders
 * is shown as what it is, and what is available is on hand less that (why: docs/decisions/panels.md). Returns are neither taken nor ordered.
 */
export function figuresOf(onHand: string, { demand, supply }: Pick<Analytics, 'demand' | 'supply'>) {
  const open = (rows: readonly { documentType: string; outstandingQtyBase: string }[]): string => sum(rows.filter((row) => !isReturn(row)).map((row) => row.outstandingQtyBase));
  const onSalesOrders = demand === null ? null : open(demand);
  return { onHand, reserved: null, onSalesOrders, available: onSalesOrders === null ? null : subtract(onHand, onSalesOrders), ordered: supply === null ? null : open(supply) };
}

/** Every location that has, owes or awaits something; none where the ledger by location is not told. Code '' is Business Central's blank location. */
export function warehousesOf({ entries, demand, supply }: Analytics): WarehouseStock[] {
  if (entries === null) return [];
  const codeOf = (row: { locationCode: string | null }): string => row.locationCode ?? '';
  const codes = new Set([...entries, ...(demand ?? []), ...(supply ?? [])].map(codeOf));
  return [...codes].map((warehouse) => {
    const here = (row: { locationCode: string | null }): boolean => codeOf(row) === warehouse;
    const onHand = sum(entries.filter(here).map((entry) => entry.remainingQuantity));
    return { warehouse, site: null, ...figuresOf(onHand, { demand: demand?.filter(here) ?? null, supply: supply?.filter(here) ?? null }) };
  });
}
