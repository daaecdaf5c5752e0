import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Contact, ContactDraft, ContactIdentity } from '../../model/contact.ts';
import type { Customer } from '../../model/customer.ts';
import type { WireFields } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ContactPort } from '../connector.ts';
import type { Filter } from '../odata/filter.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { sameContacts } from '../same-contact.ts';
import { sameText } from '../same-text.ts';
import { textIs, type Session } from './session.ts';
import { key, member, text } from './wire.ts';

const SET = 'contacts';
const FIELDS = ['number', 'type', 'displayName', 'companyName', 'email'] as const;
/** Contacts of one customer that are looked at; one beyond them is not seen. */
const MOST_CONTACTS = 2_000;

const contactRow = z.object({ number: key, type: member, displayName: text, email: text });

export function createContacts(session: Session): ContactPort {
  return {
    find: (company, customer, identity, context) => find(session, company, customer, identity, context),
    knownBy,
    create: (company, draft, context) => create(session, company, draft, context),
    async plannedCreate(company, draft, context) {
      return { step: 'create contact', method: 'POST', path: `companies(${await session.companies.idOf(company, context)})/${SET}`, body: contactBody(draft) };
    },
  };
}

interface Found extends Contact {
  isPerson: boolean;
}

function toContact(row: z.output<typeof contactRow>, company: string): Found {
  return { company, number: row.number, name: row.displayName ?? row.number, email: row.email, isPerson: row.type !== 'Company' };
}

async function read(session: Session, company: string, filter: Filter, top: number, context: CallContext): Promise<Found[]> {
  // A replica lags: what was created a moment ago must be seen.
  const [{ rows }, id] = await Promise.all([session.readNow(company, SET, { filter, select: FIELDS, top }, 'find contact', context), session.companies.idOf(company, context)]);
  return parseRows(contactRow, rows, 'contact').map((row) => toContact(row, id));
}

/** A person names its company; the company itself is a contact of the same name (business-central.md §9). */
async function find(session: Session, company: string, customer: Customer, identity: ContactIdentity, context: CallContext): Promise<Contact[]> {
  const { number } = identity;
  if (number !== null) {
    const known = (await read(session, company, textIs('number', number), 1, context)).filter((contact) => sameText(contact.number, number));
    if (known.length > 0) return known.map(withoutKind);
  }
  const found = await read(session, company, textIs('companyName', customer.name), MOST_CONTACTS, context);
  return sameContacts(found.filter((contact) => contact.isPerson).map(withoutKind), identity);
}

const withoutKind = ({ isPerson: _isPerson, ...contact }: Found): Contact => contact;

const given = (fields: WireFields, name: string): string | null => (fields[name] === undefined || fields[name] === '' ? null : String(fields[name]));

const knownBy = ({ fields }: ContactDraft): ContactIdentity => ({ number: null, email: given(fields, 'email'), name: given(fields, 'displayName') });

const contactBody = ({ fields }: ContactDraft): Record<string, string | number | boolean> => ({ ...fields });

async function create(session: Session, company: string, draft: ContactDraft, context: CallContext): Promise<Contact> {
  const id = await session.companies.idOf(company, context);
  const row = await session.create(company, SET, contactBody(draft), 'create contact', context);
  // Created, but the answer does not say under which number: looked up before anything is repeated.
  if (typeof row['number'] !== 'string' || row['number'] === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create contact' }, { outcome: 'unknown' });
  return withoutKind(toContact(parseRow(contactRow, row, 'contact'), id));
}
