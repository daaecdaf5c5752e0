import { expect } from 'vitest';
import type { CatalogueItem } from '../../sandbox/data/items.ts';
import type { CompanyKey } from '../../sandbox/data/places.ts';
import { fieldsFor } from '../../server/mapping/company-fields.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { MAPPED_OBJECTS, type MappedErp, type MappedObject, type MappingDocument, type MappingField } from '../../server/mapping/document.ts';
import { advancePush } from '../../server/orders/advance.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import type { ConnectionState } from '../../server/orders/directory.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import type { Push } from '../../server/store/pushes.ts';
import type { Erps, Subject } from '../connectors/erps.ts';
import { createFakeOrg, sampleDeal, type FakeOrg } from './fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, orderDeps, sendingConnection, serving, wantOrder } from './order-bench.ts';

/** One deal on its way to a simulated ERP, over the real connector, with documents and settings that a test may change while it waits. */
export interface BadInput {
  erp: MappedErp;
  subject: Subject;
  org: FakeOrg;
  key: string;
  deps: OrdersDeps;
  connection: Partial<ConnectionState>;
  mappings: Record<MappedObject, MappingDocument>;
  /** Gives the deal another shape, as the rep does. */
  change(deal: Partial<Deal>): void;
  /** Replaces or adds a field of a document, as the admin does. */
  map(object: MappedObject, field: MappingField): void;
}

export interface Stop {
  code: string;
  fixer: string;
  /** The whole sentence of the deal, or what it must match. */
  says: string | RegExp;
}

let deals = 0;

/** An item that every company sells, by the ERP's number. */
export const soldItem = (erps: Erps, subject: Subject, fits: (item: CatalogueItem) => boolean = () => true): string => {
  const found = erps.catalogue.items.find((item) => item.releasedIn.length === 2 && !item.stopped && item.kind === 'Item' && item.hasDefaultWarehouse && !item.number.startsWith(' ') && fits(item));
  return subject.item(found?.number ?? '');
};

export async function openBadInput(store: Store, erps: Erps, erp: MappedErp, options: { company?: CompanyKey } = {}): Promise<BadInput> {
  const subject = erps.subjects.get(erp);
  if (subject === undefined) throw new Error(erp);
  const company = subject.company(options.company ?? 'us');
  const id = `006${String(++deals).padStart(12, '0')}AAA`;
  const org = createFakeOrg(goodDeal(erps, subject, id, company));
  const mappings = Object.fromEntries(MAPPED_OBJECTS.map((object) => [object, loadDefault(erp, object)])) as Record<MappedObject, MappingDocument>;
  const connection: Partial<ConnectionState> = {};
  const base = orderDeps(store, org, { erp: subject.open(), orders: [], customers: [], calls: [], flush: () => undefined }, () => sendingConnection({ name: erp, label: erp, defaultCompany: company, ...connection }));
  return {
    erp, subject, org, connection, mappings,
    key: await wantOrder(store, { opportunityId: id }),
    deps: serving(base, () => mappings),
    change(deal) {
      if (org.deal !== null) org.deal = { ...org.deal, ...deal };
    },
    map(object, field) {
      const others = fieldsFor(mappings[object], '').filter((one) => one.target !== field.target);
      mappings[object] = { ...mappings[object], fields: [...others, field] };
    },
  };
}

function goodDeal(erps: Erps, subject: Subject, id: string, company: string): Deal {
  const customer = erps.catalogue.customers.find((one) => one.companies.length === 2 && one.blocked === 'No' && one.creditLimit === 0 && one.currency === 'USD');
  const deal = sampleDeal({ id });
  const [line] = deal.lines;
  if (customer === undefined || deal.account === null || line === undefined) throw new Error('the catalogue has no such customer');
  return {
    ...deal,
    account: { ...deal.account, customerNumber: customer.number, name: customer.name, company, connection: subject.erp, country: 'United States' },
    lines: [{ ...line, id: `00k${id.slice(3)}`, itemNumber: soldItem(erps, subject) }],
  };
}

/** An account that the ERP does not know yet. */
export const newAccount = (bad: BadInput, change: Partial<NonNullable<Deal['account']>>): NonNullable<Deal['account']> => {
  const account = bad.org.deal?.account;
  if (!account) throw new Error('no account');
  return { ...account, id: `001${bad.key.slice(0, 12)}AAA`, customerNumber: null, name: `Fabrikam ${bad.key}`, ...change };
};

/** Orders that the ERP has for the deal. */
export const ordersOf = async ({ subject, key, org }: BadInput) =>
  (await subject.open().capabilities.orderPush?.ordersByKey(org.deal?.account?.company ?? '', key, { lane: 'work', deadlineAt: Date.now() + 10_000, requestId: 'look' })) ?? [];

/** One attempt: it is stopped with this sentence on push, deal and exception, and `written` is all that the ERP was sent. Returns the push. */
export async function expectStopped(store: Store, bad: BadInput, stop: Stop, written: readonly RegExp[] = []): Promise<Push> {
  const bodies = await bad.subject.writesOf(() => advancePush(bad.deps, ORG_ID, bad.key));
  const push = await needPush(store, bad.key);
  expect(push).toMatchObject({ state: 'blocked', code: stop.code, fixer: stop.fixer, message: typeof stop.says === 'string' ? stop.says : expect.stringMatching(stop.says) as string });
  expect(bad.org.told.at(-1)).toMatchObject({ status: 'Needs attention', message: push.message });
  const kept = await store.db.selectFrom('exceptions').selectAll().where('key', '=', bad.key).where('state', '=', 'open').execute();
  expect(kept.map(({ code, owner }) => ({ code, owner }))).toEqual([{ code: stop.code, owner: stop.fixer }]);
  expect(bodies, 'what was written').toHaveLength(written.length);
  for (const [at, pattern] of written.entries()) expect(bodies[at]).toMatch(pattern);
  return push;
}

/** What is due goes through by itself: one order, its number on the deal, no exception left. Returns the bodies of all writes. */
export async function expectThrough(store: Store, bad: BadInput): Promise<string[]> {
  const bodies = await bad.subject.writesOf(() => advanceToEnd(bad.deps, store, bad.key));
  const push = await needPush(store, bad.key);
  expect([push.state, push.code, push.message]).toEqual(['written-back', null, null]);
  const orders = await ordersOf(bad);
  expect(orders.map((order) => [order.number, order.held, order.lines.length])).toEqual([[push.order_number, false, bad.org.deal?.lines.length]]);
  expect(bad.org.told.at(-1)).toMatchObject({ orderNumber: push.order_number, message: null });
  expect(await store.db.selectFrom('exceptions').select('code').where('key', '=', bad.key).where('state', '=', 'open').execute()).toEqual([]);
  return bodies;
}
