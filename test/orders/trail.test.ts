import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import { retryException } from '../../server/orders/exceptions-decide.ts';
import { retryPush, sendOrder } from '../../server/orders/service.ts';
import type { Store } from '../../server/store/database.ts';
import { OPERATOR, emptyOrders, exceptionsIn, lastAudit, noJobs } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
/** Entries of the tests before: nothing takes one away. */
let before: string[];
beforeAll(async () => {
  store = await openTestStore();
  await sql`create table refused (word text)`.execute(store.db);
  await sql`create function refuse() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from refused where word = to_jsonb(new) ->> tg_argv[0]) then raise exception 'the database refuses %', to_jsonb(new) ->> tg_argv[0]; end if;
      return new;
    end $$`.execute(store.db);
  await sql`create trigger refuse before insert or update on pushes for each row execute function refuse('state')`.execute(store.db);
  await sql`create trigger refuse before insert on audit for each row execute function refuse('action')`.execute(store.db);
});
afterAll(() => store.remove());
beforeEach(async () => {
  await emptyOrders(store);
  await sql`delete from refused`.execute(store.db);
  before = (await store.db.selectFrom('audit').select('id').execute()).map((row) => row.id);
});

/** The database takes no push of this state, and no entry of this action, until `meanwhile` is over. */
async function refusing(word: string, meanwhile: () => Promise<unknown>): Promise<void> {
  await sql`insert into refused values (${word})`.execute(store.db);
  await meanwhile();
  await sql`delete from refused`.execute(store.db);
}

function world(deal = sampleDeal()) {
  const org = createFakeOrg(deal);
  return { org, deps: orderDeps(store, org, createFakeErp(null)) };
}
const told = async (key: string): Promise<string[]> => (await store.db.selectFrom('audit').select(['id', 'action']).where('subject', '=', key).orderBy('id').execute()).filter((row) => !before.includes(row.id)).map((row) => row.action);

describe('neither an order\'s state nor its entry in the trail exists without the other', () => {
  it.each([['sent', 'order.sent'], ['written-back', 'order.written-back']])('when it is %s', async (state, action) => {
    const { deps } = world();
    const key = await wantOrder(store);
    await refusing(state, () => advancePush(deps, ORG_ID, key));
    expect(await told(key)).not.toContain(action);
    await refusing(action, () => advancePush(deps, ORG_ID, key));
    expect((await needPush(store, key)).state).not.toBe(state);
    await advanceToEnd(deps, store, key);
    expect((await told(key)).filter((one) => one === action)).toEqual([action]);
  });

  it('when something is in its way', async () => {
    const { deps } = world(sampleDeal({ lines: [] }));
    const key = await wantOrder(store);
    await refusing('blocked', () => expect(advancePush(deps, ORG_ID, key)).rejects.toThrow(/refuses blocked/));
    expect(await told(key)).toEqual([]);
    await refusing('order.blocked', () => expect(advancePush(deps, ORG_ID, key)).rejects.toThrow(/refuses order.blocked/));
    expect((await needPush(store, key)).state).toBe('working');
    expect(await exceptionsIn(store)).toEqual([]);
    await advancePush(deps, ORG_ID, key);
    expect(await told(key)).toEqual(['order.blocked']);
  });

  it('when somebody asks for it or takes it up again', async () => {
    const { deps, org } = world(sampleDeal({ isWon: false, isClosed: true }));
    const ask = () => sendOrder(deps, noJobs, OPERATOR, '006000000000001AAA', { origin: 'button' });
    await refusing('order.asked-for', () => expect(ask()).rejects.toThrow(/refuses/));
    expect(await store.db.selectFrom('pushes').selectAll().execute()).toEqual([]);
    const { key } = await ask();
    await advancePush(deps, ORG_ID, key);
    expect((await needPush(store, key)).state).toBe('refused');
    for (const [action, again] of [['order.asked-for', ask], ['push.retried', () => retryPush(deps, noJobs, OPERATOR, key, 'wanted after all')]] as const) {
      await refusing(action, () => expect(again()).rejects.toThrow(/refuses/));
      expect((await needPush(store, key)).state).toBe('refused');
    }
    org.deal = sampleDeal({ lines: [] });
    await retryPush(deps, noJobs, OPERATOR, key, 'wanted after all');
    expect(await lastAudit(store, key, 'push.retried')).toMatchObject({ before: { state: 'refused' }, after: { state: 'accepted' } });
    await advancePush(deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    await refusing('exception.retried', () => expect(retryException(deps, noJobs, OPERATOR, entry?.id ?? '', 'has lines now')).rejects.toThrow(/refuses/));
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'open' }]);
  });
});
