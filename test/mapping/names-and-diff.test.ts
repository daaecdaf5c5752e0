import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diffMappings } from '../../server/mapping/diff-mappings.ts';
import { readSetNames } from '../../server/mapping/read-entity-metadata.ts';
import { resolveSetName, TRADE_NAMES } from '../../server/mapping/set-names.ts';
import { documentOf } from './support/document.ts';

const available = readSetNames(readFileSync(new URL('../../sandbox/erps/fno/metadata.xml', import.meta.url), 'utf8'));

describe('the name of a set', () => {
  test.each([
    ['CustomerV3', 'CustomersV3'], ['ContactPersonV2', 'ContactPersons'], ['SalesOrderHeaderV2', 'SalesOrderHeadersV2'], ['CustInvoiceJournal', 'SalesInvoiceHeadersV4'], ['ReleasedProductV2', 'ReleasedProductsV2'],
    ['CustPaymJourLine', 'CustomerPaymentJournalLines'], ['CustFreeInvoice', 'FreeTextInvoiceHeaders'], ['VendorV2', 'VendorsV2'], ['InventAvailabilityByProduct', 'WarehousesOnHandV2'],
  ])('of the trade %s is served by %s', (name, set) => {
    expect(Object.keys(TRADE_NAMES)).toContain(name);
    const answer = resolveSetName(name);
    expect(answer.set).toBe(set);
    expect(answer.says).toContain(`${name} is served by the set ${set}.`);
    expect(resolveSetName(name.toUpperCase()).set).toBe(set);
  });

  test('is served by an older set where the environment lacks the newer one', () => {
    expect(available).not.toContain('SalesInvoiceHeadersV4');
    expect(resolveSetName('CustInvoiceJournal', available)).toEqual({ set: 'SalesInvoiceHeadersV2', says: 'CustInvoiceJournal is served by the set SalesInvoiceHeadersV2. Due date and open amount stand in CustTransactions.' });
    expect(resolveSetName('CustomerV3', ['X'])).toEqual({ set: null, says: 'CustomerV3 is served by CustomersV3, which this environment does not have.' });
  });

  test('is taken, corrected in its letters, or answered with the nearest right one', () => {
    expect(resolveSetName('CustomersV3', available)).toEqual({ set: 'CustomersV3', says: 'CustomersV3 is a set of the environment.' });
    expect(resolveSetName('customersv3', available).set).toBe('CustomersV3');
    expect(resolveSetName('SalesOrderLinesV2', available).set).toBe('SalesOrderLines');
    expect(resolveSetName('CustomerGroup', available)).toEqual({ set: null, says: 'The environment has no set CustomerGroup. Did you mean "CustomerGroups"?' });
    expect(resolveSetName('Anything').set).toBe('Anything');
  });
});

describe('the difference of two mappings', () => {
  const before = documentOf('  - { target: A, source: Account.Name, maxLength: 60 }\n  - { target: B, source: Contact.Email }\n  - { target: C, values: { x: 1 }, source: Account.Site }', 'companies:\n  usmf:\n    fields:\n      - { target: A, maxLength: 20 }\n');

  test('is told field by field, as data and in words', () => {
    const after = documentOf('  - { target: C, values: { x: 1 }, source: Account.Site }\n  - { target: A, source: Account.Name, maxLength: 30, onTooLong: cut }\n  - { target: D, constant: x }', 'companies:\n  usmf:\n    fields:\n      - { target: A, remove: true }\n');
    const { isEqual, changes, words } = diffMappings(before, after);
    expect(isEqual).toBe(false);
    expect(changes[0]).toEqual({ kind: 'changed', company: '', target: 'A', settings: [{ name: 'maxLength', before: 60, after: 30 }, { name: 'onTooLong', before: null, after: 'cut' }], says: 'A: maxLength is 30, was 60; onTooLong is cut, was not set.' });
    expect(words).toEqual([
      'A: maxLength is 30, was 60; onTooLong is cut, was not set.',
      'B is not mapped any more.',
      'D is new, from the constant x.',
      'A in company usmf: maxLength is not set any more, was 20; remove is true, was not set.',
    ]);
  });

  test('is none where only the order of fields differs', () => {
    expect(diffMappings(before, { ...before, fields: [...before.fields].reverse() })).toEqual({ isEqual: true, changes: [], words: [] });
  });

  test('names a change of the document itself', () => {
    expect(diffMappings(before, { ...before, set: 'SalesOrderHeadersV4' }).words).toEqual(['set is SalesOrderHeadersV4, was SalesOrderHeadersV2.']);
  });
});
