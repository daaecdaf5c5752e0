import type { Row } from '../../odata/table.ts';
import { noGuid } from '../dialect.ts';
import { dialog, sameKey } from '../problems.ts';
import type { Call } from '../call.ts';
import { companyField, findWhere, nextNumber, tableOf, textOf } from '../world.ts';
import { checkCurrency, checkId } from './lookups.ts';
import type { Rule } from './rule.ts';

export const customers: Rule = {
  create(call, row) {
    if (textOf(row, 'displayName') === '') throw dialog('A "displayName" must be provided.');
    const number = textOf(row, 'number').trim().toUpperCase() || nextNumber(call.world, call.company, 'customers', 'number', 'C-', 5);
    if (findWhere(call.world, 'customers', call.company, 'number', number).length > 0) throw sameKey('Customer', 'No.', number);
    return { type: 'Company', blocked: '_x0020_', ...row, ...checkLookups(call, row), number };
  },
  update(call, stored, changes) {
    const number = changes['number'];
    if (number !== undefined && number !== stored.row['number'] && findWhere(call.world, 'customers', call.company, 'number', number).length > 0) throw sameKey('Customer', 'No.', textOf(changes, 'number'));
    return { ...changes, ...checkLookups(call, changes) };
  },
  remove(call, stored) {
    const number = stored.row['number'];
    const isUsed = ['salesOrders', 'salesInvoices'].some((set) => findWhere(call.world, set, call.company, 'customerNumber', number).length > 0);
    if (isUsed) throw dialog(`You cannot delete Customer ${String(number)} because there is at least one outstanding document or entry.`);
  },
  changed(call, row, writer) {
    const table = tableOf(call.world, 'customerFinancialDetails');
    if (findWhere(call.world, 'customerFinancialDetails', call.company, 'id', row['id']).length > 0) return;
    writer.insert(table, { [companyField]: call.company, id: row['id'], number: row['number'], lastModifiedDateTime: row['lastModifiedDateTime'] });
    writer.insert(tableOf(call.world, 'agedAccountsReceivables'), { [companyField]: call.company, customerId: row['id'], customerNumber: row['number'], name: row['displayName'], agedAsOfDate: call.world.catalogue.baseDate, periodLengthFilter: '30D' });
  },
};

function checkLookups(call: Call, row: Row): Row {
  checkId(call, row, 'paymentTermsId', 'paymentTerms', 'Payment Terms');
  checkId(call, row, 'paymentMethodId', 'paymentMethods', 'Payment Method');
  checkId(call, row, 'shipmentMethodId', 'shipmentMethods', 'Shipment Method');
  if (row['currencyCode'] === undefined && row['currencyId'] === undefined) return {};
  return checkCurrency(call, row, { currencyId: noGuid });
}
