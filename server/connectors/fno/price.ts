import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { compareDecimals, divide, isNegative, isZero, subtract } from '../../kernel/money.ts';
import { wordsOf } from '../../kernel/words.ts';
import type { Price } from '../../model/price.ts';
import type { CallContext } from '../../net/http-client.ts';
import { because } from '../because.ts';
import { defaultsOf, type CompanyDefaults, type PriceLine, type PriceQuestion } from '../connector.ts';
import { and, eq, or, type Filter } from '../odata/filter.ts';
import { stringLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { readByItems, sameNumber } from './product.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { amount, currency, date, key, text } from './wire.ts';

const agreementRow = z.object({
  ItemNumber: key,
  CustomerAccountNumber: text,
  PriceCustomerGroupCode: text,
  PriceCurrencyCode: currency,
  Price: amount,
  SalesPriceQuantity: amount,
  QuantityUnitySymbol: text,
  FromQuantity: amount,
  ToQuantity: amount,
  PriceApplicableFromDate: date,
  PriceApplicableToDate: date,
  PriceSiteId: text,
  PriceWarehouseId: text,
  ProductColorId: text,
  ProductSizeId: text,
  ProductStyleId: text,
  ProductconfigurationId: text,
  ProductVersionId: text,
});
export type Agreement = z.output<typeof agreementRow>;
const AGREEMENT_FIELDS = ['dataAreaId', ...Object.keys(agreementRow.shape)];

const baseRow = z.object({ ItemNumber: key, SalesUnitSymbol: text, InventoryUnitSymbol: text, SalesPrice: amount, SalesPriceQuantity: amount });
type Base = z.output<typeof baseRow>;

/** Prices of a few hundred agreements for fifteen items come in one page; more than this many are not read. */
const MOST_AGREEMENTS = 5_000;
const PRICE_DECIMALS = 6;

/** Everything is asked side by side, in one round: agreements of all groups come along because the customer's group is not known yet. */
export async function readPrices(session: Session, company: string, question: PriceQuestion, accountingCurrency: Promise<string | null>, context: CallContext): Promise<Price[]> {
  const items = [...new Set(question.lines.map((line) => line.itemNumber))];
  const [bases, agreements, group, own] = await Promise.all([
    readBases(session, company, items, context),
    readAgreements(session, company, items, question, context),
    readGroup(session, company, question.customer, context),
    accountingCurrency,
  ]);
  const buyer = { customer: question.customer, group, currency: question.currency, today: day(session.clock.now()), place: defaultsOf(session.settings, company) };
  return question.lines.map((line) => {
    const base = findItem(bases, line.itemNumber);
    if (base === undefined) return { itemNumber: line.itemNumber, known: false, amount: null, currency: null, unit: null, source: null, estimate: false, ...because(wordsOf('price.not-released')) };
    return priceOf(base, agreements, line, buyer, own);
  });
}

async function readBases(session: Session, company: string, items: readonly string[], context: CallContext): Promise<Base[]> {
  const select = ['dataAreaId', ...Object.keys(baseRow.shape)];
  const rows = await readByItems(items, async (filter) => (await session.odata.read('ReleasedProductsV2', { filter: and(inCompany(company), filter), select }, { step: 'read prices', context })).rows, itemIs);
  return parseRows(baseRow, rows, 'price');
}

async function readAgreements(session: Session, company: string, items: readonly string[], question: PriceQuestion, context: CallContext): Promise<Agreement[]> {
  const nobody: Filter = eq('CustomerAccountNumber', stringLiteral(''));
  const buyer: Filter = question.customer === null ? nobody : or(textIs('CustomerAccountNumber', question.customer), nobody);
  const common: Filter[] = [inCompany(company), textIs('PriceCurrencyCode', question.currency), buyer];
  const rows = await readByItems(
    items,
    async (filter) => (await session.readIfThere('SalesPriceAgreements', { filter: and(...common, filter), select: AGREEMENT_FIELDS, top: MOST_AGREEMENTS }, 'read price agreements', context))?.rows ?? [],
    itemIs,
  );
  return parseRows(agreementRow, rows, 'price agreement');
}

async function readGroup(session: Session, company: string, customer: string | null, context: CallContext): Promise<string | null> {
  if (customer === null) return null;
  const filter = and(inCompany(company), textIs('CustomerAccount', customer));
  const { rows } = await session.odata.read('CustomersV3', { filter, select: ['CustomerAccount', 'DiscountPriceGroupId'], top: 1 }, { step: 'read price group', context });
  return parseRows(z.object({ DiscountPriceGroupId: text }), rows, 'customer')[0]?.DiscountPriceGroupId ?? null;
}

const itemIs = (item: string): Filter => textIs('ItemNumber', item);
const findItem = (bases: readonly Base[], item: string): Base | undefined => bases.find((one) => sameNumber(one.ItemNumber, item)) ?? bases.find((one) => sameNumber(one.ItemNumber.trim(), item.trim()));

export interface Buyer {
  customer: string | null;
  group: string | null;
  currency: string;
  today: string;
  place: CompanyDefaults;
}

function priceOf(base: Base, agreements: readonly Agreement[], line: PriceLine, buyer: Buyer, own: string | null): Price {
  const unit = line.unit ?? base.SalesUnitSymbol ?? base.InventoryUnitSymbol;
  const common = { itemNumber: base.ItemNumber, known: true, unit, estimate: true };
  const best = bestAgreement(agreements.filter((row) => sameNumber(row.ItemNumber, base.ItemNumber)), { ...line, unit }, buyer);
  if (best !== null) {
    const { row, source } = best;
    return { ...common, amount: perUnit(row.Price, row.SalesPriceQuantity), currency: buyer.currency, source, ...because(wordsOf('price.agreement', { whom: wordsOf(`price.for-${source}`) })) };
  }
  const isOwnUnit = base.SalesUnitSymbol === null || unit === null || sameText(unit, base.SalesUnitSymbol);
  if (isZero(base.SalesPrice) || !isOwnUnit) return { ...common, amount: null, currency: null, source: null, ...because(isOwnUnit ? wordsOf('price.no-sales-price') : wordsOf('price.other-unit', { unit: unit ?? '', own: base.SalesUnitSymbol ?? '' })) };
  const converts = own === null || own === buyer.currency ? '' : wordsOf('price.converted', { currency: own });
  return { ...common, amount: perUnit(base.SalesPrice, base.SalesPriceQuantity), currency: own, source: 'list', ...because(wordsOf('price.sales-price', { converts })) };
}

const RANK = { customer: 3, group: 2, everybody: 1 } as const;
type AgreementSource = keyof typeof RANK;

/** The one that F&O would most likely take: customer before group before all, then the highest quantity reached, then the latest start (fno.md §7). */
export function bestAgreement(agreements: readonly Agreement[], line: PriceLine, buyer: Buyer): { row: Agreement; source: AgreementSource } | null {
  const on = line.date ?? buyer.today;
  const quantity = isNegative(line.quantity) ? subtract('0', line.quantity) : line.quantity;
  const fitting = agreements.flatMap((row) => {
    const source = sourceOf(row, buyer);
    return source !== null && holds(row, { on, quantity, unit: line.unit }, buyer) ? [{ row, source }] : [];
  });
  const [best] = fitting.toSorted((a, b) =>
    RANK[b.source] - RANK[a.source]
    || compareDecimals(b.row.FromQuantity, a.row.FromQuantity)
    || (b.row.PriceApplicableFromDate ?? '').localeCompare(a.row.PriceApplicableFromDate ?? '')
    || compareDecimals(a.row.Price, b.row.Price));
  return best ?? null;
}

function sourceOf(row: Agreement, buyer: Buyer): AgreementSource | null {
  if (row.CustomerAccountNumber !== null) return buyer.customer !== null && sameText(row.CustomerAccountNumber, buyer.customer) ? 'customer' : null;
  if (row.PriceCustomerGroupCode !== null) return buyer.group !== null && sameText(row.PriceCustomerGroupCode, buyer.group) ? 'group' : null;
  return 'everybody';
}

/** A blank part of an agreement counts for all values; a ToQuantity of 0 has no upper end. Prices of one variant are left out: orders name none. */
function holds(row: Agreement, line: { on: string; quantity: string; unit: string | null }, { place, currency: code }: Buyer): boolean {
  const fits = (wanted: string | null, given: string | null | undefined): boolean => wanted === null || (given !== null && given !== undefined && sameText(wanted, given));
  const variants = [row.ProductColorId, row.ProductSizeId, row.ProductStyleId, row.ProductconfigurationId, row.ProductVersionId];
  return row.PriceCurrencyCode === code
    && variants.every((variant) => variant === null)
    && fits(row.QuantityUnitySymbol, line.unit) && fits(row.PriceSiteId, place.site) && fits(row.PriceWarehouseId, place.warehouse)
    && compareDecimals(line.quantity, row.FromQuantity) >= 0
    && (isZero(row.ToQuantity) || compareDecimals(line.quantity, row.ToQuantity) <= 0)
    && (row.PriceApplicableFromDate === null || row.PriceApplicableFromDate <= line.on)
    && (row.PriceApplicableToDate === null || row.PriceApplicableToDate >= line.on);
}

const perUnit = (price: string, quantity: string): string => (isZero(quantity) || compareDecimals(quantity, '1') === 0 ? price : divide(price, quantity, PRICE_DECIMALS));
