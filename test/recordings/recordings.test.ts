import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startReplay, type RunningReplay } from '../../sandbox/erps/replay/start-replay.ts';
import type { Erp } from '../../server/connectors/connector.ts';
import { fno } from '../../server/connectors/fno/connector.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { decimal, sum } from '../../server/kernel/money.ts';
import { customer } from '../../server/model/customer.ts';
import { invoice } from '../../server/model/invoice.ts';
import { order, type Order } from '../../server/model/order.ts';
import { payment } from '../../server/model/payment.ts';
import { product } from '../../server/model/product.ts';
import { hostsOf } from '../../server/net/address.ts';
import { createSend } from '../../server/net/client.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { createMemoryLimiter } from '../../server/net/memory-limiter.ts';
import { createPools } from '../../server/net/pools.ts';
import { createTokenSource } from '../../server/net/tokens.ts';

const folder = resolve(process.env['CROSSLEDGER_RECORDINGS'] ?? join(import.meta.dirname, '../../../shared/recordings'), 'fno');
const isThere = existsSync(folder);

const exchange = z.object({ method: z.string(), path: z.string(), status: z.number(), response: z.unknown() });
const listing = z.object({ value: z.array(z.record(z.string(), z.unknown())) });
type Row = Record<string, unknown>;

/** Every recorded row of a set, over all files of the folder. */
function rowsOf(set: string): Row[] {
  if (!isThere) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const exchanges = files.flatMap((file) => z.object({ exchanges: z.array(exchange) }).parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).exchanges);
  return exchanges.filter((one) => one.method === 'GET' && one.path.split('/').at(-1) === set).flatMap((one) => listing.safeParse(one.response).data?.value ?? []);
}
const textIn = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const linesOf = (number: unknown): Row[] => [...rowsOf('SalesOrderLines'), ...rowsOf('SalesOrderLinesV3')].filter((line) => line['SalesOrderNumber'] === number);

const live = (): CallContext => ({ lane: 'live', deadlineAt: Date.now() + 10_000, requestId: 'recordings' });
const EMPTY = /^$|1900-01-01/;

/** No recorded emptiness may reach anybody: '' and 1900-01-01 are absent. */
function expectNoEmptiness(value: unknown): void {
  if (typeof value === 'string') expect(value).not.toMatch(EMPTY);
  else if (Array.isArray(value)) value.forEach(expectNoEmptiness);
  else if (value !== null && typeof value === 'object') Object.values(value).forEach(expectNoEmptiness);
}

// The recordings stand beside the repository; without them there is nothing to read.
describe.skipIf(!isThere)('recorded F&O traffic', () => {
  let replay: RunningReplay;
  let erp: Erp;
  const pools = createPools();

  beforeAll(async () => {
    replay = await startReplay({ folder });
    const send = createSend({
      connection: 'replay',
      pools,
      limiter: createMemoryLimiter(systemClock, () => ({ concurrency: 20, ratePerSecond: 10_000, burst: 10_000, liveShare: 0.25 })),
      tokens: createTokenSource(replay, pools, systemClock),
      allowedHosts: hostsOf(replay.baseUrl),
      log: () => undefined,
    });
    const settings = { id: 'org/replay', baseUrl: replay.baseUrl, defaultCompany: replay.company, keyField: undefined, orderLinkTemplate: undefined, customerGroup: 'RFI', site: undefined, warehouse: undefined };
    erp = fno.open(settings, send, systemClock);
  });
  afterAll(async () => {
    await replay.close();
    await pools.close();
  });

  const readOrder = async (row: Row): Promise<Order> => order.parse(await erp.reads.order(textIn(row, 'dataAreaId'), textIn(row, 'SalesOrderNumber'), live()));

  describe('orders', () => {
    it.each(rowsOf('SalesOrderHeadersV2').map((row) => [textIn(row, 'SalesOrderNumber'), row] as const))('%s has a total that is the sum of its lines, or none', async (number, row) => {
      const read = await readOrder(row);
      const recorded = linesOf(number);
      expect(read.number).toBe(number);
      expect(read.lines).toHaveLength(recorded.length);
      if (recorded.length === 0) expect(read.total).toBeNull();
      else expect(Number(read.total)).toBe(Number(sum(recorded.map((line) => decimal(line['LineAmount'] as number)))));
      expect(read.lines.map((line) => line.itemNumber).toSorted()).toEqual(recorded.map((line) => line['ItemNumber']).toSorted());
      expectNoEmptiness(read);
    });

    it.each(rowsOf('SalesOrderHeadersV2').map((row) => [textIn(row, 'SalesOrderNumber'), row] as const))('%s tells its status in words', async (_, row) => {
      const { status, reference } = await readOrder(row);
      expect(status).toMatch(/^[a-z][a-z, ]+$/);
      if (row['SalesOrderStatus'] === 'Backorder' && row['SalesOrderProcessingStatus'] === 'Active') expect(status).toBe('open');
      if (row['SalesOrderStatus'] === 'Invoiced') expect(status).toBe('invoiced');
      expect(reference ?? '').toBe(textIn(row, 'CustomersOrderReference'));
    });

    const known = (number: string): Row | undefined => rowsOf('SalesOrderHeadersV2').find((row) => row['SalesOrderNumber'] === number);
    it.skipIf(known('DAT-000001') === undefined)('DAT-000001 and DAT-000012 are 2500.00 and -300.00, although F&O says 0', async () => {
      expect((await readOrder(known('DAT-000001') ?? {})).total).toBe('2500.00');
      expect((await readOrder(known('DAT-000012') ?? {})).total).toBe('-300.00');
      expect((await readOrder(known('DAT-000001') ?? {})).lines.map((line) => line.itemNumber)).toEqual([' RFI-TEST-002', ' RFI-TEST-001']);
    });

    it('that are open are listed for their customer', async () => {
      const open = rowsOf('SalesOrderHeadersV2').filter((row) => row['SalesOrderStatus'] === 'Backorder');
      for (const account of new Set(open.map((row) => textIn(row, 'InvoiceCustomerAccountNumber')))) {
        const own = open.filter((row) => row['InvoiceCustomerAccountNumber'] === account);
        const page = await erp.reads.orders(textIn(own[0] ?? {}, 'dataAreaId'), account, { skip: 0, pageSize: 200 }, live());
        expect(page.rows.map((row) => row.number).toSorted()).toEqual(own.map((row) => row['SalesOrderNumber']).toSorted());
        for (const row of page.rows) if (row.lines.length === 0) expect(row.total).toBeNull();
      }
    });

    it('are found by their reference, without case', async () => {
      const push = erp.capabilities.orderPush;
      for (const row of rowsOf('SalesOrderHeadersV2').filter((one) => textIn(one, 'CustomersOrderReference') !== '')) {
        const found = await push?.ordersByKey(textIn(row, 'dataAreaId'), textIn(row, 'CustomersOrderReference').toLowerCase(), live());
        expect(found?.map((one) => one.number)).toContain(row['SalesOrderNumber']);
      }
    });
  });

  describe('customers', () => {
    it.each(rowsOf('CustomersV3').map((row) => [textIn(row, 'CustomerAccount'), row] as const))('%s is read without loss', async (number, row) => {
      const read = customer.parse(await erp.reads.customer(textIn(row, 'dataAreaId').toUpperCase(), number, live()));
      expect(read.number).toBe(number);
      expect(read.name).not.toBe('');
      if (textIn(row, 'OrganizationName') !== '') expect(read.name).toBe(row['OrganizationName']);
      expect(read.taxId ?? '').toBe(textIn(row, 'TaxExemptNumber') || textIn(row, 'TaxRegistrationId'));
      expectNoEmptiness(read);
    });
  });

  describe('products', () => {
    it.each(rowsOf('ReleasedProductsV2').map((row) => [textIn(row, 'ItemNumber'), row] as const))('%j keeps its number, and is found without the blanks in front', async (number, row) => {
      for (const asked of [number, number.trimStart()]) {
        const [read] = z.array(product).parse(await erp.reads.products(textIn(row, 'dataAreaId'), [asked], live()));
        expect(read?.itemNumber).toBe(number);
        expect(read?.price ?? '0').toBe(decimal(textIn(row, 'SalesPrice') || '0'));
      }
    });
  });

  describe('payments', () => {
    const accountOf = (row: Row): string => textIn(row, 'AccountDisplayValue').replaceAll('\\', '');
    it.each(rowsOf('CustomerPaymentJournalLines').map((row) => [textIn(row, 'Voucher'), row] as const))('%s is tied to its invoice', async (voucher, row) => {
      const page = await erp.reads.payments(textIn(row, 'dataAreaId'), accountOf(row), { skip: 0, pageSize: 200 }, live());
      const read = z.array(payment).parse(page.rows).find((one) => one.number === voucher && one.invoices.includes(textIn(row, 'MarkedInvoice')));
      const header = rowsOf('CustomerPaymentJournalHeaders').find((one) => one['JournalBatchNumber'] === row['JournalBatchNumber']);
      expect(Number(read?.amount)).toBe(Number(row['CreditAmount']) - Number(row['DebitAmount']));
      if (header !== undefined) expect(read?.posted).toBe(header['IsPosted'] === 'Yes');
      expectNoEmptiness(read);
    });
  });

  describe('free text invoices', () => {
    const identifier = (row: Row): string => textIn(row, 'InvoiceIdentifier');
    it.each(rowsOf('FreeTextInvoiceHeaders').map((row) => [identifier(row), row] as const))('%s has the amount of its lines, or none', async (id, row) => {
      const page = await erp.reads.invoices(textIn(row, 'dataAreaId'), textIn(row, 'InvoiceAccount'), '-date', { skip: 0, pageSize: 200 }, live());
      const posted = row['IsPosted'] === 'Yes';
      const read = z.array(invoice).parse(page.rows).find((one) => one.number === (posted ? textIn(row, 'FreeTextNumber') : id));
      const lines = rowsOf('FreeTextInvoiceLines').filter((line) => identifier({ InvoiceIdentifier: line['ParentRecId'] }) === id);
      expect(read).toBeDefined();
      if (!posted) expect(read?.status).toBe('draft');
      if (lines.length === 0) expect(read?.amount).toBeNull();
      else expect(Number(read?.amount)).toBe(Number(sum(lines.map((line) => decimal(line['TransactionCurrencyAmount'] as number)))));
      expectNoEmptiness(read);
    });
  });

  it('companies are read, with names and without currencies that nobody recorded', async () => {
    const read = await erp.reads.companies(live());
    expect(read.map((one) => [one.id, one.name])).toEqual(rowsOf('LegalEntities').map((row) => [textIn(row, 'LegalEntityId').toLowerCase(), row['Name']]));
  });

  it('a create that answers 200 is as good as one that answers 201', async () => {
    const push = erp.capabilities.orderPush;
    const draft = { key: 'ABCDEFGHIJKLMNOP', company: 'dat', customerNumber: 'DAT-000004', currency: 'USD', customerPurchaseOrder: null, dealName: '', requestedDate: null, fields: {}, lines: [] };
    const created = await push?.createHeader(draft, { ...live(), lane: 'work' });
    expect(created?.number).toMatch(/^DAT-\d{6}$/);
  });

  it('lets nothing through that looks like a wildcard or an injection', async () => {
    for (const value of ['*', "' or 1 eq 1", "O'Hara"]) {
      expect(await erp.reads.order('dat', value, live())).toBeNull();
      expect(await erp.reads.customer('dat', value, live())).toBeNull();
      expect(await erp.reads.products('dat', [value], live())).toEqual([]);
    }
  });
});
