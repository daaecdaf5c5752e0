import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderCheck, type OrderCheck } from '../../server/contract/check.ts';
import { CONTACT_PLACEHOLDER } from '../../server/connectors/connector.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { MAPPED_OBJECTS } from '../../server/mapping/document.ts';
import { sourcesOf } from '../../server/mapping/needs.ts';
import { checkOrder } from '../../server/orders/check/check.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import type { ConnectionState, Mappings } from '../../server/orders/directory.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { makeRandom } from '../../sandbox/common/random.ts';
import { openErps, work, type Erps, type Subject } from '../connectors/erps.ts';
import { goodDeal, type Planting } from '../support/check-bench.ts';
import { createFakeOrg } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

let erps: Erps;
let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  [erps, store] = await Promise.all([openErps(), openTestStore()]);
});
afterAll(async () => {
  await erps.close();
  await store.remove();
});

const personOf = (at: number) => ({ Id: `003${String(at).padStart(12, '0')}AAA`, Name: `Ada Lovelace ${at}`, FirstName: 'Ada', LastName: `Lovelace ${at}`, Email: `ada${at}@contoso.example`, MailingStreet: 'Lindenweg 1\nHinterhaus', MailingCity: 'Köln', MailingCountry: 'Germany' });

describe.each([['fno', 9_100], ['business-central', 9_200]] as const)('%s', (erp, base) => {
  let subject: Subject;
  let company: string;
  let planting: Planting;

  const dealOf = (at: number, change: Partial<NonNullable<Deal['account']>> = {}): Deal => {
    const deal = goodDeal(base + at, planting, company, erp);
    return { ...deal, account: deal.account === null ? null : { ...deal.account, ...change }, record: { ...deal.record, Contact: personOf(base + at) } };
  };
  const depsFor = (deal: Deal, change: Partial<ConnectionState> = {}): OrdersDeps => {
    const connection = (): ConnectionState => sendingConnection({ name: erp, label: erp, defaultCompany: company, contacts: 'create', ...change });
    const org = createFakeOrg(deal);
    const port = { ...org.port, readDeal: async (id: string, sources: readonly string[]) => {
      const read = await org.port.readDeal(id, sources);
      return read === null ? null : { ...read, record: { ...read.record, Contact: deal.record.Contact ?? {} } };
    } };
    const deps = orderDeps(store, { ...org, port }, { erp: subject.open(), orders: [], customers: [], calls: [], flush: () => undefined }, connection);
    const mappings = Object.fromEntries(MAPPED_OBJECTS.map((object) => [object, loadDefault(erp, object)])) as Mappings;
    return { ...deps, directory: { ...deps.directory, mappings: async () => mappings, mappedSources: async () => sourcesOf(Object.values(mappings)) } };
  };
  const check = async (deal: Deal, change: Partial<ConnectionState> = {}): Promise<OrderCheck> => orderCheck.parse(await checkOrder(depsFor(deal, change), { orgId: ORG_ID, requestId: 'check' }, deal.id));
  const send = async (deal: Deal): Promise<string[]> => subject.writesOf(async () => {
    const push = await advanceToEnd(depsFor(deal), store, await wantOrder(store, { opportunityId: deal.id }));
    expect([push.state, push.message]).toEqual(['written-back', null]);
  });
  const stepsOf = (found: OrderCheck): string[] => [...new Set(found.requests.map(({ step }) => step))];

  beforeAll(() => {
    const found = erps.subjects.get(erp);
    if (found === undefined) throw new Error(erp);
    subject = found;
    company = subject.company('us');
    planting = { catalogue: erps.catalogue, random: makeRandom(7), item: (number) => subject.item(number), twinName: '' };
  });

  it('the create of a contact that is missing is planned before the order and sent as planned, once', { timeout: 60_000 }, async () => {
    const deal = dealOf(1);
    const planned = await check(deal);
    expect(planned.findings.filter((one) => one.light === 'red')).toEqual([]);
    expect(stepsOf(planned).slice(0, 2)).toEqual(['create contact', 'create order header']);
    const sent = await send(deal);
    const customer = await subject.open().reads.customer(company, deal.account?.customerNumber ?? '', work());
    if (customer === null) throw new Error('no customer');
    const { contacts, orderPush } = subject.open().capabilities;
    const made = (await contacts?.find(company, customer, { number: null, email: personOf(base + 1).Email, name: null }, work())) ?? [];
    expect(made.map(({ name }) => name)).toEqual([personOf(base + 1).Name]);
    const number = made[0]?.number ?? '';
    const [contact, header] = planned.requests.map(({ body }) => JSON.stringify(body).replace(CONTACT_PLACEHOLDER, number));
    expect(sent.slice(0, 2)).toEqual([contact, header]);
    expect(sent.filter((body) => body === contact)).toHaveLength(1);
    // Only F&O, where orders are held, names contacts in the order.
    expect(header?.includes(`"ContactPersonId":"${number}"`)).toBe(orderPush?.releases === true);
  });

  it('a contact that is there is not planned again, for this deal or the next one of its customer', { timeout: 60_000 }, async () => {
    const deal = dealOf(2);
    const create = JSON.stringify((await check(deal)).requests[0]?.body);
    expect((await send(deal)).filter((body) => body === create)).toHaveLength(1);
    const next = { ...dealOf(3), account: deal.account, record: { ...dealOf(3).record, Contact: personOf(base + 2) } };
    const planned = await check(next);
    expect(stepsOf(planned)[0]).toBe('create order header');
    expect((await send(next)).filter((body) => body === create)).toEqual([]);
  });

  it('a new customer comes first, then its contact, then the order, and both are made once', { timeout: 60_000 }, async () => {
    const deal = dealOf(4, { customerNumber: null, taxId: null, name: `Brand New ${erp} Ltd`, country: 'United States' });
    const fresh = { ...deal, record: { ...deal.record, Account: { ...deal.record.Account, Name: `Brand New ${erp} Ltd`, BillingCountry: 'United States' } } };
    const planned = await check(fresh);
    expect(stepsOf(planned).slice(0, 3)).toEqual(['create customer', 'create contact', 'create order header']);
    const sent = (await send(fresh)).slice(0, 2);
    expect(sent[0]).toBe(JSON.stringify(planned.requests[0]?.body));
    const [customer] = await subject.open().reads.customersByName(company, `Brand New ${erp} Ltd`, 'US', work());
    expect(sent[1]).toBe(JSON.stringify(planned.requests[1]?.body).replace('{party number}', customer?.partyNumber ?? ''));
  });

  it('nothing of a contact is planned where the connection keeps none', async () => {
    expect(stepsOf(await check(dealOf(5), { contacts: 'off' }))[0]).toBe('create order header');
  });

  it('a contact that the mapping refuses is named before anything is sent', async () => {
    const deal = dealOf(6);
    const found = await check({ ...deal, record: { ...deal.record, Contact: { ...personOf(base + 6), LastName: null, Name: null } } });
    expect([found.light, found.requests]).toEqual(['red', []]);
    expect(found.findings.find((one) => one.light === 'red')?.says).toMatch(/Contact\.(Last)?Name/);
  });
});
