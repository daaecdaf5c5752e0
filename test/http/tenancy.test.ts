import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../server/kernel/ids.ts';
import { startBackend, type Answer, type TestBackend } from './support/backend.ts';
import { forOperatorsOnly, requestFor, sharedWithOrg, withAccess, type PathNames } from './support/requests.ts';
import { claimsFor, signToken } from './support/sign.ts';
import { snapshot } from './support/snapshot.ts';

let backend: TestBackend;
let adminOfA: { id: string; token: string };
let viewerOfB: { id: string; token: string };
let names: PathNames;
beforeAll(async () => {
  backend = await startBackend();
  adminOfA = await backend.addOperator('admin', [backend.a.id]);
  viewerOfB = await backend.addOperator('viewer', [backend.b.id]);
  names = { orgId: backend.b.id, operatorId: viewerOfB.id };
});
afterAll(async () => { await backend.stop(); });
beforeEach(() => { backend.calls.length = 0; });

describe.each(withAccess('org'))('$id', (endpoint) => {
  it('never reaches the data of the org that a foreign token names', async () => {
    const target = requestFor(endpoint, names);
    const before = await snapshot(backend.store.db);
    const claimed = await backend.send(target, { authorization: `Bearer ${signToken(claimsFor(backend.b, target), backend.a.keys.privateKey)}` });
    const mixed = await backend.asOrg(backend.a, target, { 'x-crossledger-org': backend.b.id });
    expect([claimed.status, mixed.status]).toEqual([401, 401]);
    expect(backend.calls).toEqual([]);
    expect(await snapshot(backend.store.db)).toBe(before);
  });
  it('asks behind the routes only for the org of the token', async () => {
    const answer = await backend.asOrg(backend.a, requestFor(endpoint, names));
    expect(answer.status).toBe(endpoint.status ?? 200);
    expect(backend.calls.map((call) => call.orgId).filter((orgId) => orgId !== backend.a.id)).toEqual([]);
    expect(answer.text).not.toContain(backend.b.id);
  });
  it('does not take an operator\'s token', async () => {
    expect((await backend.asOperator(backend.adminToken, requestFor(endpoint, names))).status).toBe(401);
    expect(backend.calls).toEqual([]);
  });
});

describe.each(forOperatorsOnly())('$id', (endpoint) => {
  it('does not take an org\'s token', async () => {
    const before = await snapshot(backend.store.db);
    expect((await backend.asOrg(backend.a, requestFor(endpoint, names))).status).toBe(401);
    expect(backend.calls).toEqual([]);
    expect(await snapshot(backend.store.db)).toBe(before);
  });
});

describe.each(withAccess('operator').filter((endpoint) => endpoint.path.includes(':')))('$id', (endpoint) => {
  it('answers an admin of another org as if there were nothing, and changes nothing', async () => {
    const before = await snapshot(backend.store.db);
    const answer = await backend.asOperator(adminOfA.token, requestFor(endpoint, names));
    expect(answer.status).toBe(404);
    const nowhere = await backend.asOperator(adminOfA.token, requestFor(endpoint, { orgId: '00D5g00000NoNoNEAU', operatorId: newId() }));
    expect({ ...answer.json, requestId: '', title: '', detail: '' }).toEqual({ ...nowhere.json, requestId: '', title: '', detail: '' });
    expect(backend.calls).toEqual([]);
    expect(await snapshot(backend.store.db)).toBe(before);
  });
});

describe.each(sharedWithOrg())('$id', (endpoint) => {
  const permission = endpoint.access.kind === 'operator' ? endpoint.access.orgPermission ?? '' : '';
  const asUserOfB = (claims: object, path: PathNames = names) => {
    const target = requestFor(endpoint, path);
    return backend.send(target, { authorization: `Bearer ${signToken({ ...claimsFor(backend.b, target, [permission]), ...claims }, backend.b.keys.privateKey)}` });
  };

  it('takes the signed token of the org that the path names, for a user with the permission', async () => {
    const answer = await asUserOfB({});
    expect(answer.status).toBe(200);
    expect(backend.calls.filter((call) => call.orgId !== backend.b.id)).toEqual([]);
  });
  it('refuses a user of that org without the permission, and changes nothing', async () => {
    const before = await snapshot(backend.store.db);
    const others = ['Crossledger_View_Finance', 'Crossledger_Send_Orders', 'Crossledger_Approve_Orders', 'Crossledger_Work_Exceptions', 'Crossledger_Administer'].filter((one) => one !== permission);
    expect((await asUserOfB({ prm: others })).json).toMatchObject({ status: 403, code: 'auth.forbidden', title: expect.stringContaining(permission) });
    expect(backend.calls).toEqual([]);
    expect(await snapshot(backend.store.db)).toBe(before);
  });
  it('answers a user of another org as if there were none, and changes nothing', async () => {
    const before = await snapshot(backend.store.db);
    const foreign = await asUserOfB({}, { ...names, orgId: backend.a.id });
    const nowhere = await asUserOfB({}, { ...names, orgId: '00D5g00000NoNoNEAU' });
    expect([foreign.status, nowhere.status]).toEqual([404, 404]);
    expect({ ...foreign.json, requestId: '', title: '', detail: '' }).toEqual({ ...nowhere.json, requestId: '', title: '', detail: '' });
    expect(backend.calls).toEqual([]);
    expect(await snapshot(backend.store.db)).toBe(before);
  });
  it('checks the token like any other: request line, sandbox flag, single use', async () => {
    expect((await asUserOfB({ rh: 'of another request' })).status).toBe(401);
    expect((await asUserOfB({ sbx: !backend.b.sandbox })).status).toBe(401);
    const answers = [await asUserOfB({ jti: `once-${endpoint.id}` }), await asUserOfB({ jti: `once-${endpoint.id}` })];
    expect(answers.map((answer) => answer.status)).toEqual([200, endpoint.method === 'GET' ? 200 : 401]);
  });
});

const idsOf = (answer: Answer): string[] => (answer.json.rows as { id: string }[]).map((row) => row.id);

describe('an admin of one org', () => {
  it('sees only that org and operators of that org', async () => {
    const orgs = await backend.asOperator(adminOfA.token, { method: 'GET', path: '/v1/orgs' });
    expect(idsOf(orgs)).toEqual([backend.a.id]);
    const operators = await backend.asOperator(adminOfA.token, { method: 'GET', path: '/v1/operators' });
    expect(idsOf(operators)).toEqual([adminOfA.id]);
  });
  it('cannot make an operator who may more', async () => {
    const before = await snapshot(backend.store.db);
    for (const orgs of [['*'], [backend.b.id], [backend.a.id, backend.b.id.slice(0, 15)]]) {
      const answer = await backend.asOperator(adminOfA.token, { method: 'POST', path: '/v1/operators', body: JSON.stringify({ name: 'Friend', role: 'admin', orgs }) });
      expect(answer.status).toBe(403);
    }
    expect(await snapshot(backend.store.db)).toBe(before);
  });
  it('sees no org in the metrics', async () => {
    const { text } = await backend.asOperator(adminOfA.token, { method: 'GET', path: '/metrics' });
    expect(text).toContain('crossledger_pushes{state="accepted"} 3');
    expect(text).not.toContain(backend.b.id);
  });
});
