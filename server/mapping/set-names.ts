import { meant, nearest } from './nearest.ts';

interface TradeName {
  /** True sets, the best one first. */
  sets: readonly string[];
  note?: string;
}

/** Names that people use for F&O entities, and the public sets behind them (fno.md §1). */
export const TRADE_NAMES: Readonly<Record<string, TradeName>> = {
  CustomerV3: { sets: ['CustomersV3'] },
  ContactPersonV2: { sets: ['ContactPersons'], note: 'There is no public ContactPersonsV2; phones and mails stand in PartyContactsV3.' },
  SalesOrderHeaderV2: { sets: ['SalesOrderHeadersV2'] },
  SalesOrderLineV2: { sets: ['SalesOrderLines'], note: 'There is no SalesOrderLinesV2 set.' },
  SalesOrderLinesV2: { sets: ['SalesOrderLines'], note: 'The entity is called Sales order lines V2, its public set is not.' },
  ContactPersonsV2: { sets: ['ContactPersons'] },
  CustInvoiceJournal: { sets: ['SalesInvoiceHeadersV4', 'SalesInvoiceHeadersV2'], note: 'Due date and open amount stand in CustTransactions.' },
  ReleasedProductV2: { sets: ['ReleasedProductsV2'], note: 'The name of the product stands in ProductsV2.' },
  CustPaymJourLine: { sets: ['CustomerPaymentJournalLines'], note: 'Its header is CustomerPaymentJournalHeaders.' },
  CustFreeInvoice: { sets: ['FreeTextInvoiceHeaders'], note: 'Its lines are FreeTextInvoiceLines; a credit has negative lines.' },
  VendorV2: { sets: ['VendorsV2', 'VendorsV3'] },
  InventAvailabilityByProduct: { sets: ['WarehousesOnHandV2', 'InventorySitesOnHandV2', 'WarehouseInventoryStatusesOnHandV2'], note: 'There is no such set; stock is asked by warehouse, site or status.' },
};

/** Without case and the underscores that some write. */
const spelled = (name: string): string => name.toLowerCase().replace(/_/g, '');

export interface ResolvedSet {
  /** The set that serves; null when none does. */
  set: string | null;
  /** Which one serves and why, in a sentence. */
  says: string;
}

function firstThere(sets: readonly string[], available: readonly string[] | undefined): string | undefined {
  return available === undefined ? sets[0] : sets.map((set) => available.find((there) => there.toLowerCase() === set.toLowerCase())).find((set) => set !== undefined);
}

/**
 * The entity set that a name means. Sets and properties are case-sensitive in the ERP; a name in other letters is corrected.
 * `available`: sets of the environment, where they are known.
 */
export function resolveSetName(name: string, available?: readonly string[]): ResolvedSet {
  const trade = Object.entries(TRADE_NAMES).find(([known]) => spelled(known) === spelled(name));
  if (trade !== undefined) {
    const [known, { sets, note }] = trade;
    const set = firstThere(sets, available);
    const because = note === undefined ? '' : ` ${note}`;
    if (set === undefined) return { set: null, says: `${known} is served by ${sets.join(' or ')}, which this environment does not have.${because}` };
    return { set, says: `${known} is served by the set ${set}.${because}` };
  }
  if (available === undefined) return { set: name, says: `${name} is taken as it is; the sets of the environment are not known.` };
  if (available.includes(name)) return { set: name, says: `${name} is a set of the environment.` };
  const sameLetters = available.find((set) => set.toLowerCase() === name.toLowerCase());
  if (sameLetters !== undefined) return { set: sameLetters, says: `${name} is written ${sameLetters} in the environment.` };
  return { set: null, says: `The environment has no set ${name}.${meant(nearest(name, available))}` };
}
