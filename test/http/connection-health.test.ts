import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionHealth } from '../../server/contract/connection-health.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { Send } from '../../server/net/http-client.ts';
import type { LimiterUse } from '../../server/net/memory-limiter.ts';
import { changePush, insertPush, type PushState } from '../../server/store/pushes.ts';
import { openException } from '../../server/store/exceptions.ts';
import { watchErpCalls } from '../../server/wiring/erp-calls.ts';
import { healthOf } from '../../server/wiring/health.ts';
import { startBackend, type TestBackend } from './support/backend.ts';

const NOW = Date.parse('2026-11-21T09:30:00.000Z');
const CONTEXT = { lane: 'live' as const, deadlineAt: NOW, requestId: 'request-1' };
const REQUEST = { method: 'GET' as const, url: 'https://contoso.operations.dynamics.com/data', step: 'read customer' };

let backend: TestBackend;
let use: LimiterUse;
const time = { ms: NOW };
const calls = watchErpCalls({ now: () => time.ms });
beforeAll(async () => {
  use = { running: 0, waiting: 0, pausedUntil: null };
  backend = await startBackend({
    services: ({ db }) => ({ readConnectionHealth: (orgId) => healthOf({ db, registry: backend.registry, calls, useOf: (id) => (id === `${backend.a.id}/main` ? use : { running: 9, waiting: 9, pausedUntil: NOW }) }, orgId) }),
  });
});
afterAll(async () => { await backend.stop(); });

const health = async (org = backend.a): Promise<ConnectionHealth[]> => (await backend.asOrg(org, { method: 'GET', path: `/v1/orgs/${org.id}/connection-health` })).json.rows as ConnectionHealth[];
const call = (send: Send) => calls.around(`${backend.a.id}/main`, send)(REQUEST, CONTEXT).catch(() => undefined);
const answering: Send = async () => ({ status: 404, headers: {}, text: '{}' });
const failing = (error: CrossledgerError): Send => async () => { throw error; };

async function push(orgId: string, key: string, state: PushState, change: object = {}): Promise<void> {
  await insertPush(backend.store.db, { orgId, key, opportunityId: '006000000000001AAA', cycle: 0, origin: 'won' });
  await changePush(backend.store.db, orgId, key, { state, connection: 'main', ...change });
}

describe('the health of a connection', () => {
  it('is unknown before anything was called', async () => {
    expect(await health()).toEqual([{
      name: 'main', signIn: 'unknown', lastSuccessAt: null, lastFailure: null, backlog: {}, exceptions: 0,
      limits: { concurrency: 8, running: 0, waiting: 0, ratePerSecond: 50, pausedUntil: null },
    }]);
  });

  it('counts an answer as success and keeps the last failure beside it', async () => {
    await call(failing(new CrossledgerError('erp.sign-in', { problem: 'invalid_client' })));
    expect(await health()).toMatchObject([{ signIn: 'failed', lastSuccessAt: null, lastFailure: { at: '2026-11-21T09:30:00.000Z', code: 'erp.sign-in', sentence: expect.stringContaining('invalid_client'), next: expect.any(String) } }]);
    time.ms += 1000;
    await call(answering);
    expect(await health()).toMatchObject([{ signIn: 'in', lastSuccessAt: '2026-11-21T09:30:01.000Z', lastFailure: { code: 'erp.sign-in' } }]);
    await call(failing(new CrossledgerError('erp.slow', { seconds: 2 })));
    expect(await health()).toMatchObject([{ signIn: 'in', lastFailure: { code: 'erp.slow' } }]);
  });

  it('tells what of the limits is in use, and a pause', async () => {
    use = { running: 3, waiting: 2, pausedUntil: NOW };
    expect((await health())[0]?.limits).toEqual({ concurrency: 8, running: 3, waiting: 2, ratePerSecond: 50, pausedUntil: '2026-11-21T09:30:00.000Z' });
  });

  it('counts what is under way and what waits for a decision, of the own org only', async () => {
    await push(backend.a.id, 'KEYOFABLOCKED000', 'blocked');
    await push(backend.a.id, 'KEYOFAWAITING000', 'waiting', { code: 'erp.unavailable', message: 'The ERP does not answer (503).' });
    await push(backend.a.id, 'KEYOFADONE000000', 'written-back');
    await push(backend.b.id, 'KEYOFB0000000000', 'blocked');
    await openException(backend.store.db, { orgId: backend.a.id, key: 'KEYOFABLOCKED000', kind: 'push', opportunityId: '006000000000001AAA', connection: 'main', code: 'order.no-lines', cause: 'order.no-lines:K', owner: 'rep', sentence: 'The deal has no products.', fix: 'Add products.' });
    const [row] = await health();
    expect([row?.backlog, row?.exceptions]).toEqual([{ blocked: 1, waiting: 1 }, 1]);
    expect((await health(backend.b))[0]).toMatchObject({ backlog: { blocked: 1 }, exceptions: 0, signIn: 'unknown', lastSuccessAt: null, lastFailure: null });
  });

  it('remembers over a restart what the store knows', async () => {
    await changePush(backend.store.db, backend.b.id, 'KEYOFB0000000000', { code: 'erp.unavailable', message: 'The ERP does not answer (503).' });
    await backend.store.db.insertInto('panels').values({ org_id: backend.b.id, connection: 'main', company: 'usmf', part: 'finance', subject: 'US-001', data: '{}', as_of: '2026-11-21T08:00:00.000Z', expires_at: '2026-12-21T08:00:00.000Z' }).execute();
    const [row] = await health(backend.b);
    expect(Date.parse(row?.lastSuccessAt ?? '')).toBe(Date.parse('2026-11-21T08:00:00.000Z'));
    expect(row?.lastFailure).toMatchObject({ code: 'erp.unavailable', sentence: 'The ERP does not answer (503).', next: null });
  });
});
