import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { filter as parseFilter } from 'odata-v4-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fno } from '../../server/connectors/fno/connector.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { INVOICE_STATES } from '../../server/model/invoice.ts';
import { ORDER_STATES } from '../../server/model/order.ts';
import type { HttpRequest, Send } from '../../server/net/http-client.ts';
import { listen } from '../net/far-end.ts';

interface MockServer {
  isReady: Promise<void>;
  getRouter(): (request: Parameters<RequestListener>[0], response: Parameters<RequestListener>[1], next: () => void) => void;
  dispose(): Promise<void>;
}
// Its types describe an ES module, what it ships is CommonJS.
const { default: FEMockserver } = createRequire(import.meta.url)('@sap-ux/fe-mockserver-core') as { default: new (configuration: object) => MockServer };

const page = JSON.stringify({ '@odata.count': 0, value: [] });
const rowWith = (more: object) => JSON.stringify({ value: [{ dataAreaId: 'usmf', CustomerAccount: 'US-001', SalesOrderNumber: 'SO-1', LegalEntityId: 'usmf', AccountingCurrency: 'USD', ItemNumber: 'P-1', ...more }] });
const invoiced = (SalesOrderProcessingStatus: string) => rowWith({ SalesOrderProcessingStatus, InvoiceNumber: 'I-1', LedgerVoucher: "V'1", InvoiceDate: '2026-01-31T12:00:00Z' });

/** Every address that the connector reads, collected by a Send that answers with an empty page or one bare row. */
async function collectAddresses(): Promise<string[]> {
  const addresses = new Set<string>();
  const answering = (text: string): Send => (request: HttpRequest) => {
    if (request.method === 'GET') addresses.add(request.url);
    return Promise.resolve({ status: 200, headers: {}, text });
  };
  const context = { lane: 'live', deadlineAt: Date.now() + 1_000, requestId: 'r' } as const;
  for (const text of [page, rowWith({}), invoiced('PartiallyInvoiced'), invoiced('Invoiced')]) {
    const { reads, capabilities } = fno.open({ id: 'o/c', baseUrl: 'http://erp', defaultCompany: 'usmf', keyField: undefined, orderLinkTemplate: undefined, customerGroup: '10', site: undefined, warehouse: undefined }, answering(text), systemClock);
    const paged = { skip: 5, pageSize: 5 };
    await Promise.all([
      reads.probe(context),
      reads.customer('usmf', "O'Hara", context),
      reads.customersByTaxId('usmf', 'DE1', context),
      reads.customersByName('usmf', 'Müller & Söhne', 'DE', context),
      reads.customersByPerson('usmf', { name: 'Anna M. Müller', firstName: 'Anna', lastName: 'Müller', country: 'DE', email: null, postalCode: null }, context),
      reads.finance('usmf', 'US-001', context),
      reads.invoices('usmf', 'US-001', '-amount', paged, context),
      ...INVOICE_STATES.map((state) => reads.invoices('usmf', 'US-001', '-date', { ...paged, state, from: '2026-01-31' }, context)),
      reads.payments('usmf', 'US-001', paged, context),
      reads.payments('usmf', 'US-001', { ...paged, state: 'unapplied', from: '2026-01-31' }, context),
      reads.orders('usmf', 'US-001', paged, context),
      ...ORDER_STATES.map((state) => reads.orders('usmf', 'US-001', { ...paged, state, from: '2026-01-31' }, context)),
      reads.order('usmf', 'SO-1', context),
      reads.orderProgress('usmf', 'SO-1', context),
      reads.products('usmf', [' P-1', 'P-2'], context),
      reads.availability('usmf', [{ itemNumber: 'P-1', quantity: '1' }], context),
      reads.knowsCurrency('usmf', 'USD', context),
      capabilities.orderPush?.ordersByKey('usmf', 'ABCDEFGHIJKLMNOP', context) ?? Promise.reject(new Error('no push')),
    ].map(async (read: Promise<unknown>) => read.catch(() => undefined)));
  }
  return [...addresses].sort();
}

const addresses = await collectAddresses();
/** The mock server knows neither doubled quotes nor enum literals; these are left to the grammar. */
const beyondMock = (address: string): boolean => /''|DataEntities\./.test(address);
const filterOf = (address: string): string => /\$filter=([^&]*)/.exec(address)?.[1] ?? '';

/** An independent OData server over the metadata; it is no referee for writes, paging or errors, but it parses and knows properties of filters. */
describe('addresses that the F&O connector reads', () => {
  let mock: MockServer;
  let close: () => void;
  let url: string;
  beforeAll(async () => {
    mock = new FEMockserver({ services: [{ urlPath: '/data', metadataPath: join(import.meta.dirname, '../../sandbox/erps/fno/metadata.xml'), mockdataPath: import.meta.dirname, generateMockData: true }], annotations: [], plugins: [] });
    await mock.isReady;
    const router = mock.getRouter();
    const server = createServer((request, response) => router(request, response, () => response.writeHead(404).end()));
    url = await listen(server);
    close = () => server.close();
  });
  afterAll(async () => {
    close();
    await mock.dispose();
  });

  it('are many', () => {
    expect(addresses.length).toBeGreaterThan(20);
    for (const set of ['SalesInvoiceHeadersV2', 'SalesInvoiceV3Lines', 'CustTransactions']) expect(addresses.some((address) => address.includes(`/${set}?`)), set).toBe(true);
    expect(addresses.every((address) => address.includes('cross-company=true'))).toBe(true);
  });

  it.each(addresses.filter((address) => filterOf(address) !== ''))('%s has a filter by the grammar', (address) => {
    expect(parseFilter(filterOf(address)).raw).toBe(filterOf(address));
  });

  it.each(addresses.filter((address) => !beyondMock(address)))('%s is answered', async (address) => {
    const response = await fetch(address.replace('http://erp', url));
    const text = await response.text();
    expect([response.status, text.slice(0, 200)]).toEqual([200, expect.stringContaining('"value"') as string]);
  });
});
