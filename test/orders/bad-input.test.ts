import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAPPED_ERPS } from '../../server/mapping/document.ts';
import { advancePush } from '../../server/orders/advance.ts';
import type { Store } from '../../server/store/database.ts';
import { openErps, type Erps } from '../connectors/erps.ts';
import { emptyOrders } from '../support/exception-bench.ts';
import { expectStopped, expectThrough, newAccount, openBadInput, ordersOf, soldItem } from '../support/bad-input-bench.ts';
import { ORG_ID, needPush, openTestStore } from '../support/order-bench.ts';

let erps: Erps;
let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  [erps, store] = await Promise.all([openErps(), openTestStore()]);
});
afterAll(async () => {
  await erps.close();
  await store.remove();
});
beforeEach(() => emptyOrders(store));

const open = (erp: (typeof MAPPED_ERPS)[number], options?: Parameters<typeof openBadInput>[3]) => openBadInput(store, erps, erp, options);
const lineWith = (bad: Awaited<ReturnType<typeof open>>, change: object, record: Record<string, unknown> = {}) =>
  (bad.org.deal?.lines ?? []).map((line) => ({ ...line, ...change, record: { ...line.record, OpportunityLineItem: { ...line.record.OpportunityLineItem, ...record } } }));
const LONG = 'Pumps and valves for the new plant in Redmond, first part of three, with everything that belongs to it and more';

describe.each(MAPPED_ERPS)('%s: what is wrong with a deal stops it with one sentence, and it goes by itself when that is put right', (erp) => {
  it('a new customer without country, city and tax id names all three at once, and nobody is created', async () => {
    const bad = await open(erp);
    const [city, taxId] = erp === 'fno' ? ['AddressCity', 'TaxExemptNumber'] : ['city', 'taxRegistrationNumber'];
    bad.map('customer', { target: city, source: 'Account.BillingCity', required: true });
    bad.map('customer', { target: taxId, source: 'Account.ERP_Tax_Id__c', required: true });
    bad.change({ account: newAccount(bad, { country: null }) });
    const { message } = await expectStopped(store, bad, { code: 'order.values', fixer: 'rep', says: /^The order cannot be made from the deal as it is: .* Correct the named values; the order then goes by itself\.$/ });
    for (const source of ['Account.BillingCountry', 'Account.BillingCity', 'Account.ERP_Tax_Id__c']) expect(message).toContain(`Fill ${source}.`);
    bad.change({ account: newAccount(bad, { country: 'United States', city: 'Redmond', taxId: '12-3456789' }) });
    await expectThrough(store, bad);
  });

  it('a new customer without country, and one with a country that is none, are told from each other', async () => {
    const bad = await open(erp);
    const name = `Fabrikam ${bad.key}`;
    bad.change({ account: newAccount(bad, { country: null }) });
    await expectStopped(store, bad, { code: 'customer.country-missing', fixer: 'rep', says: `Account "${name}" has no billing country. Fill the billing address; the customer is then created by itself.` });
    bad.change({ account: newAccount(bad, { country: 'Atlantis' }) });
    await due(bad.key);
    await expectStopped(store, bad, { code: 'customer.country-unknown', fixer: 'rep', says: `"Atlantis", the billing country of account "${name}", is no country. Write it by its name or its ISO code; the customer is then created by itself.` });
    bad.change({ account: newAccount(bad, { country: 'Vereinigte Staaten' }) });
    await expectThrough(store, bad);
  });

  it('a word that a table of values lacks is named, and goes when the admin adds it to the table', async () => {
    const bad = await open(erp);
    const target = erp === 'fno' ? 'DeliveryTermsCode' : 'salesperson';
    const to = erp === 'fno' ? 'FOB' : 'RR';
    bad.change({ record: { Opportunity: { ERP_Delivery_Terms__c: 'ex works' } } });
    if (erp === 'business-central') bad.map('order', { target: 'shipmentMethodId', constant: '', notNull: 'leave-out' });
    bad.map('order', { target, source: 'Opportunity.ERP_Delivery_Terms__c', values: { 'free on board': to }, unknown: 'refuse' });
    await expectStopped(store, bad, { code: 'order.unmapped', fixer: 'admin', says: `The mapping of the connection cannot make this order: Opportunity.ERP_Delivery_Terms__c (${target} in the order mapping for ${erp}): "ex works" is not in the table of values. Correct the value, or an admin adds it to the table of the mapping. An admin corrects the mapping or the named value; the order then goes by itself.` });
    bad.map('order', { target, source: 'Opportunity.ERP_Delivery_Terms__c', values: { 'free on board': to, 'Ex Works': to }, unknown: 'refuse' });
    expect((await expectThrough(store, bad)).join()).toContain(`"${target}":"${to}"`);
  });

  it('a text that is too long is refused by the mapping before anything is written, and cut when the mapping says so, never inside an emoji', async () => {
    const bad = await open(erp);
    const target = erp === 'fno' ? 'SalesOrderName' : 'shipToContact';
    const name = `${'Pumps '.repeat(3)}Söhne 🚀🚀`;
    bad.change({ name });
    bad.map('order', { target, source: 'Opportunity.Name', maxLength: 25 });
    await expectStopped(store, bad, { code: 'order.values', fixer: 'rep', says: `The order cannot be made from the deal as it is: Opportunity.Name (${target} in the order mapping for ${erp}): the text has 28 characters and may have 25. Shorten it, or an admin lets the mapping cut it (onTooLong: cut). Correct the named values; the order then goes by itself.` });
    bad.map('order', { target, source: 'Opportunity.Name', maxLength: 25, onTooLong: 'cut' });
    expect((await expectThrough(store, bad)).join()).toContain(`"${target}":"Pumps Pumps Pumps Söhne "`);
  });

  it('an item that this company does not sell is named with the company; another company sells it', async () => {
    const bad = await open(erp, { company: 'de' });
    const item = erps.catalogue.items.find((one) => one.releasedIn.length === 1 && one.releasedIn[0] === 'us' && !one.stopped && one.hasDefaultWarehouse && one.kind === 'Item')?.number ?? '';
    const company = bad.org.deal?.account?.company ?? '';
    bad.change({ lines: lineWith(bad, { itemNumber: item }) });
    await expectStopped(store, bad, { code: 'order.item-unknown', fixer: 'admin', says: `Item ${item} is not released in company ${company} of the ERP. Release the item there or correct the product; the order then goes by itself.` });
    const account = bad.org.deal?.account;
    bad.change({ account: account ? { ...account, company: bad.subject.company('us') } : null });
    await expectThrough(store, bad);
  });

  it('a unit that the item is not sold in is named; header and lines end as one order when the rep corrects it', async () => {
    const bad = await open(erp);
    bad.change({ lines: lineWith(bad, { itemNumber: soldItem(erps, bad.subject, (item) => item.unit === 'ea') }, { ERP_Unit__c: 'kg' }) });
    const { order_number } = await expectStopped(store, bad, { code: 'erp.refused', fixer: 'erp', says: /^The ERP refuses: .*\bkg\b.* Correct the named value; it is tried again by itself\.$/i }, [/./, /kg/]);
    expect((await ordersOf(bad)).map((order) => [order.number, order.lines.length])).toEqual([[order_number, 0]]);
    bad.change({ lines: lineWith(bad, {}, { ERP_Unit__c: null }) });
    await due(bad.key);
    await expectThrough(store, bad);
    expect((await needPush(store, bad.key)).order_number).toBe(order_number);
  });

  it('a value that is wrong in one of several lines is named with the product of that line', async () => {
    const bad = await open(erp);
    const target = erp === 'fno' ? 'SalesUnitSymbol' : 'unitOfMeasureCode';
    const [line] = bad.org.deal?.lines ?? [];
    const second = { ...line, id: `00k${bad.key.slice(0, 12)}AAA`, productName: 'Valve, large', record: { OpportunityLineItem: { ERP_Unit__c: 'dozen' } } } as NonNullable<typeof line>;
    bad.map('order-line', { target, source: 'OpportunityLineItem.ERP_Unit__c', optional: true, transforms: [{ name: 'unit', options: { table: { piece: 'ea' } } }] });
    bad.change({ lines: [...(bad.org.deal?.lines ?? []), second] });
    await expectStopped(store, bad, { code: 'order.unmapped', fixer: 'admin', says: /: Line "Valve, large": OpportunityLineItem\.ERP_Unit__c \(\w+ in the order-line mapping for [\w-]+\): the unit "dozen" is not in the table\./ });
    bad.change({ lines: (bad.org.deal?.lines ?? []).map((one) => ({ ...one, record: {} })) });
    await expectThrough(store, bad);
  });

  it('a line for nothing is sent with the price 0 and not priced by the ERP', async () => {
    const bad = await open(erp);
    const [line] = bad.org.deal?.lines ?? [];
    const free = { ...line, id: `00k${bad.key.slice(0, 12)}AAA`, productName: 'Gift', unitPrice: '0' } as NonNullable<typeof line>;
    bad.change({ lines: [...(bad.org.deal?.lines ?? []), free] });
    await expectThrough(store, bad);
    const [order] = await ordersOf(bad);
    expect(order?.lines.map((one) => [Number(one.quantity), Number(one.unitPrice), Number(one.amount)])).toEqual([[2, 50, 100], [2, 0, 0]]);
    expect(Number(order?.total)).toBe(100);
  });

  it('umlauts and emoji arrive as they are, control characters are taken out, and the customer is found again by the clean name', async () => {
    const bad = await open(erp);
    const name = `Größe 🚀 & Söhne ${bad.key.slice(0, 4)}`;
    const dirty = `Größe\u0007 🚀 & Söhne\u0000 ${bad.key.slice(0, 4)}\ud83d`;
    bad.change({ account: newAccount(bad, { name }), record: { Account: { Name: dirty, BillingCity: 'Köln\u001b' } }, lines: lineWith(bad, {}, { Description: 'Wärme\u0001pumpe ❄️' }) });
    const bodies = (await expectThrough(store, bad)).join('\n');
    // eslint-disable-next-line no-control-regex
    expect(bodies).not.toMatch(/\\u00[01]|[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\\ud83d"/i);
    expect((await ordersOf(bad))[0]?.lines[0]?.description).toBe('Wärmepumpe ❄️');
    const found = await bad.subject.open().reads.customersByName(bad.org.deal?.account?.company ?? '', name, 'US', { lane: 'work', deadlineAt: Date.now() + 10_000, requestId: 'look' });
    expect(found.map((customer) => customer.name)).toEqual([name]);
    const again = await open(erp);
    again.change({ account: newAccount(again, { name }), record: { Account: { Name: dirty } } });
    expect((await expectThrough(store, again)).join('\n')).not.toContain('Größe');
    expect(again.org.deal?.account?.customerNumber).toBe(found[0]?.number);
  });

  it('an expression that never ends is stopped and named, and the orders of others go on meanwhile', async () => {
    const bad = await open(erp);
    const target = erp === 'fno' ? 'SalesOrderName' : 'shipToContact';
    bad.map('order', { target, expression: '($f := function($n) { $f($n + 1) }; $f(1))', when: { source: 'Opportunity.Name', equals: 'Endless' } });
    bad.change({ name: 'Endless' });
    const other = await open(erp);
    other.mappings.order = bad.mappings.order;
    const expressions = bad.deps.expressions;
    other.deps.expressions = expressions;
    const [, bodies] = await Promise.all([advancePush(bad.deps, ORG_ID, bad.key), expectThrough(store, other)]);
    expect(bodies.length).toBeGreaterThan(0);
    expect(await ordersOf(bad)).toEqual([]);
    await due(bad.key);
    await expectStopped(store, bad, { code: 'order.unmapped', fixer: 'admin', says: new RegExp(`^The mapping of the connection cannot make this order: ${target} \\(order mapping for ${erp}\\): the expression (did not end within 100 ms|needs too much memory) and was stopped\\. An admin corrects the expression in the mapping\\.`) });
    bad.map('order', { target, constant: 'Endless no more' });
    await expectThrough(store, bad);
  });
});

const due = async (key: string): Promise<void> => void (await store.db.updateTable('pushes').set({ next_try_at: new Date(0).toISOString() }).where('key', '=', key).execute());

describe('a field that the org lost, or that the integration user may not read any more', () => {
  it('is named instead of sent as nothing, and the order goes when it can be read again', async () => {
    const bad = await open('fno');
    bad.map('order', { target: 'DeliveryReasonCode', source: 'Opportunity.NextStep' });
    bad.change({ lacking: ['Opportunity.NextStep'] });
    await expectStopped(store, bad, { code: 'order.unmapped', fixer: 'admin', says: 'The mapping of the connection cannot make this order: Opportunity.NextStep (DeliveryReasonCode in the order mapping for fno): the org has no such field, or Crossledger may not read it. An admin gives the integration user access to it, or corrects the mapping; a field that may be lacking is marked optional. An admin corrects the mapping or the named value; the order then goes by itself.' });
    bad.change({ lacking: [], record: { Opportunity: { NextStep: 'R1' } } });
    expect((await expectThrough(store, bad))[0]).toContain('"DeliveryReasonCode":"R1"');
  });
});

describe('a mapping that changes under way', () => {
  it('and names a field that the deal was read without is not applied to it: the deal is read again, and the field is sent', async () => {
    const bad = await open('fno');
    bad.change({ record: { Opportunity: { NextStep: 'Call Robin' } } });
    const stale = await bad.deps.directory.mappedSources(ORG_ID);
    bad.map('order', { target: 'SalesOrderName', source: 'Opportunity.NextStep' });
    const read: (readonly string[])[] = [];
    const directory = { ...bad.deps.directory, mappedSources: async () => { read.push(stale); return read.length === 1 ? stale : [...stale, 'Opportunity.NextStep']; } };
    bad.deps = { ...bad.deps, directory };
    expect(await bad.subject.writesOf(() => advancePush(bad.deps, ORG_ID, bad.key))).toEqual([]);
    expect(await needPush(store, bad.key)).toMatchObject({ state: 'waiting', code: 'mapping.moved', message: 'The mapping was published anew while the deal was read: Opportunity.NextStep had not been read. It goes on by itself with the new mapping.' });
    expect((await expectThrough(store, bad))[0]).toContain('"SalesOrderName":"Call Robin"');
  });
});

describe('what the ERP finds wrong although the mapping did not', () => {
  it('Business Central refuses a text that the mapping lets through at any length: the sentence names field and source, and nothing is cut silently', async () => {
    const bad = await open('business-central');
    bad.change({ name: LONG });
    bad.map('order', { target: 'shipToContact', source: 'Opportunity.Name' });
    await expectStopped(store, bad, { code: 'erp.text-too-long', fixer: 'rep', says: /^The ERP refuses to create order header: the text of shipToContact \(from Opportunity\.Name\) is too long \(The length of the string is \d+, but it must be less than or equal to 100 characters\..*\)\. Shorten it, or an admin lets the mapping cut it; it is tried again by itself\.$/ }, [/./]);
    expect(await ordersOf(bad)).toEqual([]);
    bad.change({ name: 'Pumps' });
    await due(bad.key);
    await expectThrough(store, bad);
  });

  it('F&O lost a property that the mapping fills: the sentence names it and its source, and the order goes when it is back', async () => {
    const bad = await open('fno');
    await reshape([{ set: 'SalesOrderHeadersV2', drop: ['SalesOrderName'] }]);
    await expectStopped(store, bad, { code: 'erp.field-unknown', fixer: 'admin', says: 'The ERP refuses to create order header: it has no field SalesOrderName (from Opportunity.Name), which the mapping fills. An admin corrects the mapping or takes the field out of it; it is tried again by itself.' }, [/SalesOrderName/]).finally(() => reshape([]));
    expect(await ordersOf(bad)).toEqual([]);
    await due(bad.key);
    await expectThrough(store, bad);
  });

  it('F&O gained a mandatory field: the sentence names it, and the order goes when the mapping fills it', async () => {
    const bad = await open('fno');
    await reshape([{ set: 'SalesOrderHeadersV2', demand: ['ContosoRouteId'] }]);
    try {
      await expectStopped(store, bad, { code: 'erp.field-missing', fixer: 'admin', says: 'The ERP refuses to create order header: the field ContosoRouteId must be filled. An admin lets the mapping fill it, or gives it a default in the ERP; it is tried again by itself.' }, [/./]);
      bad.map('order', { target: 'ContosoRouteId', constant: 'R1' });
      await due(bad.key);
      expect((await expectThrough(store, bad))[0]).toContain('"ContosoRouteId":"R1"');
    } finally {
      await reshape([]);
    }
  });

  it('F&O lost a property of the lines after the header was made: the header stays on hold and is completed, never made again', async () => {
    const bad = await open('fno');
    await reshape([{ set: 'SalesOrderLines', drop: ['DeliveryModeCode'] }]);
    bad.map('order-line', { target: 'DeliveryModeCode', source: 'Product2.Family', default: '99' });
    const { order_number } = await expectStopped(store, bad, { code: 'erp.field-unknown', fixer: 'admin', says: 'The ERP refuses to add order lines: it has no field DeliveryModeCode (from Product2.Family), which the mapping fills. An admin corrects the mapping or takes the field out of it; it is tried again by itself.' }, [/./, /DeliveryModeCode/]).finally(() => reshape([]));
    expect((await ordersOf(bad)).map((order) => [order.number, order.held, order.lines.length])).toEqual([[order_number, true, 0]]);
    await due(bad.key);
    await expectThrough(store, bad);
  });

  const reshape = async (changes: unknown): Promise<void> => expect((await fetch(`${erps.subjects.get('fno')?.admin}metadata`, { method: 'PUT', body: JSON.stringify(changes) })).status).toBe(204);
});
