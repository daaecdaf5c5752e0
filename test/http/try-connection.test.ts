import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startErps, type RunningErps } from '../../sandbox/erps/main.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createMemoryLimiter, DEFAULT_LIMITS } from '../../server/net/memory-limiter.ts';
import { tryConnection } from '../../server/wiring/try-connection.ts';
import { until } from '../support/until.ts';
import { startBackend, type Answer, type TestBackend, type TestOrg } from './support/backend.ts';
import { snapshot } from './support/snapshot.ts';

const WRONG = 'a-secret-that-nobody-knows';

let backend: TestBackend;
let trialMs = 10_000;
let erps: RunningErps;
beforeAll(async () => {
  erps = await startErps({ replicaLagMs: 0 });
  const limiter = createMemoryLimiter(systemClock, () => DEFAULT_LIMITS);
  const log = createLog({ level: 'debug', write: (line) => { backend.logLines.push(line); } });
  backend = await startBackend({
    services: () => ({
      tryConnection: async (connection, trial, requestId) => ({
        companies: await tryConnection({ registry: backend.registry, clock: systemClock, log, limiter }, connection, trial, { lane: 'live', deadlineAt: Date.now() + trialMs, requestId }),
      }),
    }),
  });
});
afterAll(async () => { await backend.stop(); await erps.close(); });
beforeEach(() => { backend.logLines.length = 0; });

const fno = () => ({ erp: 'fno', baseUrl: erps.fno.baseUrl, tokenUrl: erps.fno.tokenUrl, scope: erps.fno.scope, clientId: erps.fno.clientId });
const businessCentral = () => {
  const { baseUrl, environmentPath, tokenUrl, scope, clientId } = erps.businessCentral;
  return { erp: 'business-central', baseUrl: baseUrl + environmentPath, tokenUrl, scope, clientId };
};
const ask = (method: string, path: string, body: object, org: TestOrg): Promise<Answer> => backend.asOrg(org, { method, path: `/v1/orgs/${org.id}/connections/${path}`, body: JSON.stringify(body) });
const attempt = (name: string, body: object, org = backend.a): Promise<Answer> => ask('POST', `${name}/trial`, body, org);
const save = (name: string, body: object, org = backend.a): Promise<Answer> => ask('PUT', name, body, org);
const refusal = ({ json }: Answer) => ({ code: json.code as string, fixer: json.fixer as string, title: json.title as string });

describe('a connection that is tried', () => {
  it.each([['Finance and Operations', fno, 'fno', 'usmf'], ['Business Central', businessCentral, 'businessCentral', /^[0-9a-f-]{36}$/]] as const)('signs in to %s, lists its companies, and leaves nothing behind', async (_name, settings, far, first) => {
    const before = await snapshot(backend.store.db);
    const secret = erps[far].clientSecret;
    const answer = await attempt('next', { ...settings(), clientSecret: secret });
    expect(answer.status).toBe(200);
    expect((answer.json.companies as { id: string }[]).map(({ id }) => id)).toContainEqual(expect.stringMatching(first));
    expect(await snapshot(backend.store.db)).toBe(before);
    expect(backend.logLines.length).toBeGreaterThan(0);
    expect([answer.text, ...backend.logLines].join('\n')).not.toContain(secret);
  });

  it('says that the ERP refuses the sign-in, without the secret', async () => {
    const answer = await attempt('next', { ...fno(), clientSecret: WRONG });
    expect(refusal(answer)).toMatchObject({ code: 'erp.sign-in', fixer: 'admin' });
    expect([answer.text, ...backend.logLines].join('\n')).not.toContain(WRONG);
  });

  it('says that nobody answers at the address, and that somebody should look at it', async () => {
    const nobody = 'http://127.0.0.1:9'; // port of the discard service, which nobody runs
    const answer = await attempt('next', { ...fno(), baseUrl: nobody, clientSecret: erps.fno.clientSecret });
    expect(refusal(answer)).toMatchObject({ code: 'connection.no-answer', fixer: 'admin', title: expect.stringContaining('127.0.0.1:9') });
    const elsewhere = await attempt('next', { ...businessCentral(), baseUrl: erps.businessCentral.baseUrl, clientSecret: erps.businessCentral.clientSecret });
    expect(refusal(elsewhere).code).toBe('connection.no-answer');
  });

  it('leaves no connection to the far end open, whether it answers or goes on thinking', async () => {
    const sockets = new Set<Socket>();
    const far = createServer((req, res) => {
      if (req.url?.startsWith('/token') === true) res.end(JSON.stringify({ access_token: 'token', expires_in: 3600 }));
      else if (req.url?.startsWith('/data/thinks') !== true) res.end('{"value":[]}');
    }).on('connection', (socket) => { sockets.add(socket.on('close', () => sockets.delete(socket))); });
    // It would keep its connections for as long as a client wants.
    far.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => { far.listen(0, '127.0.0.1', resolve); });
    const address = `http://127.0.0.1:${(far.address() as AddressInfo).port}`;
    for (const path of ['', '/data/thinks']) {
      trialMs = path === '' ? 10_000 : 500;
      await attempt('next', { ...fno(), baseUrl: `${address}${path}`, tokenUrl: `${address}/token`, clientSecret: WRONG });
      // Sooner than an unused connection is closed by itself.
      await until('every connection is closed', async () => sockets.size === 0, { withinMs: 2_000, everyMs: 20 });
    }
    trialMs = 10_000;
    far.close();
  });

  it('goes only to hosts that the backend lists', async () => {
    expect(refusal(await attempt('next', { ...fno(), baseUrl: 'https://erp.example.com', clientSecret: WRONG })).code).toBe('erp.address');
    expect(refusal(await attempt('next', { ...fno(), tokenUrl: 'https://tokens.example.com/', clientSecret: WRONG })).code).toBe('erp.address');
    expect(backend.logLines.join('\n')).not.toContain(WRONG);
  });

  it('does not lead from a sandbox to production', async () => {
    const answer = await attempt('next', { ...fno(), environment: 'production', clientSecret: erps.fno.clientSecret }, backend.b);
    expect(refusal(answer)).toEqual({ code: 'connection.locked', fixer: 'admin', title: 'This org is a sandbox, and the connection "next" leads to a production ERP.' });
  });
});

describe('the secret of a connection that is there', () => {
  it('serves a trial of other settings, at the address that it was given for only', async () => {
    await save('kept', { ...fno(), label: 'F&O', clientSecret: erps.fno.clientSecret, defaultCompany: 'usmf' });
    expect((await attempt('kept', fno())).status).toBe(200);
    const moved = await attempt('kept', { ...fno(), tokenUrl: erps.businessCentral.tokenUrl });
    expect(refusal(moved)).toMatchObject({ code: 'request.invalid', title: expect.stringContaining('clientSecret must be given again') });
  });

  it('serves no trial under another name', async () => {
    expect(refusal(await attempt('other', fno())).code).toBe('erp.sign-in');
  });
});

describe('a connection that an admin of the org adds', () => {
  it('only observes, is written down with the user\'s name, and never tells its secret', async () => {
    const secret = erps.businessCentral.clientSecret;
    const answer = await save('added', { ...businessCentral(), label: 'Business Central', clientSecret: secret, defaultCompany: 'CRONUS' });
    expect(answer.json).toMatchObject({ name: 'added', mode: 'observe', hasSecret: true });
    const rows = await backend.store.db.selectFrom('audit').selectAll().where('subject', '=', 'connection/added').execute();
    expect(rows).toMatchObject([{ action: 'connection.added', actor: `user:${backend.a.userId}` }]);
    expect([answer.text, JSON.stringify(rows), ...backend.logLines].join('\n')).not.toContain(secret);
  });

  it('is the same environment behind another port of one\'s own machine, so that a demo may move its ports', async () => {
    const settings = { ...fno(), label: 'F&O', clientSecret: erps.fno.clientSecret, defaultCompany: 'usmf' };
    await save('moving', settings);
    await backend.registry.setConnectionMode(backend.a.id, 'moving', { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason: 'go live' }, { actor: 'operator:Test (1)', requestId: 'request-1' });
    const port = erps.businessCentral.baseUrl.split(':').at(-1) ?? '';
    expect((await save('moving', { ...settings, baseUrl: fno().baseUrl.replace(/\d+$/, port) })).json).toMatchObject({ mode: 'send' });
    expect((await save('moving', { ...settings, baseUrl: `${fno().baseUrl}/next` })).json).toMatchObject({ mode: 'observe' });
  });

  it('is refused in a sandbox when it leads to production, in the same sentence', async () => {
    const before = await snapshot(backend.store.db);
    const answer = await save('added', { ...fno(), environment: 'production', label: 'F&O', clientSecret: erps.fno.clientSecret, defaultCompany: 'usmf' }, backend.b);
    expect(refusal(answer).code).toBe('connection.locked');
    expect(await snapshot(backend.store.db)).toBe(before);
  });
});
