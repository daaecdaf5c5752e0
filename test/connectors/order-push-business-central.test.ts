import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings, OrderPushPort } from '../../server/connectors/connector.ts';
import { readReference, writeReference } from '../../server/connectors/business-central/order-key.ts';
import type { OrderDraft, OrderDraftLine } from '../../server/model/order.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { json, live, openFarEnd, type FarEnd } from '../net/far-end.ts';
import { writtenHeader, writtenLine } from '../support/wire-fields.ts';
import { failure, newKey, openErps, work, type Erps, type Subject } from './erps.ts';

let erps: Erps;
let subject: Subject;
let us: string;
let customerNumber: string;
beforeAll(async () => {
  erps = await openErps();
  subject = erps.subjectOf('business-central');
  us = subject.company('us');
  customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
});
afterAll(() => erps.close());

function open(settings: Partial<ConnectionSettings> = {}): OrderPushPort {
  const port = subject.open(settings).capabilities.orderPush;
  if (port === undefined) throw new Error('business-central');
  return port;
}

const line = (reference: string, more: Partial<OrderDraftLine> = {}): OrderDraftLine => writtenLine('business-central', { reference, itemNumber: 'P-0001', description: null, quantity: '2', unitPrice: '10.5', discountPercent: '0', requestedDate: null, ...more });
const draft = (more: Partial<OrderDraft> = {}): OrderDraft => writtenHeader('business-central', { key: newKey(), company: us, customerNumber, currency: 'USD', customerPurchaseOrder: null, dealName: 'New speakers', requestedDate: null, lines: [], ...more });

describe('the external document number', () => {
  const key = 'ABCDEFGHIJKLMN23';

  it.each([
    [null, key, null],
    ['', key, null],
    ['  ', key, null],
    ['PO-77', `PO-77/${key}`, 'PO-77'],
    ['4500/77', `4500/77/${key}`, '4500/77'],
    ['123456789012345678', `123456789012345678/${key}`, '123456789012345678'],
    ['1234567890123456789', `123456789012345678/${key}`, '123456789012345678'],
    ['1234567890123456 89', `1234567890123456 8/${key}`, '1234567890123456 8'],
    ['12345678901234567🙂', `12345678901234567/${key}`, '12345678901234567'],
  ])('of %j is %j', (purchaseOrder, text, readBack) => {
    expect(writeReference(purchaseOrder, key)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(35);
    expect(readReference(text)).toEqual({ key, purchaseOrder: readBack });
  });

  it.each(['PO-80001', '4500012345678901', `X${key}`, 'A/B', `${key}/PO`])('%j of somebody else is a purchase order, no key', (text) => {
    expect(readReference(text)).toEqual({ key: null, purchaseOrder: text });
  });

  it('finds an order by its key alone when the purchase order was changed meanwhile', async () => {
    const push = open();
    const wanted = draft({ customerPurchaseOrder: 'po-1' });
    const { number } = await push.createHeader(wanted, work());
    expect((await push.ordersByKey(us, wanted.key, work())).map((one) => [one.number, one.customerPurchaseOrder])).toEqual([[number, 'PO-1']]);
  });
});

describe('lines', () => {
  it('are known again by the number that Business Central never changes', async () => {
    const push = open();
    const wanted = draft({ lines: [line('00k000000000001AAA'), line('00k000000000002AAA')] });
    const kept = push.asKept?.(wanted);
    expect(kept?.lines.map((one) => one.reference)).toEqual(['10000', '20000']);
    expect(push.asKept?.(kept ?? wanted)).toEqual(kept);
  });

  it('that are sent twice are refused by Business Central itself, and the order keeps each once', async () => {
    const push = open();
    const wanted = draft({ lines: [line('a'), line('b')] });
    const lines = push.asKept?.(wanted).lines ?? [];
    const { number } = await push.createHeader({ ...wanted, lines: [] }, work());
    await push.addLines(us, number, lines, work());
    expect(await failure(push.addLines(us, number, lines, work()))).toMatchObject({ code: 'erp.unavailable', outcome: 'not-done' });
    expect((await subject.open().reads.order(us, number, work()))?.lines.map((one) => one.reference)).toEqual(['10000', '20000']);
  });

  it('go out in the warehouse that the connection names, and an unknown one is said by name', async () => {
    const code = erps.catalogue.companies.find((one) => one.key === 'us')?.warehouses[1]?.location ?? '';
    const push = open({ warehouse: code });
    const wanted = draft({ lines: [line('a')] });
    const planned = await push.plannedRequests?.(wanted, null, work());
    expect(planned?.at(-1)?.body['locationId']).toMatch(/^[0-9a-f-]{36}$/);
    const { number } = await push.createHeader(wanted, work());
    await push.addLines(us, number, push.asKept?.(wanted).lines ?? [], work());
    const refused = await failure(open({ warehouse: 'NOWHERE' }).addLines(us, number, [line('30000')], work()));
    expect([refused.code, refused.message]).toEqual(['erp.refused', expect.stringContaining('NOWHERE')]);
  });

  it('of a released order cannot be added, and the refusal is in words', async () => {
    const push = open();
    const { number } = await push.createHeader(draft(), work());
    await subject.release(us, number);
    const refused = await failure(push.addLines(us, number, [line('10000')], work()));
    expect([refused.code, refused.outcome]).toEqual(['erp.refused', 'not-done']);
    expect(refused.message).toContain('Released');
  });

  it('beyond a hundred follow the header that brought the first hundred', async () => {
    const push = open({ orderWrite: 'batch' });
    const wanted = draft({ lines: Array.from({ length: 130 }, (_, at) => line(String(at))) });
    const kept = push.asKept?.(wanted).lines ?? [];
    const { number } = await push.createHeader(wanted, work());
    expect((await subject.open().reads.order(us, number, work()))?.lines.map((one) => one.reference)).toEqual(kept.slice(0, 100).map((one) => one.reference));
    await push.addLines(us, number, kept.slice(100), work());
    expect((await subject.open().reads.order(us, number, work()))?.lines).toHaveLength(130);
  });
});

describe('nothing is left out silently', () => {
  it.each([
    ['a percentage off the whole order that nobody worked out', { discountPercent: '5' }],
  ])('%s is refused in words before anything is written', async (_, more) => {
    const wanted = draft(more);
    const refused = await failure(open().createHeader(wanted, work()));
    expect([refused.code, refused.outcome]).toEqual(['erp.refused', 'not-done']);
    expect(await open().ordersByKey(us, wanted.key, work())).toEqual([]);
  });

  it('an amount off a line arrives, a percentage beside it is refused', async () => {
    const push = open();
    const { number } = await push.createHeader(draft(), work());
    await push.addLines(us, number, [line('10000', { discountAmount: '3' })], work());
    // By hand: 2 × 10.50 less 3 is 18.
    expect((await subject.open().reads.order(us, number, work()))?.lines[0]?.amount).toBe('18.00');
    expect((await failure(push.addLines(us, number, [line('20000', { discountAmount: '3', discountPercent: '5' })], work()))).code).toBe('erp.refused');
  });

  it('a text longer than Business Central takes is refused in its words', async () => {
    const push = open();
    const { number } = await push.createHeader(draft(), work());
    const refused = await failure(push.addLines(us, number, [line('10000', { description: 'x'.repeat(101) })], work()));
    expect(refused.message).toMatch(/length of the string is 101.*100 characters/);
  });
});

describe('an amount off the whole order', () => {
  /** 2 × 10.50 and 3 × 3.33: 21.00 and 9.99, together 30.99. */
  const lines = [line('10000'), line('20000', { quantity: '3', unitPrice: '3.33' })];
  const begin = async (push: OrderPushPort): Promise<{ key: string; number: string }> => {
    const wanted = draft();
    const { number } = await push.createHeader(wanted, work());
    await push.addLines(us, number, lines, work());
    return { key: wanted.key, number };
  };
  const amounts = async (number: string) => {
    const order = await subject.open().reads.order(us, number, work());
    return [order?.total, ...(order?.lines.map((one) => `${one.amount} after ${one.headerDiscount ?? 'nothing told'}`) ?? [])];
  };

  it('is spread over the lines and comes off the total, and once more changes nothing', async () => {
    const push = open();
    const { number } = await begin(push);
    expect(await amounts(number)).toEqual(['30.99', '21.00 after 0.00', '9.99 after 0.00']);
    for (const _ of [1, 2]) {
      await push.setDiscount?.(us, number, '1.55', work());
      // By hand: 1.55 × 21.00 / 30.99 is 1.0503…, so 1.05; the other 0.50 are off 9.99. 30.99 less 1.55 is 29.44.
      expect(await amounts(number)).toEqual(['29.44', '19.95 after 1.05', '9.49 after 0.50']);
    }
  });

  it('stands in the posted invoice too', async () => {
    const push = open();
    const { key, number } = await begin(push);
    await push.setDiscount?.(us, number, '1.55', work());
    await subject.postOrder(us, number);
    expect(await push.ordersByKey(us, key, work())).toMatchObject([{ number, status: 'invoiced', total: '29.44' }]);
  });

  it('shows in open orders as a smaller total', async () => {
    const push = open();
    const { number } = await begin(push);
    await push.setDiscount?.(us, number, '1.55', work());
    const { rows } = await subject.open().reads.orders(us, customerNumber, { skip: 0, pageSize: 200 }, work());
    expect(rows.find((one) => one.number === number)?.total).toBe('29.44');
  });

  it.each(['steps', 'batch'] as const)('is planned as the write that sets it, written in %s', async (orderWrite) => {
    const push = open({ orderWrite });
    const wanted = draft({ lines, discountAmount: '1.55' });
    const planned = (await push.plannedRequests?.(wanted, null, work())) ?? [];
    expect(planned.at(-1)).toEqual({ step: 'set order discount', method: 'PATCH', path: `companies(${us})/salesOrders({order number})`, body: { discountAmount: 1.55 } });
    expect(planned.filter((one) => one.method === 'PATCH')).toHaveLength(1);
    const { number } = await begin(push);
    expect(await subject.writesOf(async () => push.setDiscount?.(us, number, '1.55', work()))).toEqual(['{"discountAmount":1.55}']);
    expect((await push.plannedRequests?.(draft({ lines }), null, work()))?.filter((one) => one.method === 'PATCH')).toEqual([]);
  });

  it('is refused in words without lines, and above what they come to', async () => {
    const push = open();
    const { number: empty } = await push.createHeader(draft(), work());
    expect(await failure(push.setDiscount?.(us, empty, '1.55', work()) ?? Promise.resolve())).toMatchObject({ code: 'erp.refused', outcome: 'not-done', message: expect.stringContaining('Cannot apply an invoice discount') as string });
    const { number } = await begin(push);
    expect((await failure(push.setDiscount?.(us, number, '31', work()) ?? Promise.resolve())).message).toContain('30.99');
    expect(await amounts(number)).toEqual(['30.99', '21.00 after 0.00', '9.99 after 0.00']);
  });

  it('is not written to an order that somebody took on or posted meanwhile', async () => {
    const push = open();
    for (const happens of ['release', 'postOrder'] as const) {
      const { number } = await begin(push);
      await subject[happens](us, number);
      const written = await subject.writesOf(async () => expect(await failure(push.setDiscount?.(us, number, '1.55', work()) ?? Promise.resolve())).toMatchObject({ code: 'erp.unavailable', outcome: 'not-done' }));
      expect(written).toEqual([]);
    }
  });

  it('after a lost answer the outcome is unknown, and the order tells', async () => {
    const push = open();
    const { number } = await begin(push);
    await subject.fault({ match: { method: 'PATCH' }, action: { drop: 'after' } });
    expect(await failure(push.setDiscount?.(us, number, '1.55', work()) ?? Promise.resolve())).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown' });
    await subject.clearFaults();
    expect((await amounts(number))[0]).toBe('29.44');
  });
});

it('a discount in percent is rounded before it is taken off, as Business Central does', async () => {
  const push = open();
  const { number } = await push.createHeader(draft(), work());
  await push.addLines(us, number, [line('10000', { discountPercent: '12.5' })], work());
  // By hand: 12.5 % of 21.00 is 2.625, rounded 2.63; 21.00 less 2.63 is 18.37 (table Sales Line, field 27).
  expect((await subject.open().reads.order(us, number, work()))?.lines[0]?.amount).toBe('18.37');
});

it('the probe says how orders are released, and finds no fault with the look-up', async () => {
  const { findings } = await subject.open().reads.probe(work());
  expect(findings.join(' ')).toMatch(/stay drafts/);
  expect(findings.join(' ')).not.toMatch(/cannot be looked up/);
});

describe('at a far end', () => {
  let end: FarEnd;
  afterEach(() => end.close());

  it('the look-up before a create reads orders first and invoices after their answer, never a replica, so that an order is seen that is posted meanwhile', async () => {
    const asked: string[] = [];
    let underWay = 0;
    const key = newKey();
    const invoice = { number: 'PS-INV1', orderNumber: 'S-ORD1', externalDocumentNumber: `PO/${key}`, invoiceDate: '2026-11-20', customerNumber: 'C-1', currencyCode: 'USD', status: 'Open', salesInvoiceLines: [] };
    end = await openFarEnd((request, _, response) => {
      underWay += 1;
      const set = /(salesOrders|salesInvoices)\?/.exec(request.url ?? '')?.[1];
      if (set !== undefined) asked.push(`${set} ${underWay} ${String(request.headers['data-access-intent'])}`);
      setImmediate(() => {
        underWay -= 1;
        json(response, 200, { value: set === 'salesInvoices' ? [invoice] : set === undefined ? [{ currencyCode: 'USD' }] : [] });
      });
    });
    const company = 'a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1';
    const settings = { id: 'o/c', baseUrl: end.url, defaultCompany: company, keyField: undefined, orderLinkTemplate: undefined, customerGroup: undefined, site: undefined, warehouse: undefined };
    const push = subject.connector.open(settings, end.send, systemClock).capabilities.orderPush;
    const found = await push?.ordersByKey(company, key, live());
    expect(found).toMatchObject([{ number: 'S-ORD1', reference: key, customerPurchaseOrder: 'PO', status: 'invoiced' }]);
    expect(asked).toEqual(['salesOrders 1 undefined', 'salesInvoices 1 undefined']);
  });

  it('a discount is written with the etag that was read just before, and a change in between is no answer about the order', async () => {
    const writes: string[] = [];
    end = await openFarEnd((request, _, response) => {
      const isWrite = request.method === 'PATCH';
      if (isWrite) writes.push(`${request.url ?? ''} ${String(request.headers['if-match'])}`);
      const order = { '@odata.etag': 'W/"7"', id: 'b0b0b0b0-bbbb-cccc-dddd-e1e1e1e1e1e1', number: 'S-ORD1', status: 'Draft' };
      json(response, isWrite ? 409 : 200, isWrite ? { error: { code: 'Request_EntityChanged', message: 'Another user has already changed the record.' } } : { value: [order] });
    });
    const company = 'a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1';
    const settings = { id: 'o/c', baseUrl: end.url, defaultCompany: company, keyField: undefined, orderLinkTemplate: undefined, customerGroup: undefined, site: undefined, warehouse: undefined };
    const push = subject.connector.open(settings, end.send, systemClock).capabilities.orderPush;
    expect(await failure(push?.setDiscount?.(company, 'S-ORD1', '1.55', live()) ?? Promise.resolve())).toMatchObject({ code: 'erp.unavailable', outcome: 'not-done' });
    expect(writes).toEqual([`/api/v2.0/companies(${company})/salesOrders(b0b0b0b0-bbbb-cccc-dddd-e1e1e1e1e1e1) W/"7"`]);
  });
});
