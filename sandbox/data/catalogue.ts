import { makeCustomers, type CatalogueCustomer } from './customers.ts';
import { dayOf, makeDays } from './days.ts';
import { makeInvoices, type CatalogueInvoice } from './invoices.ts';
import { makeItems, type CatalogueItem } from './items.ts';
import { makeOrders, type CatalogueOrder } from './orders.ts';
import { companies, currencies, type CompanyKey, type CatalogueCompany } from './places.ts';
import { makeStock, type CatalogueStock } from './stock.ts';

export interface CatalogueOptions {
  /** Any whole number; the same one gives the same data. */
  readonly seed?: number;
  /** The day from which all ages count, `yyyy-mm-dd`; today (UTC) when absent. */
  readonly baseDate?: string;
}

/** The one set of business data behind every simulated system. Amounts are in the document's currency. */
export interface Catalogue {
  readonly seed: number;
  readonly baseDate: string;
  readonly companies: readonly CatalogueCompany[];
  readonly currencies: typeof currencies;
  readonly customers: readonly CatalogueCustomer[];
  readonly items: readonly CatalogueItem[];
  readonly stock: readonly CatalogueStock[];
  readonly invoices: readonly CatalogueInvoice[];
  readonly orders: readonly CatalogueOrder[];
}

export function makeCatalogue(options: CatalogueOptions = {}): Catalogue {
  const seed = options.seed ?? 1;
  const baseDate = options.baseDate ?? dayOf(new Date());
  const days = makeDays(baseDate);
  const customers = makeCustomers(seed);
  const items = makeItems(seed);
  return {
    seed,
    baseDate,
    companies,
    currencies,
    customers,
    items,
    stock: makeStock(seed, days, items),
    invoices: makeInvoices(seed, days, customers, items),
    orders: makeOrders(seed, days, customers, items),
  };
}

export function findCustomer(catalogue: Catalogue, number: string): CatalogueCustomer {
  const found = catalogue.customers.find((customer) => customer.number === number);
  if (!found) throw new Error(`The catalogue has no customer ${number}`);
  return found;
}

export function findItem(catalogue: Catalogue, number: string): CatalogueItem {
  const found = catalogue.items.find((item) => item.number === number);
  if (!found) throw new Error(`The catalogue has no item ${number}`);
  return found;
}

export function companyOf(key: CompanyKey): CatalogueCompany {
  return key === 'us' ? companies[0] : companies[1];
}
