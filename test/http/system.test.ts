import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../server/contract/index.ts';
import { CLIENT_SECRET, startBackend, type TestBackend } from './support/backend.ts';
import { BODIES } from './support/requests.ts';
import { makeKeys } from './support/sign.ts';

let backend: TestBackend;
beforeAll(async () => { backend = await startBackend({ rates: { perOrgPerSecond: 1000, perUserPerSecond: 25 } }); });
afterAll(async () => { await backend.stop(); });

describe('the open endpoints', () => {
  it('say only up or down', async () => {
    const health = await backend.send({ method: 'GET', path: '/healthz' });
    expect([health.status, health.text]).toEqual([200, '{"status":"up"}']);
    expect((await backend.send({ method: 'GET', path: '/readyz' })).text).toBe('{"status":"up"}');
    backend.ready.value = false;
    const down = await backend.send({ method: 'GET', path: '/readyz' });
    expect([down.status, down.text]).toEqual([503, '{"status":"down"}']);
    backend.ready.value = true;
  });
  it('tell nothing about what runs here', async () => {
    const { headers } = await backend.send({ method: 'GET', path: '/healthz' });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
  });
});

describe('the request id', () => {
  it('is the caller\'s own when it is a short plain text, else a new one', async () => {
    const idOf = async (given: string) => (await backend.send({ method: 'GET', path: '/healthz' }, { 'x-request-id': given })).headers['x-request-id'];
    expect(await idOf('6f1c2c1e-8d1b-4f57-9a55-1f2b3c4d5e6f')).toBe('6f1c2c1e-8d1b-4f57-9a55-1f2b3c4d5e6f');
    for (const bad of ['short', 'x'.repeat(65), 'has blanks in it', '<script>alert</script>']) expect(await idOf(bad)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('/metrics', () => {
  it('are for operators and count requests by endpoint and status', async () => {
    expect((await backend.send({ method: 'GET', path: '/metrics' })).status).toBe(401);
    const { status, text, headers } = await backend.asOperator(backend.adminToken, { method: 'GET', path: '/metrics' });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text).toMatch(/crossledger_requests_total\{endpoint="healthz",status="200"\} \d+/);
    expect(text).toMatch(/crossledger_requests_total\{endpoint="metrics",status="401"\} \d+/);
    expect(text).toContain('process_cpu_user_seconds_total');
  });
});

describe('the rate limit', () => {
  it('stops a user who asks too often, says when to come back, and lets others through', async () => {
    const rep = { ...backend.a, userId: '0055g00000RunAwYAQ' };
    const answers = await Promise.all(Array.from({ length: 200 }, () => backend.asOrg(rep, { method: 'GET', path: '/v1/whoami' })));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]?.json.code).toBe('auth.too-many');
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect((await backend.asOrg(backend.a, { method: 'GET', path: '/v1/whoami' })).status).toBe(200);
    backend.shift.ms += 10_000;
    expect((await backend.asOrg(rep, { method: 'GET', path: '/v1/whoami' })).status).toBe(200);
    backend.shift.ms = 0;
  });
});

describe('/openapi.json', () => {
  it('names every endpoint once, with its access', async () => {
    const { json } = await backend.send({ method: 'GET', path: '/openapi.json' });
    expect(json.openapi).toBe('3.1.0');
    const operations = Object.entries(json.paths as Record<string, Record<string, { operationId: string; security: object[] }>>)
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ line: `${method.toUpperCase()} ${path}`, ...operation })));
    expect(operations.map((one) => one.operationId).sort()).toEqual(ENDPOINTS.map((one) => one.id).sort());
    for (const endpoint of ENDPOINTS) {
      const operation = operations.find((one) => one.operationId === endpoint.id);
      expect(operation?.line).toBe(`${endpoint.method} ${endpoint.path.replace(/:(\w+)/g, '{$1}')}`);
      const isShared = endpoint.access.kind === 'operator' && endpoint.access.orgPermission !== undefined;
      expect(operation?.security).toEqual(endpoint.access.kind === 'open' ? [] : [{ [`${endpoint.access.kind}Token`]: [] }, ...(isShared ? [{ orgToken: [] }] : [])]);
    }
  });
  it('has no reference that leads nowhere, and declares every path parameter', async () => {
    const { json, text } = await backend.send({ method: 'GET', path: '/openapi.json' });
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => String(match[1]));
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(reference.split('/').reduce<any>((node, step) => node?.[step], json), reference).toBeDefined(); // eslint-disable-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return
    for (const [path, methods] of Object.entries(json.paths as Record<string, Record<string, { parameters: { in: string; name: string; required: boolean }[] }>>)) {
      for (const operation of Object.values(methods)) {
        expect(operation.parameters.filter((one) => one.in === 'path' && one.required).map((one) => one.name).sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort());
      }
    }
  });
});

describe('secrets', () => {
  it('never come back, and never reach log, audit or tables in clear', async () => {
    const privateKey = makeKeys().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const inner = privateKey.split('\n')[3] ?? 'x';
    const call = (method: string, path: string, body?: unknown) => backend.asOperator(backend.adminToken, { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const answers = [
      await call('PUT', `/v1/orgs/${backend.a.id}`, { ...BODIES['putOrg'], privateKey }),
      await call('PUT', `/v1/orgs/${backend.a.id}/connections/main`, BODIES['putConnection']),
      await call('GET', '/v1/orgs'),
      await call('GET', `/v1/orgs/${backend.a.id}/connections`),
      await call('PUT', `/v1/orgs/${backend.a.id}/connections/main`, { ...BODIES['putConnection'], scope: 17 }),
      await call('GET', '/v1/operators'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 400, 200]);
    expect(answers[3]?.json.rows[0]).toMatchObject({ hasSecret: true, mode: 'observe' });
    const tables = await Promise.all((['orgs', 'connections', 'operators', 'audit'] as const).map((table) => backend.store.db.selectFrom(table).selectAll().execute()));
    const everything = [...answers.map((answer) => answer.text), ...backend.logLines, JSON.stringify(tables)].join('\n');
    for (const secret of [CLIENT_SECRET, inner, backend.adminToken, 'Bearer ']) expect(everything).not.toContain(secret);
    expect((await backend.registry.connectionSecret(backend.a.id, 'main'))?.reveal()).toBe(CLIENT_SECRET);
    expect((await backend.registry.orgPrivateKey(backend.a.id))?.reveal()).toBe(privateKey);
  });
});
