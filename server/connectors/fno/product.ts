import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { isZero } from '../../kernel/money.ts';
import type { Product } from '../../model/product.ts';
import type { CallContext } from '../../net/http-client.ts';
import { and, chunk, or, type Filter } from '../odata/filter.ts';
import type { Row } from '../odata/pager.ts';
import { parseRows } from '../parse-rows.ts';
import { inCompany, textIs, textLike, type Session } from './session.ts';
import { amount, companyId, date, key, text } from './wire.ts';

export const PRODUCT_FIELDS = ['dataAreaId', 'ItemNumber', 'ProductSearchName', 'SearchName', 'SalesUnitSymbol', 'InventoryUnitSymbol', 'SalesPrice', 'SellStartDate', 'SellEndDate', 'ProductLifecycleStateId'] as const;

export const productRow = z.object({
  dataAreaId: key.transform(companyId),
  ItemNumber: key,
  ProductSearchName: text,
  SearchName: text,
  SalesUnitSymbol: text,
  InventoryUnitSymbol: text,
  SalesPrice: amount,
  SellStartDate: date,
  SellEndDate: date,
  ProductLifecycleStateId: text,
});
const nameRow = z.object({ ItemNumber: key, ProductName: text });

export function toProduct(row: z.output<typeof productRow>, name: string | null, today: string): Product {
  return {
    company: row.dataAreaId,
    itemNumber: row.ItemNumber,
    name: name ?? row.ProductSearchName?.trim() ?? row.SearchName,
    unit: row.SalesUnitSymbol ?? row.InventoryUnitSymbol,
    price: isZero(row.SalesPrice) ? null : row.SalesPrice,
    sellable: (row.SellStartDate === null || row.SellStartDate <= today) && (row.SellEndDate === null || row.SellEndDate >= today),
    lifecycle: row.ProductLifecycleStateId,
  };
}

/** `in` is unsupported and integrators keep to 15 conditions (fno.md §3). */
export const CHAIN = 15;

/** Asks for many items in chains, side by side. */
export async function readByItems(items: readonly string[], ask: (filter: Filter) => Promise<Row[]>, filterOf: (item: string) => Filter): Promise<Row[]> {
  const pages = await Promise.all(chunk(items, CHAIN).map((part) => ask(or(...part.map(filterOf)))));
  return pages.flat();
}

/**
 * Products by item number, each once, with the number that F&O has. An item that is asked without the blanks in front of its number is
 * found when exactly one fits: match the answer with `trim()`.
 */
export async function readProducts(session: Session, company: string, itemNumbers: readonly string[], context: CallContext): Promise<Product[]> {
  const asked = [...new Set(itemNumbers)];
  const exact = await readFilters(session, company, asked, (item) => textIs('ItemNumber', item), context);
  const missing = asked.filter((item) => !item.startsWith(' ') && item.trim() !== '' && !item.includes('*') && !exact.some((product) => sameNumber(product.itemNumber, item)));
  if (missing.length === 0) return exact;
  const similar = await readFilters(session, company, missing, (item) => textLike('ItemNumber', `*${item}`), context);
  return [...exact, ...missing.flatMap((item) => onlyOne(similar.filter((product) => sameNumber(product.itemNumber.trimStart(), item))))];
}

async function readFilters(session: Session, company: string, items: readonly string[], filterOf: (item: string) => Filter, context: CallContext): Promise<Product[]> {
  const [products, names] = await Promise.all([
    readByItems(
      items,
      async (filter) => (await session.odata.read('ReleasedProductsV2', { filter: and(inCompany(company), filter), select: PRODUCT_FIELDS }, { step: 'read products', context })).rows,
      filterOf,
    ),
    readByItems(
      items,
      async (filter) => (await session.readIfThere('CDSReleasedDistinctProducts', { filter: and(inCompany(company), filter), select: ['ItemNumber', 'ProductName'] }, 'read product names', context))?.rows ?? [],
      filterOf,
    ),
  ]);
  const byItem = new Map(parseRows(nameRow, names, 'product name').map((row) => [row.ItemNumber, row.ProductName]));
  const today = day(session.clock.now());
  return parseRows(productRow, products, 'product').map((row) => toProduct(row, byItem.get(row.ItemNumber) ?? null, today));
}

/** Without case, but blanks count. */
export const sameNumber = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();

const onlyOne = <T>(found: readonly T[]): readonly T[] => (found.length === 1 ? found : []);
