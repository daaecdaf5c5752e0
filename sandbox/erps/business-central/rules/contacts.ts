import type { Row } from '../../odata/table.ts';
import type { Call } from '../call.ts';
import { dialog, relationMissing, sameKey } from '../problems.ts';
import { findWhere, nextNumber, textOf } from '../world.ts';
import type { Rule } from './rule.ts';

/** A person's company is another contact, of type Company (business-central.md §9, messages of business-central.entities.json). */
export const contacts: Rule = {
  create(call, row) {
    if (textOf(row, 'displayName') === '') throw dialog('A "displayName" must be provided.');
    const number = textOf(row, 'number').trim().toUpperCase() || nextNumber(call.world, call.company, 'contacts', 'number', 'CT', 6);
    if (findWhere(call.world, 'contacts', call.company, 'number', number).length > 0) throw sameKey('Contact', 'No.', number);
    const type = textOf(row, 'type') || 'Company';
    return { searchName: textOf(row, 'displayName').toUpperCase(), privacyBlocked: false, contactBusinessRelation: 'None', ...row, type, number, ...(type === 'Person' ? companyOf(call, row) : { companyNumber: number, companyName: row['displayName'] }) };
  },
  update(call, stored, changes) {
    if (changes['displayName'] === '') throw dialog('The blank "displayName" is not allowed.');
    return { ...changes, ...(stored.row['type'] === 'Person' ? companyOf(call, changes) : {}) };
  },
};

/** By number, else by name; a name that no company has stays a name. */
function companyOf(call: Call, row: Row): Row {
  const [number, name] = [textOf(row, 'companyNumber'), textOf(row, 'companyName')];
  const company = findWhere(call.world, 'contacts', call.company, number === '' ? 'displayName' : 'number', number === '' ? name : number).find((stored) => stored.row['type'] === 'Company');
  if (number !== '' && !company) throw relationMissing('Company No.', 'Contact', number, 'Contact');
  return company ? { companyNumber: company.row['number'], companyName: company.row['displayName'] } : {};
}
