import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type TestBackend } from './support/backend.ts';

let backend: TestBackend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(async () => { await backend.stop(); });

const LIST = { method: 'GET', path: '/v1/operators' };
const auditOf = (requestId: unknown) => backend.store.db.selectFrom('audit').selectAll().where('request_id', '=', String(requestId)).orderBy('id').execute();

describe('the first start', () => {
  it('leaves one admin token in a private file and nowhere else', async () => {
    const file = path.join(backend.dataFolder, 'operator-token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(backend.adminToken, 'base64url')).toHaveLength(32);
    expect((await backend.asOperator(backend.adminToken, LIST)).status).toBe(200);
    expect(backend.logLines.join('\n')).not.toContain(backend.adminToken);
    expect(JSON.stringify(await backend.store.db.selectFrom('operators').selectAll().execute())).not.toContain(backend.adminToken);
  });
  it('is the only one that does: a second start makes no other', async () => {
    expect(await backend.registry.ensureFirstOperator(backend.dataFolder)).toBe(false);
    expect(readFileSync(path.join(backend.dataFolder, 'operator-token'), 'utf8').trim()).toBe(backend.adminToken);
  });
});

describe('an operator\'s token', () => {
  it('is shown once, works, and dies at once when revoked', async () => {
    const added = await backend.asOperator(backend.adminToken, { method: 'POST', path: '/v1/operators', body: JSON.stringify({ name: 'Night shift', role: 'viewer', orgs: [backend.a.id.slice(0, 15)] }) });
    expect(added.status).toBe(201);
    expect(added.json.orgs).toEqual([backend.a.id]);
    const token = String(added.json.token);
    const pushes = { method: 'GET', path: `/v1/orgs/${backend.a.id}/pushes` };
    expect((await backend.asOperator(token, pushes)).status).toBe(200);
    expect((await backend.asOperator(backend.adminToken, LIST)).text).not.toContain(token);
    const revoked = await backend.asOperator(backend.adminToken, { method: 'DELETE', path: `/v1/operators/${added.json.id}` });
    expect(revoked.json.revokedAt).not.toBeNull();
    const refused = await backend.asOperator(token, pushes);
    expect(refused.status).toBe(401);
    expect(backend.logLines.find((line) => line.includes(String(refused.json.requestId)))).toContain('revoked');
  });
  it('is refused when it is wrong by one character', async () => {
    const last = backend.adminToken.endsWith('A') ? 'E' : 'A';
    expect((await backend.asOperator(backend.adminToken.slice(0, -1) + last, LIST)).status).toBe(401);
  });
  it('opens only what its role may', async () => {
    const viewer = await backend.addOperator('viewer', ['*']);
    const operator = await backend.addOperator('operator', ['*']);
    const stop = { method: 'POST', path: `/v1/orgs/${backend.a.id}/stop`, body: '{"stopped":false,"reason":"role test"}' };
    expect((await backend.asOperator(viewer.token, { method: 'GET', path: `/v1/orgs/${backend.a.id}/connections` })).status).toBe(200);
    const refused = await backend.asOperator(viewer.token, stop);
    expect([refused.status, refused.json.code]).toEqual([403, 'auth.forbidden']);
    expect((await backend.asOperator(operator.token, stop)).status).toBe(200);
    expect((await backend.asOperator(operator.token, LIST)).status).toBe(403);
  });
  it('leaves a row for each use, refused ones too, and one per hour for the metrics', async () => {
    const viewer = await backend.addOperator('viewer', [backend.a.id]);
    const used = await backend.asOperator(viewer.token, { method: 'GET', path: `/v1/orgs/${backend.a.id}/pushes` });
    expect(await auditOf(used.headers['x-request-id'])).toMatchObject([{ action: 'operator.used', actor: `operator:viewer of Contoso (${viewer.id})`, subject: 'endpoint/listPushes', org_id: backend.a.id }]);
    const foreign = await backend.asOperator(viewer.token, { method: 'GET', path: `/v1/orgs/${backend.b.id}/pushes` });
    expect(foreign.status).toBe(404);
    expect(await auditOf(foreign.json.requestId)).toMatchObject([{ action: 'operator.refused', org_id: backend.b.id }]);
    for (let i = 0; i < 3; i += 1) expect((await backend.asOperator(viewer.token, { method: 'GET', path: '/metrics' })).status).toBe(200);
    const scrapes = await backend.store.db.selectFrom('audit').select('id').where('actor', 'like', `%${viewer.id}%`).where('subject', '=', 'endpoint/metrics').execute();
    expect(scrapes).toHaveLength(1);
    expect((await backend.registry.listOperators()).find((one) => one.id === viewer.id)?.lastUsedAt).not.toBeNull();
  });
  it('of the last admin of all orgs cannot be revoked', async () => {
    const rows = (await backend.asOperator(backend.adminToken, LIST)).json.rows as { id: string; name: string }[];
    const first = rows.find((row) => row.name === 'first admin') ?? expect.fail('no first admin');
    const answer = await backend.asOperator(backend.adminToken, { method: 'DELETE', path: `/v1/operators/${first.id}` });
    expect(answer.status).toBe(400);
    expect(answer.json.title).toMatch(/last admin/);
    expect((await backend.asOperator(backend.adminToken, LIST)).status).toBe(200);
  });
});

describe('a change', () => {
  it('is written down with who, why, before, after and request id', async () => {
    const answer = await backend.asOperator(backend.adminToken, { method: 'POST', path: `/v1/orgs/${backend.a.id}/connections/main/stop`, body: '{"stopped":true,"reason":"month end"}' });
    expect(answer.json.stopped).toBe(true);
    const rows = await auditOf(answer.headers['x-request-id']);
    expect(rows.map((row) => row.action)).toEqual(['operator.used', 'connection.stopped']);
    expect(rows[1]).toMatchObject({ subject: 'connection/main', reason: 'month end', org_id: backend.a.id, before: { stopped: false }, after: { stopped: true } });
    expect(rows[1]?.actor).toMatch(/^operator:first admin \(/);
  });
});
