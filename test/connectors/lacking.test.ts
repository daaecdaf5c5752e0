import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallContext } from '../../server/net/http-client.ts';
import { openErps, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

const live = (): CallContext => ({ lane: 'live', deadlineAt: Date.now() + 10_000, requestId: 'lacking' });
const subjectOf = (erp: string): Subject => erps.subjectOf(erp);
const gone = (path: string) => ({ match: { path }, times: -1, action: { status: 404, body: '' } }) as const;

describe('an F&O environment', () => {
  const fno = (): Subject => subjectOf('fno');
  afterEach(() => fno().clearFaults());
  const item = { itemNumber: 'P-0001', quantity: '1' };

  it('without the ATP set shows on hand only, and is not asked for it again', async () => {
    await fno().fault(gone('CDSInventoryOnHandRequests'));
    const { reads } = fno().open();
    for (let at = 0; at < 2; at += 1) expect(await reads.availability('usmf', [item], live())).toMatchObject([{ known: true, atp: null, firstDate: null, onHand: expect.stringMatching(/^[1-9]/) as string }]);
    expect(fno().calls().filter((call) => call.step === 'ask availability')).toHaveLength(1);
  });

  it('says at the probe what it lacks and what its user may not read', async () => {
    await fno().fault(gone('CDSInventoryOnHandRequests'), { match: { path: 'CustomerPaymentJournalLines' }, times: -1, action: { status: 403 } });
    const { findings } = await fno().open().reads.probe(live());
    expect(findings).toEqual(['CDSInventoryOnHandRequests is not published here. Stock is on hand only; dates are not promised.', 'The user of this connection may not read CustomerPaymentJournalLines.']);
  });

  it('that does not expand lines is read by order number', async () => {
    await fno().fault({ match: { path: 'expand' }, times: -1, action: { status: 400, body: { error: { code: '', message: 'The query specified in the URI is not valid.' } } } });
    const wanted = erps.catalogue.orders.find((one) => one.company === 'us');
    const order = await fno().open().reads.order('usmf', wanted?.number ?? '', live());
    expect(order?.lines.map((line) => line.itemNumber)).toEqual(wanted?.lines.map((line) => line.itemNumber));
  });

  it('with more open items than one page holds shows its own ageing, with its date', async () => {
    const number = erps.catalogue.invoices.find((one) => one.company === 'us' && one.open > 0 && !one.customerNumber.endsWith('9'))?.customerNumber ?? '';
    const summed = await fno().open().reads.finance('usmf', number, live());
    await fno().fault(gone('CustTransactions'));
    const aged = await fno().open().reads.finance('usmf', number, live());
    expect(summed?.computedOn).toBeNull();
    expect(aged?.computedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(aged?.aging.map((bucket) => bucket.label)).toEqual(['Current', '30 days', '60 days', '90 days', '180 days', 'Over 180 days']);
    expect(Number(aged?.balance)).toBeCloseTo(Number(summed?.balance), 0);
  });
});

it('an F&O environment without the ledger says that it cannot tell what is paid, instead of showing other rows', async () => {
  const fno = subjectOf('fno');
  await fno.fault(gone('CustTransactions'));
  const { reads } = fno.open();
  const page = { skip: 0, pageSize: 5 };
  for (const state of ['open', 'paid'] as const) await expect(reads.invoices('usmf', 'C-00001', '-date', { ...page, state }, live())).rejects.toMatchObject({ code: 'erp.refused' });
  await expect(reads.payments('usmf', 'C-00001', { ...page, state: 'unapplied' }, live())).rejects.toMatchObject({ code: 'erp.refused' });
  expect((await reads.invoices('usmf', 'C-00001', '-date', { ...page, from: '2099-01-01' }, live())).rows).toEqual([]);
  await fno.clearFaults();
});

describe('a Business Central environment', () => {
  const bc = (): Subject => subjectOf('business-central');
  afterEach(() => bc().clearFaults());

  it('without the analytics sets shows stock on hand only and no posted payments', async () => {
    await bc().fault(gone('/analytics/'));
    const { reads } = bc().open();
    const company = bc().company('us');
    expect((await reads.probe(live())).findings).toHaveLength(5);
    expect(await reads.availability(company, [{ itemNumber: 'P-0001', quantity: '1' }], live())).toMatchObject([{ known: true, reserved: null, onSalesOrders: null, available: null, ordered: null, atp: null, firstDate: null, warehouses: [] }]);
    expect((await reads.payments(company, 'C-00001', { skip: 0, pageSize: 5 }, live())).rows.every((row) => !row.posted)).toBe(true);
  });

  it.each([
    ['outstandingSalesLines', { onSalesOrders: null, available: null, ordered: expect.stringMatching(/^\d/) as string }],
    ['outstandingPurchaseLines', { onSalesOrders: expect.stringMatching(/^\d/) as string, available: expect.stringMatching(/^-?\d/) as string, ordered: null }],
  ])('without %s does not tell what only that set knows', async (set, told) => {
    await bc().fault(gone(set));
    const [found] = await bc().open().reads.availability(bc().company('us'), [{ itemNumber: 'P-0001', quantity: '1' }], live());
    expect(found).toMatchObject({ ...told, onHand: expect.stringMatching(/^\d/) as string, atp: null });
    expect(found?.warehouses.length).toBeGreaterThan(0);
    for (const place of found?.warehouses ?? []) expect(place).toMatchObject(told);
  });

  it('is asked for a company by name as well as by id', async () => {
    const { reads } = bc().open();
    const [byId, byName] = await Promise.all([bc().company('us'), 'cronus usa'].map((company) => reads.customer(company, 'C-00001', live())));
    expect(byName).toEqual(byId);
    await expect(reads.customer('Nowhere Ltd', 'C-00001', live())).rejects.toMatchObject({ code: 'erp.refused' });
  });

  it('still tells of an order that was posted and is gone', async () => {
    const bill = erps.catalogue.invoices.find((one) => one.company === 'us' && one.total > 0);
    const invoices = await bc().open().reads.invoices(bc().company('us'), bill?.customerNumber ?? '', '-date', { skip: 0, pageSize: 50 }, live());
    const number = invoices.rows.find((row) => row.orderNumber !== null)?.orderNumber ?? '';
    expect(await bc().open().reads.order(bc().company('us'), number, live())).toMatchObject({ number, status: 'invoiced', steps: [{ step: 'created' }, { step: 'confirmed' }, { step: 'shipped' }, { step: 'invoiced' }] });
  });
});
