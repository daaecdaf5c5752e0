import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as admin from '../../server/contract/admin.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import type { Row } from '../support/erp-hand.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { mappingHand } from '../support/mapping-hand.ts';
import { sandboxOrg } from '../support/org-hand.ts';

vi.setConfig({ testTimeout: 90_000 });

let journey: Journey;
let hand: ReturnType<typeof mappingHand>;
let account: { id: string; number: string };
let shipped: string;
beforeAll(async () => {
  journey = await startJourney();
  hand = mappingHand(journey);
  [account = { id: '', number: '' }] = await journey.knownAccounts(1);
  shipped = (await hand.read('order', 0)).body.text;
});
afterAll(() => journey?.stop());
afterEach(async () => {
  await hand.reshape([]);
  for (const object of ['order', 'customer'] as const) await hand.publish(object, 0);
});

const NAME = '  - { target: SalesOrderName, source: Opportunity.Name, maxLength: 60, onTooLong: cut }';
/** The shipped document with another line for the order's name. */
const named = (line: string): string => {
  expect(shipped).toContain(NAME);
  return shipped.replace(NAME, line);
};
const says = (body: { findings: { level: string; says: string }[] }, level: string): string[] => body.findings.filter((finding) => finding.level === level).map((finding) => finding.says);

async function wonDeal(name = 'Journey'): Promise<string> {
  const dealId = await journey.newDeal(account.id, { name });
  await journey.win(dealId);
  return dealId;
}
const orderOf = async (dealId: string): Promise<Row> =>
  (await journey.fno.all('SalesOrderHeadersV2', `$filter=CustomersOrderReference eq '${orderKey(journey.orgId, dealId, 0)}'&$select=SalesOrderNumber,SalesOrderName,DeliveryReasonCode`))[0] ?? {};
async function sentName(name: string): Promise<unknown> {
  const dealId = await wonDeal(name);
  await journey.untilDone(dealId);
  return (await orderOf(dealId))['SalesOrderName'];
}
async function expectStopped(dealId: string, words: RegExp, sentence: string): Promise<void> {
  expect(await journey.untilSays(dealId, words)).toBe(sentence);
  expect(await journey.deal(dealId)).toEqual({ number: null, status: 'Needs attention', message: sentence, link: null });
  expect(await journey.orders(dealId)).toEqual([]);
}

describe('versions of a document', () => {
  it('serve only when they are published, to the next deal and without a restart; an older one and the shipped one come back the same way', async () => {
    const version = (text: string): string => named(`  - { target: SalesOrderName, constant: ${text} }`);
    const first = await hand.save('order', version('Version one'));
    expect(first.body).toMatchObject({ version: 1, newest: 1, published: 0 });
    expect(await sentName('Still the deal')).toBe('Still the deal');
    const { body } = await hand.diff('order', 0, 1);
    expect(body.changes).toMatchObject([{ change: 'changed', company: '', target: 'SalesOrderName' }]);
    expect(body.words).toEqual(['SalesOrderName: source is not set any more, was Opportunity.Name; maxLength is not set any more, was 60; onTooLong is not set any more, was cut; constant is Version one, was not set.']);
    expect((await hand.publish('order', 1)).body).toMatchObject({ published: 1, newest: 1 });
    expect(await sentName('Now the version')).toBe('Version one');
    await hand.publish('order', (await hand.save('order', version('Version two'))).body.version);
    expect(await sentName('Now the second')).toBe('Version two');
    await hand.publish('order', 1);
    expect(await sentName('Back')).toBe('Version one');
    await hand.publish('order', 0);
    expect(await sentName('Shipped again')).toBe('Shipped again');
    const history = (await hand.history('order')).body;
    expect([history.published, history.newest, history.rows.map((row) => row.version)]).toEqual([0, 2, [2, 1]]);
    expect((await hand.list()).body.rows.map((row) => [row.object, row.published])).toEqual([['customer', 0], ['contact', 0], ['order', 0], ['order-line', 0]]);
  });

  it('are looked at by a viewer, and saved and published by an admin alone', async () => {
    const add = async (role: 'viewer' | 'operator') => (await journey.stack.operator(admin.addOperator, { body: { name: `A ${role}`, role, orgs: [journey.orgId] } })).token;
    const dealId = await journey.newDeal(account.id);
    const newest = (await hand.read('order')).body.newest;
    for (const token of [await add('viewer'), await add('operator')]) {
      const looks = await Promise.all([hand.list(token), hand.read('order', 0, token), hand.history('order', token), hand.diff('order', 0, 0, token), hand.dryRun('order', dealId, 0, token)]);
      expect(looks.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
      const changes = [await hand.save('order', shipped, token), await hand.publish('order', 0, token)];
      expect(changes.map(({ status, refusal }) => [status, refusal?.code])).toEqual([[403, 'auth.forbidden'], [403, 'auth.forbidden']]);
    }
    expect((await hand.read('order')).body).toMatchObject({ published: 0, newest });
  });
});

describe('a document with errors', () => {
  it('that is no mapping is refused by line and field with the nearest right word, and no version is made', async () => {
    const line = shipped.split('\n').indexOf(NAME) + 1;
    const { newest } = (await hand.read('order')).body;
    const refused = await hand.save('order', named('  - { target: SalesOrderName, sorce: Opportunity.Name }'));
    expect([refused.status, refused.refusal?.code]).toEqual([400, 'request.invalid']);
    expect(refused.refusal?.detail).toContain(`line ${line}, SalesOrderName: `);
    expect(refused.refusal?.detail).toContain('Did you mean "source"?');
    expect((await hand.read('order')).body.newest).toBe(newest);
  });

  it.each([
    ['a property that the ERP does not have', '  - { target: SalesOrderNam, source: Opportunity.Name }', 'SalesOrderHeadersV2 has no property SalesOrderNam. Did you mean "SalesOrderName"?'],
    ['a field that the org does not have', '  - { target: SalesOrderName, source: Opportunity.Nmae }', 'SalesOrderName: the org has no field Opportunity.Nmae, or Crossledger may not read it. Did you mean "Opportunity.Name"?'],
    ['a read-only field', '  - { target: OrderTotalChargesAmount, source: Opportunity.Amount, type: decimal }', 'SalesOrderHeadersV2.OrderTotalChargesAmount is read-only in the ERP and cannot be sent.'],
    ['a field that Crossledger fills', '  - { target: SalesOrderNumber, source: Opportunity.Name }', 'SalesOrderNumber is filled by Crossledger itself, because F&O numbers orders itself. Take it out of the order mapping for fno.'],
    ['an expression that is none', '  - { target: SalesOrderName, expression: "Opportunity.Name &" }', /^SalesOrderName: the expression cannot be used: /],
  ])('because of %s is kept as a draft, says why, and is not published', async (_what, line, sentence) => {
    const saved = await hand.save('order', named(line));
    expect(says(saved.body, 'error')).toEqual([typeof sentence === 'string' ? sentence : expect.stringMatching(sentence)]);
    const refused = await hand.publish('order', saved.body.version);
    expect([refused.status, refused.refusal?.code]).toEqual([400, 'request.invalid']);
    expect(refused.refusal?.detail).toMatch(typeof sentence === 'string' ? new RegExp(sentence.slice(0, 40).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : /cannot be used/);
    expect((await hand.read('order')).body.published).toBe(0);
  });

  it('because a mandatory field is missing names the field', async () => {
    const saved = await hand.save('order', shipped.replace(/^.*target: CurrencyCode,.*\n/m, ''));
    expect(says(saved.body, 'error')).toEqual(['The order mapping for fno does not fill CurrencyCode, without which the ERP takes no row.']);
    expect((await hand.publish('order', saved.body.version)).status).toBe(400);
  });
});

describe('names of the trade', () => {
  it.each([
    ['order', 'SalesOrderHeadersV2', 'SalesOrderHeaderV2', 'SalesOrderHeaderV2 is served by the set SalesOrderHeadersV2.'],
    ['customer', 'CustomersV3', 'CustomerV3', 'CustomerV3 is served by the set CustomersV3.'],
    ['order-line', 'SalesOrderLines', 'SalesOrderLineV2', 'SalesOrderLineV2 is served by the set SalesOrderLines. There is no SalesOrderLinesV2 set.'],
    ['contact', 'ContactPersons', 'ContactPersonV2', 'ContactPersonV2 is served by the set ContactPersons. There is no public ContactPersonsV2; phones and mails stand in PartyContactsV3.'],
  ] as const)('for the %s: the set %s has the name %s too, and the answer says which set serves', async (object, set, name, sentence) => {
    const { text } = (await hand.read(object, 0)).body;
    const saved = await hand.save(object, text.replace(`set: ${set}`, `set: ${name}`));
    expect(says(saved.body, 'error')).toEqual([]);
    expect(says(saved.body, 'warning')).toEqual([sentence]);
    expect((await hand.publish(object, saved.body.version)).status).toBe(200);
    expect(await sentName('By another name')).toBe('By another name');
    await hand.publish(object, 0);
  });
});

describe('a dry run', () => {
  it('shows raw value, steps, result and rule of each field of a real deal and its lines, and writes nothing', async () => {
    const dealId = await journey.newDeal(account.id, { name: 'Größe 🚀 für O\'Hara', lines: [{ quantity: 3, unitPrice: 10.5 }, {}] });
    const far = sandboxOrg(journey.stack.endpoints.salesforce.instanceUrl);
    await Promise.all([journey.fno.clearLog(), far.forgetCalls()]);
    const draft = await hand.save('order', named('  - { target: SalesOrderName, source: Opportunity.Name, note: As the rep calls it, transforms: [{ case: { to: upper } }], maxLength: 10, onTooLong: cut }'));
    const order = (await hand.dryRun('order', dealId)).body;
    expect([order.object, order.version, order.records.length]).toEqual(['order', draft.body.version, 1]);
    const fieldOf = (target: string) => order.records[0]?.fields.find((field) => field.target === target);
    expect(fieldOf('SalesOrderName')).toEqual({ target: 'SalesOrderName', source: 'Opportunity.Name', raw: "Größe 🚀 für O'Hara", note: 'As the rep calls it', result: 'GRÖSSE 🚀 ', rule: 'source', steps: [{ what: 'case', result: "GRÖSSE 🚀 FÜR O'HARA" }, { what: expect.stringMatching(/^written as text: cut from 20 to \d+ characters$/), result: 'GRÖSSE 🚀 ' }] });
    expect(fieldOf('OrderingCustomerAccountNumber')).toMatchObject({ raw: account.number, result: account.number, rule: 'source' });
    expect(fieldOf('PaymentTermsName')).toMatchObject({ raw: null, result: null, rule: 'not sent: it is empty' });
    expect(fieldOf('DeliveryAddressName')?.rule).toMatch(/^not sent: the condition does not hold/);
    const lines = (await hand.dryRun('order-line', dealId)).body;
    expect(lines.records.map((record) => record.fields.find((field) => field.target === 'OrderedSalesQuantity')?.result)).toEqual([3, 2]);
    const customer = (await hand.dryRun('customer', dealId)).body;
    expect(customer.records[0]?.problems).toEqual([]);
    expect((await journey.fno.log()).filter((entry) => entry['method'] !== 'GET' && !String(entry['path']).includes('/oauth2/'))).toEqual([]);
    expect((await far.callsOfBackend()).filter((call) => call['method'] !== 'GET')).toEqual([]);
    expect(await journey.orders(dealId)).toEqual([]);
  });

  it('names what is in the way, with who can put it right, and is refused for a deal that is not there', async () => {
    const nowhere = await journey.newAccount({ Name: 'Fourth Coffee', BillingCity: null, BillingCountry: 'Atlantis', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const shown = (await hand.dryRun('customer', await journey.newDeal(nowhere))).body;
    expect(shown.records[0]?.problems).toEqual([{ target: 'AddressCountryRegionId', fixer: 'rep', says: expect.stringContaining('"Atlantis" is no country') }]);
    const unknown = await hand.dryRun('order', '006000000000ZZZAAA');
    expect([unknown.status, unknown.refusal?.code]).toEqual([404, 'record.unknown']);
  });
});

describe('an environment that was updated behind the mapping', () => {
  it('lost a property: looking at the mapping names it, deals wait with one sentence, and go by themselves when a document without it is published', async () => {
    await hand.reshape([{ set: 'SalesOrderHeadersV2', drop: ['SalesOrderName'] }]);
    expect(says((await hand.read('order')).body, 'error')).toEqual([expect.stringMatching(/^SalesOrderHeadersV2 has no property SalesOrderName\./)]);
    const [first, second] = [await wonDeal(), await wonDeal()];
    const sentence = 'The ERP refuses to create order header: it has no field SalesOrderName (from Opportunity.Name), which the mapping fills. An admin corrects the mapping or takes the field out of it; it is tried again by itself.';
    await expectStopped(first, /SalesOrderName/, sentence);
    await hand.serve('order', (text) => text.replace(`${NAME}\n`, ''));
    for (const dealId of [first, second]) await journey.untilDone(dealId);
  });

  it('gained a mandatory field: looking at the mapping names it, a deal waits with one sentence, and goes by itself when the mapping fills it', async () => {
    await hand.reshape([{ set: 'SalesOrderHeadersV2', demand: ['DeliveryReasonCode'] }]);
    expect(says((await hand.read('order')).body, 'error')).toEqual(['SalesOrderHeadersV2 needs DeliveryReasonCode, and the order mapping for fno does not fill it.']);
    const dealId = await wonDeal();
    await expectStopped(dealId, /DeliveryReasonCode/, 'The ERP refuses to create order header: the field DeliveryReasonCode must be filled. An admin lets the mapping fill it, or gives it a default in the ERP; it is tried again by itself.');
    await hand.serve('order', (text) => `${text.trimEnd()}\n  - { target: DeliveryReasonCode, constant: R1 }\n`);
    await journey.untilDone(dealId);
    expect((await orderOf(dealId))['DeliveryReasonCode']).toBe('R1');
  });
});

describe('what a document refuses', () => {
  it('an expression that never ends stops its deals alone and is named; others go on, and the deal goes when it is corrected', async () => {
    await hand.serve('order', () => named('  - { target: SalesOrderName, expression: "($f := function($n) { $f($n + 1) }; $f(1))", when: { source: Opportunity.Name, equals: Endless } }'));
    const dealId = await wonDeal('Endless');
    expect(await journey.untilSays(dealId, /expression/)).toMatch(/^The mapping of the connection cannot make this order: SalesOrderName \(order mapping for fno\): the expression (did not end within 100 ms|needs too much memory) and was stopped\. An admin corrects the expression in the mapping\./);
    expect(await journey.orders(dealId)).toEqual([]);
    const other = await wonDeal('Another');
    await journey.untilDone(other);
    await hand.serve('order', () => shipped);
    await journey.untilDone(dealId);
  });

  it('a word that its table lacks waits for the admin, and goes when the published table has it', async () => {
    const terms = (table: string): string => shipped.replace(/^.*target: PaymentTermsName,.*$/m, `  - { target: PaymentTermsName, source: Opportunity.ERP_Payment_Terms__c, values: { ${table} }, unknown: refuse }`);
    await hand.serve('order', () => terms('30 days net: Net30'));
    const dealId = await journey.newDeal(account.id);
    await journey.org.sobject('Opportunity').update({ Id: dealId, ERP_Payment_Terms__c: '60 days net' } as never);
    await journey.win(dealId);
    await expectStopped(dealId, /60 days/, 'The mapping of the connection cannot make this order: Opportunity.ERP_Payment_Terms__c (PaymentTermsName in the order mapping for fno): "60 days net" is not in the table of values. Correct the value, or an admin adds it to the table of the mapping. An admin corrects the mapping or the named value; the order then goes by itself.');
    await hand.serve('order', () => terms('30 days net: Net30, 60 days net: Net60'));
    await journey.untilDone(dealId);
  });

  it('all fields that a new customer lacks are named at once, and the customer is created when they are filled', async () => {
    await hand.serve('customer', (text) => text.replace('source: Account.BillingCity }', 'source: Account.BillingCity, required: true }').replace('source: Account.ERP_Tax_Id__c }', 'source: Account.ERP_Tax_Id__c, required: true }'));
    const bare = await journey.newAccount({ Name: 'Lucerne Publishing', BillingCity: null, BillingCountry: null, ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const dealId = await journey.newDeal(bare);
    await journey.win(dealId);
    const sentence = await journey.untilSays(dealId, /BillingCity/);
    for (const source of ['Account.BillingCountry', 'Account.BillingCity', 'Account.ERP_Tax_Id__c']) expect(sentence).toContain(`Fill ${source}.`);
    expect((await journey.fno.all('CustomersV3', "$filter=OrganizationName eq 'Lucerne Publishing'&$select=CustomerAccount"))).toEqual([]);
    await journey.org.sobject('Account').update({ Id: bare, BillingCity: 'Redmond', BillingCountry: 'United States', ERP_Tax_Id__c: '98-7654321' } as never);
    await journey.untilDone(dealId);
  });

  it('umlauts and emoji arrive in the ERP, control characters do not, and nothing breaks', async () => {
    const accountId = await journey.newAccount({ Name: 'Größe\u0007 🚀 & Söhne', BillingCity: 'Köln\u001b', BillingCountry: 'Germany', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const dealId = await journey.newDeal(accountId, { name: 'Wärme\u0001pumpe ❄️' });
    await journey.win(dealId);
    await journey.untilDone(dealId);
    expect((await orderOf(dealId))['SalesOrderName']).toBe('Wärmepumpe ❄️');
    const customers = (await journey.fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf'&$select=OrganizationName,AddressCity")).filter((row) => String(row['OrganizationName']).includes('🚀'));
    expect(customers.map((row) => [row['OrganizationName'], row['AddressCity']])).toEqual([['Größe 🚀 & Söhne', 'Köln']]);
  });
});
