import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Contact, ContactDraft, ContactIdentity } from '../../model/contact.ts';
import type { Customer } from '../../model/customer.ts';
import type { WireFields } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ContactPort } from '../connector.ts';
import { and, type Filter } from '../odata/filter.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { sameContacts } from '../same-contact.ts';
import { sameText } from '../same-text.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { companyId, key, text } from './wire.ts';

const SET = 'ContactPersons';
const FIELDS = ['dataAreaId', 'ContactPersonId', 'ContactPersonName', 'FirstName', 'LastName', 'PrimaryEmailAddress'] as const;
/** Contacts of one customer that are looked at; one beyond them is not seen. */
const MOST_CONTACTS = 2_000;

const contactRow = z.object({
  dataAreaId: key.transform(companyId),
  ContactPersonId: key,
  ContactPersonName: text,
  FirstName: text,
  LastName: text,
  PrimaryEmailAddress: text,
});

export function createContacts(session: Session): ContactPort {
  return {
    find: (company, customer, identity, context) => find(session, company, customer, identity, context),
    knownBy,
    create: (company, draft, context) => create(session, company, draft, context),
    plannedCreate: (company, draft) => Promise.resolve({ step: 'create contact', method: 'POST', path: SET, body: contactBody(company, draft) }),
  };
}

const joined = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(' ');

function toContact(row: z.output<typeof contactRow>): Contact {
  const name = row.ContactPersonName ?? joined(row.FirstName, row.LastName);
  return { company: row.dataAreaId, number: row.ContactPersonId, name: name === '' ? row.ContactPersonId : name, email: row.PrimaryEmailAddress };
}

async function read(session: Session, filter: Filter, top: number, context: CallContext): Promise<Contact[]> {
  const { rows } = await session.odata.read(SET, { filter, select: FIELDS, top }, { step: 'find contact', context });
  return parseRows(contactRow, rows, 'contact').map(toContact);
}

/** A contact belongs to the party of its customer, not to the customer's account (fno.metadata.xml, ContactPerson). */
async function find(session: Session, company: string, customer: Customer, identity: ContactIdentity, context: CallContext): Promise<Contact[]> {
  const { number } = identity;
  if (number !== null) {
    const known = (await read(session, and(inCompany(company), textIs('ContactPersonId', number)), 1, context)).filter((contact) => sameText(contact.number, number));
    if (known.length > 0) return known;
  }
  const party = customer.partyNumber ?? null;
  if (party === null) return [];
  return sameContacts(await read(session, and(inCompany(company), textIs('AssociatedPartyNumber', party)), MOST_CONTACTS, context), identity);
}

const given = (fields: WireFields, name: string): string | null => (fields[name] === undefined || fields[name] === '' ? null : String(fields[name]));

/** F&O makes the name from its parts where none is given (recalled). */
function knownBy({ fields }: ContactDraft): ContactIdentity {
  const name = given(fields, 'ContactPersonName') ?? joined(given(fields, 'FirstName'), given(fields, 'MiddleName'), given(fields, 'LastName'));
  return { number: null, email: given(fields, 'PrimaryEmailAddress'), name: name === '' ? null : name };
}

const contactBody = (company: string, { fields }: ContactDraft): Record<string, string | number | boolean> => ({ dataAreaId: companyId(company), ...fields });

async function create(session: Session, company: string, draft: ContactDraft, context: CallContext): Promise<Contact> {
  const row = await session.odata.create(SET, contactBody(company, draft), 'create contact', context);
  // Created, but the answer does not say under which number: looked up before anything is repeated.
  if (typeof row['ContactPersonId'] !== 'string' || row['ContactPersonId'] === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create contact' }, { outcome: 'unknown' });
  return toContact(parseRow(contactRow, row, 'contact'));
}
