import type { Finding } from '../../contract/check.ts';
import type { ShownStock } from '../../contract/stock.ts';
import type { OrderSetup } from '../../connectors/connector.ts';
import type { Finance } from '../../model/finance.ts';
import type { Order } from '../../model/order.ts';
import type { Price } from '../../model/price.ts';
import type { Product } from '../../model/product.ts';
import { add } from '../../kernel/money.ts';
import { shownStock } from '../shown-stock.ts';
import type { CheckRun } from './ask.ts';
import { findBuyer, type Buyer } from './buyer.ts';
import { ask } from './finding.ts';

/** What the ERP answered; null for what could not be asked or was not answered, `failed` says why. */
export interface Asked {
  buyer: Buyer;
  products: Product[] | null;
  currencyKnown: boolean | null;
  /** By line id. */
  prices: ReadonlyMap<string, Price> | null;
  availability: ShownStock[] | null;
  finance: Finance | null;
  setup: OrderSetup | null;
  existing: Order[] | null;
  failed: Finding[];
}

/** All questions at once; those about the customer wait for its look-up only when the account names no number. */
export async function askErp(run: CheckRun): Promise<Asked> {
  const { deal, erp, context, place: { company, connection: { stockFigures } } } = run;
  const buying = findBuyer(run);
  const number = deal.account?.customerNumber ?? null;
  const customer: Promise<string | null> = number === null ? buying.then((buyer) => buyer.customer?.number ?? null) : Promise.resolve(number);
  const items = wantedItems(run);
  const numbers = items.map((item) => item.itemNumber);
  const priced = deal.lines.flatMap((line) => (line.itemNumber === null ? [] : [{ id: line.id, itemNumber: line.itemNumber, quantity: line.quantity, date: line.serviceDate, unit: null }]));
  const failed: Finding[] = [];
  const take = async <T>(subject: Finding['subject'], question: Promise<T>): Promise<T | null> => {
    const asked = await ask({ subject }, question);
    if ('value' in asked) return asked.value;
    failed.push(asked.finding);
    return null;
  };
  const [buyer, products, currencyKnown, prices, availability, finance, setup, existing] = await Promise.all([
    buying,
    take('item', numbers.length === 0 ? Promise.resolve([]) : erp.reads.products(company, numbers, context)),
    take('currency', erp.reads.knowsCurrency(company, deal.currency, context)),
    take('price', priced.length === 0 ? Promise.resolve([]) : customer.then((known) => erp.reads.prices(company, { customer: known, currency: deal.currency, lines: priced }, context))),
    take('availability', items.length === 0 ? Promise.resolve([]) : erp.reads.availability(company, items, context).then((found) => found.map((item) => shownStock(item, stockFigures)))),
    take('credit', customer.then((known) => (known === null ? null : erp.reads.finance(company, known, context)))),
    take('payment-terms', customer.then((known) => erp.reads.orderSetup(company, { customer: known, currency: deal.currency }, context))),
    take('existing-order', erp.capabilities.orderPush === undefined ? Promise.resolve(null) : erp.capabilities.orderPush.ordersByKey(company, run.key, context)),
  ]);
  const byLine = prices === null ? null : new Map(priced.flatMap(({ id }, at) => (prices[at] === undefined ? [] : [[id, prices[at]] as const])));
  return { buyer, products, currencyKnown, prices: byLine, availability, finance, setup, existing, failed };
}

/** Each item once, with the quantity of all its lines. */
function wantedItems({ deal }: CheckRun): { itemNumber: string; quantity: string }[] {
  const wanted = new Map<string, string>();
  for (const line of deal.lines) if (line.itemNumber !== null) wanted.set(line.itemNumber, add(wanted.get(line.itemNumber) ?? '0', line.quantity));
  return [...wanted].map(([itemNumber, quantity]) => ({ itemNumber, quantity }));
}
