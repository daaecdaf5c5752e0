import { noGuid } from '../dialect.ts';
import { dialog, sameKey } from '../problems.ts';
import { findById, findWhere, numberOf, tableOf, textOf, companyField } from '../world.ts';
import { today, type Rule } from './rule.ts';

export const items: Rule = {
  create(call, row) {
    if (row['inventory'] !== undefined) throw dialog('Inventory cannot be changed during on insert.');
    const number = textOf(row, 'number').trim().toUpperCase();
    if (number === '') throw dialog('A "number" must be provided.');
    if (findWhere(call.world, 'items', call.company, 'number', number).length > 0) throw sameKey('Item', 'No.', number);
    return { type: 'Inventory', baseUnitOfMeasureCode: 'PCS', ...row, number };
  },
};

export const customerPayments: Rule = {
  create(call, row) {
    const journal = findById(call.world, 'customerPaymentJournals', call.company, row['journalId']);
    if (!journal) throw dialog('The journal cannot be found.');
    if (numberOf(row, 'amount') >= 0) throw dialog('The "amount" should be a negative number.');
    const id = textOf(row, 'customerId');
    const customer = id === '' ? findWhere(call.world, 'customers', call.company, 'number', textOf(row, 'customerNumber'))[0] : findById(call.world, 'customers', call.company, id);
    if (!customer) throw dialog('The customer cannot be found.');
    const number = textOf(row, 'appliesToInvoiceNumber');
    const invoice = number === '' ? findById(call.world, 'salesInvoices', call.company, row['appliesToInvoiceId']) : findWhere(call.world, 'salesInvoices', call.company, 'number', number)[0];
    if (!invoice && (number !== '' || (textOf(row, 'appliesToInvoiceId') || noGuid) !== noGuid)) throw dialog('The "appliesToInvoiceNumber" does not match to an invoice.');
    const lines = findWhere(call.world, 'customerPayments', call.company, 'journalId', row['journalId']);
    return {
      postingDate: today(),
      documentNumber: `G${String(4001 + lines.length).padStart(5, '0')}`,
      ...row,
      journalDisplayName: journal.row['code'],
      lineNumber: Math.max(0, ...lines.map((line) => numberOf(line.row, 'lineNumber'))) + 10_000,
      customerId: customer.row['id'],
      customerNumber: customer.row['number'],
      ...(invoice && { appliesToInvoiceId: invoice.row['id'], appliesToInvoiceNumber: invoice.row['number'] }),
    };
  },
};

/** Sets that are no more than a code and a name. */
export function codeList(set: string, table: string): Rule {
  return {
    create(call, row) {
      const code = textOf(row, 'code').trim().toUpperCase();
      if (code === '') throw dialog('A "code" must be provided.');
      const isTaken = [...tableOf(call.world, set).all()].some((stored) => stored.row['code'] === code && stored.row[companyField] === call.company);
      if (isTaken) throw sameKey(table, 'Code', code);
      return { ...row, code };
    },
  };
}
