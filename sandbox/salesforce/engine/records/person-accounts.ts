import type { Transaction } from '../runtime/transaction.ts';
import type { SObj } from '../values/sobj.ts';
import type { Value } from '../values/value.ts';
import { recordOf, rowOf } from './convert.ts';
import { fullName } from './names-of-people.ts';
import type { PendingRow } from './prepare-row.ts';
import { rowError } from './row-error.ts';
import type { ObjectDef } from './schema.ts';
import { address } from './standard-objects.ts';

export const personRecordType = 'PersonAccount';

const nameParts = ['Salutation', 'FirstName', 'LastName'];
/** Fields of a person's account, with the field of its contact that each is. */
const contactFields: Readonly<Record<string, string>> = { PersonEmail: 'Email', PersonMobilePhone: 'MobilePhone', PersonTitle: 'Title' };

/** What person accounts add to the standard objects. */
export const personFields: Readonly<Record<string, readonly string[]>> = {
  Account: [
    'IsPersonAccount boolean ro always', 'PersonContactId reference:Contact ro always', 'Salutation pick:Mr.|Ms.|Mx.|Dr. always', 'FirstName string(40) always', 'LastName string(80) always',
    'PersonEmail email(80)', 'PersonMobilePhone phone(40)', 'PersonTitle string(128)', 'PersonBirthdate date', ...address('PersonMailing'),
  ],
  Contact: ['IsPersonAccount boolean ro always'],
  RecordType: ['IsPersonType boolean ro'],
};

/** Field-level security of a person's field is that of the contact's: a package can grant it where no person account exists. */
export const contactFieldOf = (object: string, field: string): string | null => (object === 'Account' ? (/^Person(?!Contact)([A-Z]\w+)$/.exec(field)?.[1] ?? null) : null);

/** A person is an account whose record type says so, or that is made with a last name; its name is put together and cannot be written. */
export function derivePerson(tx: Transaction, { record, old, input, errors }: PendingRow): void {
  if (!tx.world.schema.field('Account', 'IsPersonAccount')) return;
  const typeId = record.get('RecordTypeId');
  const type = typeof typeId === 'string' ? tx.store.get('RecordType', typeId) : null;
  const isPerson = old ? old.get('ispersonaccount') === true : type ? type.get('ispersontype') === true : record.get('LastName') !== null;
  const refused = isPerson ? ['Name'] : [...tx.world.schema.object('Account').fields.values()].map((field) => field.name).filter((name) => nameParts.includes(name) || contactFieldOf('Account', name) !== null);
  const given = refused.filter((name) => input.has(name) && input.get(name) !== null);
  if (given.length) errors.push(rowError('INVALID_FIELD_FOR_INSERT_UPDATE', `Account: bad field names on insert/update call: ${given.join(', ')}`, given));
  if (old && type && (type.get('ispersontype') === true) !== isPerson) errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: RecordTypeId (an account stays a business or a person)', ['RecordTypeId']));
  if (!isPerson || errors.length) return;
  if (record.get('LastName') === null) errors.push(rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']));
  record.set('IsPersonAccount', true);
  record.set('Name', fullName(record));
  if (!type) record.set('RecordTypeId', [...tx.store.rows('RecordType')].find(([, row]) => row.get('ispersontype') === true)?.[0] ?? null);
}

/** The contact that a person is as well: made with the account and kept like it. */
export function keepPersonContact(tx: Transaction, def: ObjectDef, account: SObj): void {
  if (def.name !== 'Account' || account.get('IsPersonAccount') !== true || account.id === null) return;
  const contactDef = tx.world.schema.object('Contact');
  const known = account.get('PersonContactId');
  const id = typeof known === 'string' ? known : tx.store.newId('Contact');
  const contact = recordOf(contactDef, tx.store.get('Contact', id) ?? new Map<string, Value>());
  const shared = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'OwnerId', 'Name', ...nameParts];
  for (const name of shared) contact.set(name, account.get(name));
  for (const [name, own] of Object.entries(contactFields)) contact.set(own, account.get(name));
  for (const [name, value] of Object.entries({ Id: id, AccountId: account.id, IsPersonAccount: true })) contact.set(name, value);
  tx.store.put('Contact', id, rowOf(contact));
  account.set('PersonContactId', id);
  tx.store.put('Account', account.id, rowOf(account));
}
