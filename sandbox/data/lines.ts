import { pickOne, pickWhole, type Random } from '../common/random.ts';
import type { CatalogueCustomer } from './customers.ts';
import { priceOf, type CatalogueItem } from './items.ts';
import { roundMoney, type CompanyKey, type CurrencyCode } from './places.ts';

export interface CatalogueLine {
  readonly itemNumber: string;
  readonly description: string;
  readonly unit: string;
  /** Negative on a credit line. */
  readonly quantity: number;
  readonly price: number;
  readonly discountPercent: number;
  /** Quantity times price less discount, rounded to the currency. */
  readonly amount: number;
}

export interface LineChoice {
  readonly company: CompanyKey;
  readonly currency: CurrencyCode;
  readonly count: number;
  /** Turns the quantities round. */
  readonly isCredit: boolean;
}

/** Lines over released items that may be sold. */
export function makeLines(random: Random, items: readonly CatalogueItem[], choice: LineChoice): CatalogueLine[] {
  const saleable = saleableIn(items, choice.company);
  return Array.from({ length: choice.count }, () => {
    const item = saleable[Math.floor(random() * saleable.length)];
    if (!item) throw new Error(`Nothing may be sold in ${choice.company}`);
    const quantity = pickWhole(random, 1, 24) * (choice.isCredit ? -1 : 1);
    const price = priceOf(item, choice.currency);
    const discountPercent = pickOne(random, [0, 0, 0, 0, 5, 10]);
    const amount = roundMoney(quantity * price * (1 - discountPercent / 100), choice.currency);
    return { itemNumber: item.number, description: item.name, unit: item.unit, quantity, price, discountPercent, amount };
  });
}

const saleableItems = new WeakMap<readonly CatalogueItem[], Map<CompanyKey, CatalogueItem[]>>();

function saleableIn(items: readonly CatalogueItem[], company: CompanyKey): CatalogueItem[] {
  const known = saleableItems.get(items) ?? new Map<CompanyKey, CatalogueItem[]>();
  saleableItems.set(items, known);
  const saleable = known.get(company) ?? items.filter((item) => !item.stopped && item.releasedIn.includes(company));
  known.set(company, saleable);
  return saleable;
}

export function sumLines(lines: readonly CatalogueLine[], currency: string): number {
  return roundMoney(lines.reduce((sum, line) => sum + line.amount, 0), currency);
}

/** A customer who may buy and one of the companies that sell to it. */
export function pickBuyer(random: Random, buyers: readonly CatalogueCustomer[]): { customer: CatalogueCustomer; company: CompanyKey } {
  const customer = buyers[Math.floor(random() * buyers.length)];
  const company = customer?.companies[Math.floor(random() * customer.companies.length)];
  if (!customer || !company) throw new Error('No customer may buy');
  return { customer, company };
}
