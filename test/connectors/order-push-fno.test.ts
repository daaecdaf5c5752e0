import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConnectionSettings, OrderPushPort } from '../../server/connectors/connector.ts';
import { writtenCustomer, writtenHeader } from '../support/wire-fields.ts';
import { failure, newKey, openErps, work, type Erps } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

function open(settings: Partial<ConnectionSettings> = {}): OrderPushPort {
  const port = erps.subjects.get('fno')?.open(settings).capabilities.orderPush;
  if (port === undefined) throw new Error('fno');
  return port;
}

const us = (): string => erps.subjects.get('fno')?.company('us') ?? '';

it('the key goes into the field that the connection names, the purchase order into the other', async () => {
  const [plain, other] = [open(), open({ keyField: 'CustomerRequisitionNumber' })];
  const customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
  const wanted = writtenHeader('fno', { key: newKey(), company: us(), customerNumber, currency: 'USD', customerPurchaseOrder: 'PO-78', dealName: '', requestedDate: null, lines: [] });
  await other.createHeader(wanted, work());
  expect((await other.ordersByKey(us(), wanted.key, work()))[0]).toMatchObject({ reference: wanted.key, customerPurchaseOrder: 'PO-78' });
  expect(await plain.ordersByKey(us(), wanted.key, work())).toEqual([]);
  expect((await plain.ordersByKey(us(), 'PO-78', work())).map((one) => one.customerPurchaseOrder)).toEqual([wanted.key]);
});

it('a group of new customers that the company does not know is refused by its name', async () => {
  const person = writtenCustomer('fno', { name: 'Odd Group', taxId: null, country: 'DE', street: null, city: null, state: null, postalCode: null, phone: null, website: null, currency: 'EUR', reference: 'R1' });
  const refused = await failure(open().createCustomer(us(), { ...person, fields: { ...person.fields, CustomerGroupId: '99' } }, work()));
  expect([refused.code, refused.message]).toEqual(['erp.refused', expect.stringContaining("'99'")]);
});
