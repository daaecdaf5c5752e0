import { fieldMissing, relationMissing } from '../problems.ts';
import { findRecord, nextNumber, recordsWhere, textOf, type World } from '../world.ts';
import type { Rule } from './rule.ts';

const entity = 'smmContactPersonEntity';

/** A contact is a person with a party of its own, tied to the party of a customer (fno.metadata.xml, ContactPerson). */
export const contacts: Rule = {
  entity,
  create(world, row) {
    const name = textOf(row, 'ContactPersonName') || ['FirstName', 'MiddleName', 'LastName'].map((part) => textOf(row, part)).filter((part) => part !== '').join(' ');
    if (name === '') throw fieldMissing(entity, 'Name');
    const party = textOf(row, 'AssociatedPartyNumber');
    if (party === '') throw fieldMissing(entity, 'AssociatedPartyNumber');
    if (recordsWhere(world, 'CustomersV3', 'PartyNumber', party).length === 0) throw relationMissing(entity, 'AssociatedPartyNumber', 'Contact for', party, 'Global address book');
    const country = textOf(row, 'PrimaryAddressCountryRegionId');
    if (country !== '' && !/^[A-Z]{3}$/.test(country)) throw relationMissing(entity, 'PrimaryAddressCountryRegionId', 'Country/region', country, 'Country/region');
    const number = textOf(row, 'ContactPersonId') || nextFree(world, row['dataAreaId']);
    return { SearchName: name.slice(0, 20), ...row, ContactPersonName: name, ContactPersonId: number, ContactPersonPartyType: 'Person', LastEditDateTime: `${new Date().toISOString().slice(0, 19)}Z` };
  },
};

/** The sequence passes numbers that somebody gave by hand. */
function nextFree(world: World, company: unknown): string {
  const number = nextNumber(world, 'ContactPersons', 'ContactPersonId', '', 9);
  return findRecord(world, 'ContactPersons', { dataAreaId: company, ContactPersonId: number }) === undefined ? number : nextFree(world, company);
}
