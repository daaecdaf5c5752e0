import * as z from 'zod';
import { isZero } from '../../kernel/money.ts';
import type { Product } from '../../model/product.ts';
import type { CallContext } from '../../net/http-client.ts';
import { chunk, or, type Filter } from '../odata/filter.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { amount, key, member, text } from './wire.ts';

const FIELDS = ['number', 'displayName', 'type', 'blocked', 'inventory', 'unitPrice', 'baseUnitOfMeasureCode'] as const;
export const itemRow = z.object({ number: key, displayName: text, type: member, blocked: z.boolean().nullish(), inventory: amount, unitPrice: amount, baseUnitOfMeasureCode: text });
export type ItemRow = z.output<typeof itemRow>;

/** Chains of `or` over one field are allowed, over several they are not (business-central.md §1). */
const CHAIN = 15;

export async function forItems<T>(items: readonly string[], property: string, ask: (filter: Filter) => Promise<T[]>): Promise<T[]> {
  const parts = chunk([...new Set(items)], CHAIN);
  return (await Promise.all(parts.map((part) => ask(or(...part.map((item) => textIs(property, item))))))).flat();
}

export const readItems = (session: Session, company: string, numbers: readonly string[], context: CallContext): Promise<ItemRow[]> =>
  forItems(numbers, 'number', async (filter) => parseRows(itemRow, (await session.read(company, 'items', { filter, select: FIELDS }, 'read items', context)).rows, 'item'));

export async function readProducts(session: Session, company: string, itemNumbers: readonly string[], context: CallContext): Promise<Product[]> {
  const [items, id] = await Promise.all([readItems(session, company, itemNumbers, context), session.companies.idOf(company, context)]);
  return items.map((row) => ({
    company: id,
    itemNumber: row.number,
    name: row.displayName,
    unit: row.baseUnitOfMeasureCode,
    price: isZero(row.unitPrice) ? null : row.unitPrice,
    sellable: row.blocked !== true,
  }));
}
