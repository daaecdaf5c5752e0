import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Jobs, JobRequest } from '../../server/jobs/jobs.ts';
import { advancePush } from '../../server/orders/advance.ts';
import { pollOutbox } from '../../server/orders/poll.ts';
import type { Store } from '../../server/store/database.ts';
import { PATIENT_ATTEMPTS, changePush, duePushes } from '../../server/store/pushes.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates', 'exceptions', 'cursors'] as const) await store.db.deleteFrom(table).execute();
});

const WON_AT = '2026-11-20T10:00:00.000Z';
const ACCOUNT = '001000000000001AAA';
const dealId = (letter: string): string => `00600000000000${letter}AAA`;
/** Won in one transaction, so at one instant: the ids of the outbox rows tell which came first, capitals before small letters. */
const won = (letter: string, accountId = ACCOUNT): Promise<string> => wantOrder(store, { opportunityId: dealId(letter), wantedAt: WON_AT, accountId, correlationId: `a0000000000000${letter}AAA` });
const due = async (): Promise<string[]> => (await duePushes(store.db, 0, 10)).map((push) => push.key);
const bench = () => {
  const [erp, org] = [createFakeErp(null), createFakeOrg(sampleDeal())];
  return { erp, org, deps: orderDeps(store, org, erp) };
};

describe('orders of one account', () => {
  it('go in the order in which they were won, also when a later one is taken up first', async () => {
    const { erp, deps } = bench();
    const [small, capital, one] = [await won('a'), await won('Z'), await won('1')];
    await advancePush(deps, ORG_ID, small);
    await advancePush(deps, ORG_ID, capital);
    expect(erp.orders).toEqual([]);
    expect(await needPush(store, small)).toMatchObject({ state: 'accepted', attempts: 0, message: null });
    for (const key of [one, capital, small]) {
      expect(await due()).toEqual([key]);
      expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    }
    expect(erp.orders.map((order) => order.reference)).toEqual([one, capital, small]);
  });

  it('wait while the ERP is away for the first, and no longer than until somebody is asked about it', async () => {
    const [first, second] = [await won('1'), await won('2')];
    await changePush(store.db, ORG_ID, first, { state: 'waiting', attempts: PATIENT_ATTEMPTS - 1, nextTryInMs: 60_000 });
    expect(await due()).toEqual([]);
    await changePush(store.db, ORG_ID, first, { attempts: PATIENT_ATTEMPTS });
    expect(await due()).toEqual([second]);
  });

  it.each(['blocked', 'held', 'observed', 'dead', 'refused', 'discarded', 'sent', 'written-back'] as const)('do not wait for one that is %s', async (state) => {
    const [first, second] = [await won('1'), await won('2')];
    await changePush(store.db, ORG_ID, first, { state, nextTryInMs: null });
    expect(await due()).toEqual([second]);
  });

  it('do not wait for those of another account, nor for those asked for by hand', async () => {
    const [first, other, byHand] = [await won('1'), await won('2', '001000000000002AAA'), await wantOrder(store, { opportunityId: dealId('3'), origin: 'button' })];
    expect((await due()).sort()).toEqual([first, other, byHand].sort());
  });
});

it('the account of a won deal is read with the outbox, and kept', async () => {
  const { org, deps } = bench();
  const added: JobRequest[] = [];
  const jobs: Jobs = { add: async (job) => void added.push(job), work: async () => undefined, stop: async () => undefined };
  org.port.newOutboxRows = async () => [{ id: 'a00000000000001AAA', opportunityId: sampleDeal().id, cycle: 0, createdAt: WON_AT }];
  await pollOutbox(deps, jobs, ORG_ID);
  expect(added).toHaveLength(1);
  expect(await store.db.selectFrom('pushes').select(['account_id', 'correlation_id']).execute()).toEqual([{ account_id: ACCOUNT, correlation_id: 'a00000000000001AAA' }]);
});
