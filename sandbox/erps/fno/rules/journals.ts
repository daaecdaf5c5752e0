import { fieldMissing, relationMissing, writeFailed } from '../problems.ts';
import { findRecord, nextNumber, numberOf, recordsWhere, textOf } from '../world.ts';
import { checkLookups, type Rule } from './rule.ts';

const currency = { property: 'CurrencyCode', field: 'Currency', set: 'Currencies', table: 'Currencies', key: 'CurrencyCode', isShared: true } as const;

export const paymentJournals: Rule = {
  entity: 'CustomerPaymentJournalHeaderEntity',
  create(world, row) {
    if (row['JournalName'] !== 'CUSTPAY') throw relationMissing('CustomerPaymentJournalHeaderEntity', 'JournalName', 'Name', row['JournalName'], 'Journal names');
    return { ...row, JournalBatchNumber: nextNumber(world, 'CustomerPaymentJournalHeaders', 'JournalBatchNumber', '', 5), IsPosted: 'No' };
  },
};

export const paymentLines: Rule = {
  entity: 'CustomerPaymentJournalLineEntity',
  create(world, row) {
    const { entity } = paymentLines;
    const journal = findRecord(world, 'CustomerPaymentJournalHeaders', { dataAreaId: row['dataAreaId'], JournalBatchNumber: row['JournalBatchNumber'] });
    if (!journal) throw relationMissing(entity, 'JournalBatchNumber', 'Journal batch number', row['JournalBatchNumber'], 'Ledger journals');
    if (journal.row['IsPosted'] === 'Yes') throw writeFailed(entity, `Error: Journal ${textOf(row, 'JournalBatchNumber')} is posted.`);
    checkLookups(world, entity, row, row['dataAreaId'], [currency]);
    const account = textOf(row, 'AccountDisplayValue').replaceAll('\\', '');
    if (account === '') throw fieldMissing(entity, 'Account');
    const customer = findRecord(world, 'CustomersV3', { dataAreaId: row['dataAreaId'], CustomerAccount: account });
    if (!customer) throw relationMissing(entity, 'AccountDisplayValue', 'Account', account, 'Customers');
    const siblings = recordsWhere(world, 'CustomerPaymentJournalLines', 'JournalBatchNumber', row['JournalBatchNumber'], row['dataAreaId']);
    const next = Math.max(0, ...siblings.map((line) => numberOf(line.row, 'LineNumber'))) + 1;
    return { LineNumber: next, AccountType: 'Cust', ...row, CustomerName: textOf(customer.row, 'OrganizationName') };
  },
};

export const freeTextInvoices: Rule = {
  entity: 'FreeTextInvoiceHeaderEntity',
  create(world, row) {
    checkLookups(world, 'FreeTextInvoiceHeaderEntity', row, row['dataAreaId'], [currency, { property: 'CustomerAccount', field: 'Customer account', set: 'CustomersV3', table: 'Customers', key: 'CustomerAccount' }]);
    const highest = [...(world.tables.get('FreeTextInvoiceHeaders')?.all() ?? [])].reduce((most, stored) => Math.max(most, numberOf(stored.row, 'InvoiceIdentifier')), 0);
    return { InvoiceAccount: row['CustomerAccount'], ...row, InvoiceIdentifier: highest + 1, IsPosted: 'No' };
  },
};

export const freeTextLines: Rule = {
  entity: 'FreeTextInvoiceLineEntity',
  create(world, row) {
    const header = recordsWhere(world, 'FreeTextInvoiceHeaders', 'InvoiceIdentifier', row['ParentRecId'], row['dataAreaId'])[0];
    if (!header) throw relationMissing('FreeTextInvoiceLineEntity', 'ParentRecId', 'Invoice', row['ParentRecId'], 'Free text invoices');
    const siblings = recordsWhere(world, 'FreeTextInvoiceLines', 'ParentRecId', row['ParentRecId'], row['dataAreaId']);
    const amount = (row['Quantity'] === undefined ? 1 : numberOf(row, 'Quantity')) * numberOf(row, 'UnitPrice');
    return { LineNumber: siblings.length + 1, CurrencyCode: header.row['CurrencyCode'], TransactionCurrencyAmount: amount, ...row };
  },
};
