import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import { changePush, findPush, insertPush } from '../../server/store/pushes.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { exceptionServices } from '../../server/wiring/exceptions.ts';
import { emptyOrders, noJobs } from '../support/exception-bench.ts';
import { createFakeErp, type FakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal, type FakeOrg } from '../support/fake-org.ts';
import { orderDeps, sendingConnection } from '../support/order-bench.ts';
import { startBackend, type TestBackend } from './support/backend.ts';
import { claimsFor, signToken } from './support/sign.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const DEAL = '006000000000001AAA';
let backend: TestBackend;
let deps: OrdersDeps;
let org: FakeOrg;
let erp: FakeErp;
let approval: NonNullable<ReturnType<typeof sendingConnection>['approval']> | undefined;
let operator: string;
let viewer: string;
let adminOfB: string;

beforeAll(async () => {
  org = createFakeOrg(null);
  erp = createFakeErp(null);
  backend = await startBackend({
    services: (store) => {
      deps = orderDeps(store, org, erp, () => sendingConnection({ recheckMs: 3_600_000, ...(approval === undefined ? {} : { approval }) }));
      return exceptionServices(deps, noJobs);
    },
  });
  operator = (await backend.addOperator('operator', [backend.a.id])).token;
  viewer = (await backend.addOperator('viewer', [backend.a.id])).token;
  adminOfB = (await backend.addOperator('admin', [backend.b.id])).token;
});
afterAll(async () => { await backend.stop(); });
beforeEach(async () => {
  await emptyOrders(backend.store);
  approval = undefined;
  erp.orders.splice(0);
});

/** A push of org A whose deal has no products. */
async function blocked(opportunityId = DEAL): Promise<string> {
  org.deal = sampleDeal({ id: opportunityId, lines: [] });
  const key = orderKey(backend.a.id, opportunityId, 0);
  await insertPush(backend.store.db, { orgId: backend.a.id, key, opportunityId, cycle: 0, origin: 'won' });
  await advancePush(deps, backend.a.id, key);
  return key;
}
const queue = (rest = '') => `/v1/orgs/${backend.a.id}/exceptions${rest}`;
const get = (rest = '', token = viewer) => backend.asOperator(token, { method: 'GET', path: queue(rest) });
const post = (rest: string, body: object, token = operator) => backend.asOperator(token, { method: 'POST', path: queue(rest), body: JSON.stringify(body) });
const only = async (): Promise<string> => (await get()).json.rows[0].id as string;
const advance = async (key: string) => {
  await changePush(backend.store.db, backend.a.id, key, { nextTryInMs: 0 });
  await advancePush(deps, backend.a.id, key);
};

describe('the queue over HTTP', () => {
  it('lists by state, owner, code, cause and connection, and shows one', async () => {
    const key = await blocked();
    expect((await get('?owner=rep&code=order.no-lines&state=open&connection=fno')).json).toMatchObject({ rows: [{ key, state: 'open', owner: 'rep', pushState: 'blocked', sentence: 'The deal has no products.' }], counts: { open: 1 }, next: null });
    expect((await get('?owner=finance')).json.rows).toEqual([]);
    expect((await get('?owner=boss')).status).toBe(400);
    expect((await get('?after=yesterday')).json).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await get(`/${await only()}`)).json).toMatchObject({ key, edits: {}, before: null });
  });

  it('lets a viewer look and not decide', async () => {
    await blocked();
    const id = await only();
    for (const action of ['retry', 'discard']) expect((await post(`/${id}/${action}`, { reason: 'just so' }, viewer)).status).toBe(403);
    expect((await post('/retry', { reason: 'just so', pick: { by: 'all' } }, viewer)).status).toBe(403);
    expect((await get()).json.rows[0].state).toBe('open');
  });

  it('answers an admin of another org as if there were none', async () => {
    await blocked();
    const id = await only();
    expect((await get(`/${id}`, adminOfB)).status).toBe(404);
    const ownPath = await backend.asOperator(adminOfB, { method: 'POST', path: `/v1/orgs/${backend.b.id}/exceptions/${id}/discard`, body: JSON.stringify({ reason: 'not mine' }) });
    expect(ownPath.status).toBe(404);
    expect((await get()).json.rows[0].state).toBe('open');
  });

  it('wants a reason for every decision', async () => {
    await blocked();
    const id = await only();
    for (const rest of [`/${id}/retry`, `/${id}/discard`]) expect((await post(rest, {})).json.title).toContain('reason is missing');
    expect((await post(`/${id}/edit`, { changes: {} })).status).toBe(400);
    expect((await post(`/${id}/edit`, { reason: 'cheaper', changes: { lines: { '00k000000000001AAA': { unitPrice: '1' } } } })).json.title).toContain('unitPrice is not known here');
  });

  it('retries one, many and those of one cause, and says how many', async () => {
    const key = await blocked();
    await blocked('006000000000002AAA');
    expect((await post(`/${await only()}/retry`, { reason: 'products added' })).json).toMatchObject({ state: 'retrying' });
    expect((await post('/retry', { reason: 'again', pick: { by: 'cause', cause: `order.no-lines:${key}` } })).json).toEqual({ retried: 1, left: 0, next: null });
    await advance(key);
    expect((await post('/retry', { reason: 'again', pick: { by: 'all' } })).json).toEqual({ retried: 1, left: 0, next: null });
  });

  it('discards, tells the deal, and refuses a second decision', async () => {
    const key = await blocked();
    const id = await only();
    expect((await post(`/${id}/discard`, { reason: 'double deal' })).json).toMatchObject({ state: 'discarded', pushState: 'discarded', resolution: 'double deal', resolvedBy: expect.stringContaining('operator of Contoso') });
    expect((await post(`/${id}/discard`, { reason: 'double deal' })).json).toMatchObject({ status: 409, code: 'exception.closed' });
    await advance(key);
    expect(org.told.at(-1)?.message).toContain('The order was given up: double deal.');
  });
});

describe('the queue for a Salesforce user', () => {
  const asUser = (method: string, rest: string, body?: object) => backend.asOrg(backend.a, { method, path: queue(rest), ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  it('counts by owner and names the connections', async () => {
    await blocked();
    await blocked('006000000000002AAA');
    expect((await asUser('GET', '?owner=finance')).json).toMatchObject({ rows: [], owners: { rep: 2 }, connections: ['fno'] });
  });

  it('writes down who of the org decided', async () => {
    const key = await blocked();
    expect((await asUser('POST', `/${await only()}/discard`, { reason: 'double deal' })).json).toMatchObject({ state: 'discarded', resolvedBy: `user:${backend.a.userId}` });
    const [row] = await backend.store.db.selectFrom('audit').select(['actor', 'reason']).where('action', '=', 'exception.discarded').where('subject', '=', key).orderBy('id', 'desc').execute();
    expect(row).toEqual({ actor: `user:${backend.a.userId}`, reason: 'double deal' });
  });
});

describe('the approval gate over HTTP', () => {
  const held = async () => {
    const key = await blocked();
    approval = { amountAbove: [{ currency: 'USD', amount: '10' }], discountPercentAbove: null, newCustomer: false, creditExceeded: false };
    org.deal = sampleDeal();
    await advance(key);
    expect((await findPush(backend.store.db, backend.a.id, key))?.state).toBe('held');
    return key;
  };
  const target = (verb: string) => ({ method: 'POST', path: `/v1/opportunities/${DEAL}/orders/${verb}`, body: JSON.stringify({ reason: 'agreed' }) });

  it('lets a Salesforce user with the permission release, and nobody else', async () => {
    const key = await held();
    const without = await backend.send(target('release'), { authorization: `Bearer ${signToken(claimsFor(backend.a, target('release'), ['Crossledger_Send_Orders']), backend.a.keys.privateKey)}` });
    expect(without.json).toMatchObject({ status: 403, code: 'auth.forbidden' });
    expect((await backend.asOrg(backend.b, target('release'))).json).toMatchObject({ code: 'order.not-held' });
    expect((await findPush(backend.store.db, backend.a.id, key))?.state).toBe('held');
    expect((await backend.asOrg(backend.a, target('release'))).json).toMatchObject({ key, state: 'accepted' });
    await advance(key);
    expect(erp.orders).toHaveLength(1);
  });

  it('lets an operator release or refuse by key, for the plan that was seen', async () => {
    const key = await held();
    const decide = (verb: string, body: object) => backend.asOperator(operator, { method: 'POST', path: `/v1/orgs/${backend.a.id}/pushes/${key}/${verb}`, body: JSON.stringify(body) });
    expect((await decide('release', { reason: 'agreed', planHash: '0'.repeat(64) })).json).toMatchObject({ code: 'order.approval-moved' });
    expect((await decide('refuse', { reason: 'too cheap' })).json).toMatchObject({ state: 'refused', message: expect.stringContaining('too cheap') });
    expect((await decide('release', { reason: 'agreed' })).json).toMatchObject({ code: 'order.not-held' });
    expect(erp.orders).toHaveLength(0);
  });

  it('keeps the rules with the connection, and a currency has one limit', async () => {
    const put = (body: object) => backend.asOperator(backend.adminToken, { method: 'PUT', path: `/v1/orgs/${backend.a.id}/connections/main/approval`, body: JSON.stringify(body) });
    const rules = { amountAbove: [{ currency: 'EUR', amount: '5000' }], discountPercentAbove: '20', newCustomer: true, creditExceeded: true };
    expect((await put(rules)).json.approval).toEqual(rules);
    expect((await backend.asOperator(backend.adminToken, { method: 'GET', path: `/v1/orgs/${backend.a.id}/connections` })).json.rows[0].approval).toEqual(rules);
    expect((await put({ amountAbove: [{ currency: 'EUR', amount: '1' }, { currency: 'EUR', amount: '2' }] })).json.title).toContain('a currency twice');
    expect((await put({})).json.approval).toEqual({ amountAbove: [], discountPercentAbove: null, newCustomer: false, creditExceeded: false });
  });
});

describe('npx crossledger queue', { timeout: 60_000 }, () => {
  const run = async (...args: string[]): Promise<{ code: number; out: string }> => {
    const tokenFile = path.join(backend.dataFolder, 'token-of-operator');
    writeFileSync(tokenFile, operator);
    try {
      const { stdout } = await promisify(execFile)(path.join(ROOT, 'bin/crossledger.js'), ['queue', ...args, '--backend', backend.url, '--token-file', tokenFile, '--org-id', backend.a.id], { cwd: ROOT });
      return { code: 0, out: stdout };
    } catch (thrown) {
      const failed = thrown as { code: number; stdout: string; stderr: string };
      return { code: failed.code, out: failed.stdout + failed.stderr };
    }
  };

  it('lists, shows, retries and discards, in words and as JSON', async () => {
    const key = await blocked();
    const listed = await run('list', '--json');
    const id = JSON.parse(listed.out).result.rows[0].id as string;
    expect(JSON.parse(listed.out).result).toMatchObject({ rows: [{ key, code: 'order.no-lines' }], counts: { open: 1 } });
    expect((await run('list')).out).toMatch(/In all: 1 open/);
    expect((await run('show', id)).out).toContain('The deal has no products.');
    expect((await run('retry', '--all', '--reason', 'products added')).out).toContain('1 are tried again.');
    await advance(key);
    expect(JSON.parse((await run('discard', id, '--reason', 'double deal', '--json')).out).result).toMatchObject({ state: 'discarded' });
    expect(await run('discard', id, '--reason', 'double deal')).toMatchObject({ code: 1, out: expect.stringContaining('discarded already') });
    expect(await run('retry', '--reason', 'which ones')).toMatchObject({ code: 2, out: expect.stringContaining('Give ids, or --cause, or --all.') });
  });

  it('edits by line, and refuses what it cannot read', async () => {
    const key = await blocked();
    org.deal = sampleDeal();
    const id = await only();
    expect(await run('edit', id, '--item', 'P-10', '--reason', 'successor')).toMatchObject({ code: 2, out: expect.stringContaining('Write LINE=VALUE') });
    expect((await run('edit', id, '--item', '00k000000000001AAA=P=10', '--customer-po', 'PO-8', '--reason', 'successor')).out).toContain('is tried again');
    expect((await findPush(backend.store.db, backend.a.id, key))?.overrides).toEqual({ customerPurchaseOrder: 'PO-8', lines: { '00k000000000001AAA': { itemNumber: 'P=10' } } });
  });
});
