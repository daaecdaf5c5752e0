import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '../../server/kernel/clock.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { advancePush } from '../../server/orders/advance.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { MAPPED_OBJECTS } from '../../server/mapping/document.ts';
import { createExpressions } from '../../server/mapping/expressions/expressions.ts';
import { sourcesOf } from '../../server/mapping/needs.ts';
import type { ConnectionState, Directory, Mappings } from '../../server/orders/directory.ts';
import { openStore, type Store } from '../../server/store/database.ts';
import { changePush, findPush, insertPush, type NewPush, type Push } from '../../server/store/pushes.ts';
import { copyEmptyDatabase } from './empty-database.ts';
import type { FakeErp } from './fake-erp.ts';
import type { FakeOrg } from './fake-org.ts';

/** The documents that Crossledger ships for F&O. */
export const SHIPPED = Object.fromEntries(MAPPED_OBJECTS.map((object) => [object, loadDefault('fno', object)])) as Mappings;

export const ORG_ID = '00D000000000001EAA';

export const sendingConnection = (change: Partial<ConnectionState> = {}): ConnectionState => ({
  name: 'fno', label: 'F&O', mode: 'send', goLiveAt: '2020-01-01T00:00:00.000Z', stopped: false, criteria: { recordTypes: [], stages: [], minimumAmount: null },
  defaultCompany: 'usmf', companyDefaults: () => ({ customerGroup: '10' }), settleMs: 80, recheckMs: 20, panelDeadlineMs: 500, keepDays: 7, ...change,
});

/** An embedded store in a folder of its own, with one org in it. */
export async function openTestStore(): Promise<Store & { remove(): Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-store-'));
  await copyEmptyDatabase(folder);
  const store = await openStore({ databaseUrl: null, dataFolder: folder });
  await store.db.insertInto('orgs').values({ id: ORG_ID, name: 'Org', sandbox: true, enabled: true, instance_url: 'http://127.0.0.1', login_url: 'http://127.0.0.1', client_id: 'c', username: 'u', namespace: '', currency: 'USD', private_key_sealed: null }).execute();
  return { ...store, remove: async () => { await store.close(); rmSync(folder, { recursive: true, force: true }); } };
}

export function orderDeps(store: Store, org: FakeOrg, erp: FakeErp, connection: () => ConnectionState = () => sendingConnection()): OrdersDeps {
  const directory: Directory = {
    org: async () => org.port,
    connection: async (_orgId, name) => (name === connection().name ? connection() : null),
    routing: async () => [],
    connectionNames: async () => [connection().name],
    erp: async () => erp.erp,
    mappings: async () => SHIPPED,
    mappedSources: async () => sourcesOf(Object.values(SHIPPED)),
  };
  return { db: store.db, clock: systemClock, callMs: 25_000, directory, expressions: createExpressions(), log: createLog({ level: 'error', write: () => undefined }), instance: 'test' };
}

/** The same with other documents that serve. */
export const serving = (deps: OrdersDeps, mappings: () => Mappings): OrdersDeps => ({
  ...deps,
  directory: { ...deps.directory, mappings: async () => mappings(), mappedSources: async () => sourcesOf(Object.values(mappings())) },
});

export async function wantOrder(store: Store, change: Partial<NewPush> = {}): Promise<string> {
  const wanted = { orgId: ORG_ID, opportunityId: '006000000000001AAA', cycle: 0, origin: 'won' as const, ...change };
  const key = orderKey(wanted.orgId, wanted.opportunityId, wanted.cycle);
  await insertPush(store.db, { ...wanted, key });
  return key;
}

export async function needPush(store: Store, key: string): Promise<Push> {
  const push = await findPush(store.db, ORG_ID, key);
  if (push === undefined) throw new Error(`no push ${key}`);
  return push;
}

/** Works on the push whenever its time has come, until nothing is left to do. */
export async function advanceToEnd(deps: OrdersDeps, store: Store, key: string, onDeath: () => Promise<void> = async () => undefined): Promise<Push> {
  for (let turn = 0; turn < 40; turn += 1) {
    const push = await needPush(store, key);
    if (push.next_try_at === null) return push;
    const waitMs = Date.parse(push.next_try_at) - Date.now();
    // Backoff is not what is tested; a settle time is, and its end is an instant to wait for.
    if (push.code !== 'erp.settling') await changePush(store.db, ORG_ID, key, { nextTryInMs: 0 });
    else if (waitMs > 0) await new Promise((resolve) => { setTimeout(resolve, waitMs); });
    try {
      await advancePush(deps, ORG_ID, key);
    } catch {
      await onDeath();
    }
  }
  throw new Error(`the push does not come to an end: ${(await needPush(store, key)).message ?? ''}`);
}
