import { CONTACT_PLACEHOLDER, CUSTOMER_PLACEHOLDER, PARTY_PLACEHOLDER } from '../../connectors/connector.ts';
import type { ContactDraft } from '../../model/contact.ts';
import type { Customer } from '../../model/customer.ts';
import { claimPlace, findContact, wantedContact } from '../contact.ts';
import { mapContact } from '../map-order.ts';
import { mapRunOf, type CheckRun } from './ask.ts';
import type { Buyer } from './buyer.ts';

/** The contact that the order would have: its number, or the draft that it would be created from; neither when the order has none. */
export interface PlannedContact {
  number: string | null;
  draft: ContactDraft | null;
}

/** The same look-ups as sending makes, without its create. Throws what the mapping refuses. */
export async function planContact(run: CheckRun, { customer, draft }: Buyer): Promise<PlannedContact> {
  const wanted = wantedContact(run);
  const port = run.erp.capabilities.contacts;
  const owner = customer ?? (draft === null ? null : yetToBeCreated(run, draft.name));
  if (wanted === null || port === undefined || owner === null) return { number: null, draft: null };
  const at = claimPlace(run.orgId, run.place, owner, wanted);
  const found = await findContact({ db: run.db, port, company: run.place.company, at, customer: owner, wanted, context: () => run.context, map: () => mapContact(mapRunOf(run), owner) });
  return 'contact' in found ? { number: found.contact.number, draft: null } : { number: CONTACT_PLACEHOLDER, draft: found.draft };
}

const yetToBeCreated = ({ place, deal }: CheckRun, name: string): Customer => ({
  company: place.company, number: CUSTOMER_PLACEHOLDER, name, currency: deal.currency, taxId: null, country: null, hold: 'none', holdWord: null, partyNumber: PARTY_PLACEHOLDER,
});
