import { CrossledgerError } from '../kernel/errors.ts';
import type { Customer } from '../model/customer.ts';

/** Customers that one look-up reads. */
export const MOST_HITS = 50;

/** Of what is compared only here, after it was read: in a full page the right one may be missing, and nobody else may be taken, or created, for it. */
export function refuseFullPage(hits: readonly Pick<Customer, 'number'>[], account: string): void {
  if (hits.length < MOST_HITS) return;
  throw new CrossledgerError('customer.several', { count: `${MOST_HITS}+`, account, by: 'name', numbers: `${hits.slice(0, 5).map((customer) => customer.number).join(', ')}, …` });
}
