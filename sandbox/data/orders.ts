import { makeRandom, pickWhole } from '../common/random.ts';
import type { CatalogueCustomer } from './customers.ts';
import type { Days } from './days.ts';
import type { CatalogueItem } from './items.ts';
import { makeLines, pickBuyer, type CatalogueLine } from './lines.ts';
import type { CompanyKey, CurrencyCode } from './places.ts';

/** An order that is not yet invoiced. */
export interface CatalogueOrder {
  readonly number: string;
  readonly company: CompanyKey;
  readonly customerNumber: string;
  readonly currency: CurrencyCode;
  readonly createdDay: string;
  readonly shipDay: string;
  readonly customerReference: string;
  readonly step: 'Active' | 'Confirmed' | 'Picked' | 'Delivered';
  readonly lines: readonly CatalogueLine[];
}

const orderCount = 150;
const firstNumber = 5001;
const steps = ['Active', 'Confirmed', 'Picked', 'Delivered'] as const;

export function makeOrders(seed: number, days: Days, customers: readonly CatalogueCustomer[], items: readonly CatalogueItem[]): CatalogueOrder[] {
  const random = makeRandom(seed * 7919 + 5);
  const buyers = customers.filter((customer) => customer.blocked === 'No');
  return Array.from({ length: orderCount }, (_, at) => {
    const { customer, company } = pickBuyer(random, buyers);
    return {
      number: `SO-${String(firstNumber + at).padStart(5, '0')}`,
      company,
      customerNumber: customer.number,
      currency: customer.currency,
      createdDay: days.ago(pickWhole(random, 0, 40)),
      shipDay: days.ahead(pickWhole(random, -5, 30)),
      customerReference: `PO-${80_000 + at}`,
      step: steps[at % steps.length] ?? 'Active',
      lines: makeLines(random, items, { company, currency: customer.currency, count: pickWhole(random, 1, 5), isCredit: at % 30 === 29 }),
    };
  });
}
