import type { Catalogue } from '../../../data/catalogue.ts';
import type { Row } from '../../odata/table.ts';
import { seedAging } from './aging.ts';
import { seedInvoices } from './invoices.ts';
import { seedOrders } from './orders.ts';
import { seedOtherPostings } from './other-postings.ts';
import { seedPartners } from './partners.ts';
import { seedProducts } from './products.ts';
import type { Put, Seeding } from './put.ts';
import { seedSetUp } from './set-up.ts';

/** Puts the whole catalogue into the sets of F&O. */
export function seedFno(catalogue: Catalogue, putRow: Put): void {
  let recId = 35_637_000_000;
  const transactions: Row[] = [];
  const put: Put = (set, row) => {
    if (set === 'CustTransactions') transactions.push(row);
    putRow(set, row);
  };
  const seeding: Seeding = { catalogue, put, nextRecId: () => ++recId };
  seedSetUp(seeding);
  seedPartners(seeding);
  seedProducts(seeding);
  seedOrders(seeding);
  seedInvoices(seeding);
  seedOtherPostings(seeding);
  seedAging(seeding, transactions);
}
