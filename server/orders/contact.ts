import type { ContactPort, Erp } from '../connectors/connector.ts';
import type { Contact, ContactDraft, ContactIdentity } from '../model/contact.ts';
import type { Customer } from '../model/customer.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Deal } from '../salesforce/org-port.ts';
import { settling } from '../outbox/door.ts';
import { createdCustomer, customerUnsettledMs, type CustomerPlace } from '../store/customer-creates.ts';
import type { Database } from '../store/database.ts';
import { isJudged, judgeApproval } from './approval.ts';
import { NEW_CONTACT } from './approval-rules.ts';
import { createClaimed, withClaim } from './claim.ts';
import { callContext, mapRunOf, writeStep, type PushRun } from './context.ts';
import { mapContact } from './map-order.ts';
import type { Place } from './place.ts';
import { plan } from './plan.ts';

const STEP = 'create contact';

/** The primary contact of a deal, as far as it tells who is meant. */
export interface DealContact {
  id: string;
  name: string | null;
  email: string | null;
}

/** The contact that the order is to have in the ERP; null when the connection keeps no contacts, or the deal has none. */
export function wantedContact({ place, deal }: { place: Place; deal: Deal }): DealContact | null {
  const contact = deal.record.Contact;
  const id = textOf(contact?.['Id']);
  // A person orders for itself: its contact is the customer once more.
  if (place.connection.contacts !== 'create' || id === null || (deal.account?.person ?? null) !== null) return null;
  const name = textOf(contact?.['Name']) ?? textOf([contact?.['FirstName'], contact?.['LastName']].filter((part) => textOf(part) !== null).join(' '));
  return { id, name, email: textOf(contact?.['Email']) };
}

/** What stands for the contact in a plan that is made before it was looked up. */
export const expectedContact = (run: { place: Place; deal: Deal; erp: Erp }): string | null => (run.erp.capabilities.contacts === undefined || wantedContact(run) === null ? null : NEW_CONTACT);

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);

/**
 * Number of the deal's contact in the ERP: by what was created before, else by e-mail, else by exact name among the contacts of the
 * customer, else created. Null when there is nothing to do. Creates are serialised per contact and customer over all instances, and
 * repeated only after the same look-up and the settle time.
 */
export async function ensureContact(run: PushRun, customer: Customer): Promise<string | null> {
  const wanted = wantedContact(run);
  const port = run.erp.capabilities.contacts;
  if (wanted === null || port === undefined) return null;
  const at = claimPlace(run.push.org_id, run.place, customer, wanted);
  const work = { run, port, customer, wanted, at };
  return withClaim(run, { kind: 'contact', at }, ['contact.busy', { contact: nameOf(wanted) }], async () => (await findOrCreate(work)).number);
}

interface Work {
  run: PushRun;
  port: ContactPort;
  customer: Customer;
  wanted: DealContact;
  at: CustomerPlace;
}

async function findOrCreate(work: Work): Promise<Contact> {
  const { run, customer, at } = work;
  // Before the look-up: what is not there after the settle time will not come any more.
  const waitMs = await customerUnsettledMs(run.db, at, { settleMs: run.place.connection.settleMs, callMs: run.callMs });
  const found = await findContact({ ...work, db: run.db, company: run.place.company, context: () => callContext(run), map: () => mapContact(mapRunOf(run), customer) });
  if ('contact' in found) return found.contact;
  if (waitMs > 0) throw settling(run.clock, STEP, waitMs);
  // Also this write waits for the approval of the order.
  if (isJudged(run)) await judgeApproval(run, await plan(run, customer.number, customer));
  return create(work, found.draft);
}

export interface ContactSearch {
  db: Database;
  port: ContactPort;
  company: string;
  at: CustomerPlace;
  customer: Customer;
  wanted: DealContact;
  context: () => CallContext;
  /** Makes the draft of a new one; throws what the mapping refuses. */
  map: () => Promise<ContactDraft>;
}

/**
 * The ERP contact, or the draft of the one that is missing. It is looked up by the number that it got when it was created from here,
 * by e-mail and name as Salesforce has them, and, as a mapping may write them in another way, by those of the draft. Reads only.
 */
export async function findContact({ db, port, company, at, customer, wanted, context, map }: ContactSearch): Promise<{ contact: Contact } | { draft: ContactDraft }> {
  const first = async (identity: ContactIdentity): Promise<Contact | undefined> => (await port.find(company, customer, identity, context()))[0];
  const identity = { number: await createdCustomer(db, at), email: wanted.email, name: wanted.name };
  const found = await first(identity);
  if (found !== undefined) return { contact: found };
  const draft = await map();
  const made = port.knownBy(draft);
  const again = isSame(made, identity) ? undefined : await first(made);
  return again === undefined ? { draft } : { contact: again };
}

const isSame = (a: ContactIdentity, b: ContactIdentity): boolean => a.email?.toLowerCase() === b.email?.toLowerCase() && a.name?.toLowerCase() === b.name?.toLowerCase();

/** The claim's deadline counts: a process that was frozen before the door sends nothing when it wakes. */
const create = ({ run, port, at, wanted }: Work, draft: ContactDraft): Promise<Contact> =>
  createClaimed(run, { kind: 'contact', at }, { salesforceId: wanted.id, reference: wanted.id }, (deadlineAt) =>
    writeStep(run, STEP, run.place.connection.settleMs, (context) => port.create(run.place.company, draft, { ...context, deadlineAt: Math.min(context.deadlineAt, deadlineAt) })));

/** Creates of contacts are kept beside those of customers: the account's part of the key then names the customer and the contact. */
export const claimPlace = (orgId: string, place: Place, customer: Customer, wanted: DealContact): CustomerPlace => ({
  orgId, connection: place.connection.name, company: place.company.toLowerCase(), accountId: `${customer.number}/${wanted.id}`,
});

const nameOf = (wanted: DealContact): string => wanted.name ?? wanted.email ?? wanted.id;
