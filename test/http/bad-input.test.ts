import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { request } from 'undici';
import { problem } from '../../server/contract/problem.ts';
import { startBackend, type Answer, type TestBackend } from './support/backend.ts';
import { BODIES, requestFor, withBody, type PathNames } from './support/requests.ts';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import type { Target } from './support/sign.ts';
import { snapshot } from './support/snapshot.ts';

let backend: TestBackend;
let names: PathNames;
let before: string;
beforeAll(async () => {
  backend = await startBackend();
  names = { orgId: backend.a.id, operatorId: (await backend.addOperator('viewer', [backend.a.id])).id };
});
afterAll(async () => { await backend.stop(); });
beforeEach(async () => {
  backend.calls.length = 0;
  before = await snapshot(backend.store.db);
});

const callAs = (endpoint: Endpoint, target: Target, headers: Record<string, string> = {}): Promise<Answer> =>
  endpoint.access.kind === 'org' ? backend.asOrg(backend.a, target, headers) : backend.send(target, { authorization: `Bearer ${backend.adminToken}`, ...headers });

async function expectProblem(answer: Answer, status: number, code: string, words?: RegExp): Promise<void> {
  expect({ status: answer.status, code: answer.json?.code }).toEqual({ status, code });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const parsed = problem.parse(answer.json);
  expect(parsed.type).toBe(`urn:crossledger:error:${code}`);
  expect(parsed.requestId).toBe(answer.headers['x-request-id']);
  if (words) expect(parsed.title).toMatch(words);
  expect(backend.calls).toEqual([]);
  expect(await snapshot(backend.store.db)).toBe(before);
}

describe.each(withBody())('$id', (endpoint) => {
  const good = BODIES[endpoint.id] ?? {};
  const withText = (body: string): Target => ({ ...requestFor(endpoint, names), body });
  it('refuses a body that is not JSON', async () => {
    for (const body of ['{"a":', '{"a":1}x', "{'a':1}", '\u0000']) await expectProblem(await callAs(endpoint, withText(body)), 400, 'request.malformed');
  });
  it('refuses a body that is not an object', async () => {
    for (const body of ['[]', 'null', '"text"', '17']) await expectProblem(await callAs(endpoint, withText(body)), 400, 'request.invalid', /object/);
  });
  it('refuses a missing body', async () => {
    const { body: _body, ...target } = requestFor(endpoint, names);
    await expectProblem(await callAs(endpoint, target), 400, 'request.invalid', /body is missing/);
  });
  it('refuses a body over 1 MB', async () => {
    await expectProblem(await callAs(endpoint, withText(JSON.stringify({ ...good, filler: 'x'.repeat(1_100_000) }))), 413, 'request.too-large', /1 MB/);
  });
  it('refuses another content type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1']) await expectProblem(await callAs(endpoint, withText(JSON.stringify(good)), { 'content-type': type }), 415, 'request.media-type');
    await expectProblem(await callAs(endpoint, withText(JSON.stringify(good)), { 'content-encoding': 'gzip' }), 415, 'request.media-type');
  });
  it('refuses an unknown field by its name', async () => {
    await expectProblem(await callAs(endpoint, withText(JSON.stringify({ ...good, surprise: 1 }))), 400, 'request.invalid', /surprise is not known/);
    await expectProblem(await callAs(endpoint, withText(`${JSON.stringify(good).slice(0, -1)},"__proto__":{"admin":true}}`)), 400, 'request.invalid', /__proto__/);
  });
  it.each(Object.keys(good))('refuses %s of a wrong type, naming it', async (field) => {
    for (const wrong of [{ nested: { deep: true } }, 1.5, ['\u0000']]) {
      await expectProblem(await callAs(endpoint, withText(JSON.stringify({ ...good, [field]: wrong }))), 400, 'request.invalid', new RegExp(field));
    }
  });
});

describe('a text that no database takes', () => {
  it('is refused by the name of its field', async () => {
    for (const wrong of ['a\\u0000b', 'a\\ud800b']) {
      const target = { method: 'POST', path: `/v1/orgs/${backend.a.id}/stop`, body: `{"stopped":true,"reason":"${wrong}"}` };
      await expectProblem(await backend.asOperator(backend.adminToken, target), 400, 'request.invalid', /reason: holds a character/);
    }
  });
});

describe('an endpoint without a body', () => {
  it('refuses one', async () => {
    const wake = await backend.asOrg(backend.a, { method: 'POST', path: '/v1/outbox/wake', body: '{}' });
    await expectProblem(wake, 400, 'request.invalid', /takes no body/);
  });
});

describe('the address', () => {
  const get = (path: string) => backend.asOperator(backend.adminToken, { method: 'GET', path });
  it('is refused when a parameter is not what it should be', async () => {
    await expectProblem(await get('/v1/orgs/not-an-id/pushes'), 400, 'request.invalid', /orgId: expected a Salesforce id/);
    await expectProblem(await get(`/v1/orgs/${backend.a.id}/pushes?limit=many`), 400, 'request.invalid', /limit/);
    await expectProblem(await get(`/v1/orgs/${backend.a.id}/pushes?limit=0`), 400, 'request.invalid', /limit/);
    await expectProblem(await get(`/v1/orgs/${backend.a.id}/pushes?limit=1&limit=2`), 400, 'request.invalid', /limit/);
    await expectProblem(await get(`/v1/orgs/${backend.a.id}/pushes?colour=red`), 400, 'request.invalid', /query colour is not known/);
    await expectProblem(await get('/v1/orgs?__proto__=1'), 400, 'request.invalid', /__proto__/);
    await expectProblem(await get('/v1/orgs/%E0%A4%A/pushes'), 400, 'request.invalid', /address/);
  });
  it('keeps literal injection as text or refuses it, and never breaks', async () => {
    for (const customer of ["O'Hara", "' or 1 eq 1", '*', "US-001' and '1' eq '1"]) {
      const path = `/v1/accounts/0015g00000AaBbCAAV/panels?customer=${encodeURIComponent(customer).replaceAll("'", '%27')}&parts=finance`;
      expect((await backend.asOrg(backend.a, { method: 'GET', path })).status).toBe(200);
    }
    backend.calls.length = 0;
    await expectProblem(await backend.asOrg(backend.a, { method: 'GET', path: '/v1/accounts/0015g00000AaBbCAAV/panels?customer=a%00b&parts=finance' }), 400, 'request.invalid', /customer: expected no control/);
    await expectProblem(await backend.asOrg(backend.a, { method: 'GET', path: '/v1/accounts/0015g00000AaBbCAAV/panels?customer=C1&parts=finance,everything' }), 400, 'request.invalid', /parts/);
  });
  it('is 404 when nothing is there and 405, naming what is allowed, for another method', async () => {
    await expectProblem(await backend.send({ method: 'GET', path: '/v1/nothing?a=b' }), 404, 'route.unknown');
    await expectProblem(await backend.send({ method: 'GET', path: '/v1/orgs/' }), 404, 'route.unknown');
    await expectProblem(await backend.send({ method: 'GET', path: '/V1/orgs' }), 404, 'route.unknown');
    const answer = await backend.send({ method: 'DELETE', path: `/v1/orgs/${backend.a.id}/routing` });
    await expectProblem(answer, 405, 'route.method');
    expect(answer.headers['allow']).toBe('GET, PUT');
  });
});

describe('what the registry knows better', () => {
  const put = (path: string, body: unknown) => backend.asOperator(backend.adminToken, { method: 'PUT', path, body: JSON.stringify(body) });
  it('is said with the field and the reason', async () => {
    const connection = `/v1/orgs/${backend.a.id}/connections/main`;
    await expectProblem(await put(connection, { ...BODIES['putConnection'], baseUrl: 'http://contoso.operations.dynamics.com' }), 422, 'erp.address', /not https/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], baseUrl: 'https://evil.example' }), 422, 'erp.address', /list of allowed hosts/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], baseUrl: 'https://dynamics.com.evil.example' }), 422, 'erp.address');
    await expectProblem(await put(connection, { ...BODIES['putConnection'], baseUrl: 'https://169.254.169.254/' }), 422, 'erp.address');
    await expectProblem(await put(connection, { ...BODIES['putConnection'], keyField: 'externalDocumentNumber' }), 400, 'request.invalid', /keyField/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], orderWrite: 'batch' }), 400, 'request.invalid', /orderWrite/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], stockFigures: { show: 'levels', few: '50', many: '9.5' } }), 400, 'request.invalid', /few may not be above many/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], stockFigures: { show: 'levels', few: '0', many: '9' } }), 400, 'request.invalid', /few/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], warehouseRanking: [{ country: 'DE', warehouses: [] }] }), 400, 'request.invalid', /warehouses/);
    await expectProblem(await put(connection, { ...BODIES['putConnection'], erp: 'business-central' }), 400, 'request.invalid', /erp/);
    const { clientSecret: _kept, ...withoutSecret } = BODIES['putConnection'] ?? {};
    await expectProblem(await put(connection, { ...withoutSecret, tokenUrl: 'https://other.dynamics.com/token' }), 400, 'request.invalid', /clientSecret must be given again/);
    await expectProblem(await put(`/v1/orgs/${backend.a.id}/routing`, { rules: [{ country: null, connection: 'nowhere', company: 'usmf' }] }), 400, 'request.invalid', /rules\[0\]\.connection/);
    await expectProblem(await put(`/v1/orgs/${backend.a.id}`, { ...BODIES['putOrg'], privateKey: 'not a key' }), 400, 'request.invalid', /privateKey/);
    await expectProblem(await put('/v1/orgs/00D5g00000NoNoNEAU/connections/main', BODIES['putConnection']), 404, 'record.unknown');
  });
});

describe('the transfer', () => {
  it('ends with 431 when the headers are too large', async () => {
    const response = await request(`${backend.url}/healthz`, { headers: { 'x-large': 'x'.repeat(40_000) } });
    await response.body.dump();
    expect(response.statusCode).toBe(431);
  });
});
