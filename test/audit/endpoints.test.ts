import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEntry, auditExportEnd, auditExportHead, type AuditEntryView } from '../../server/contract/audit.ts';
import { checkChain } from '../../server/kernel/audit-chain.ts';
import { record } from '../../server/audit/audit.ts';
import { startAuditBackend, type AuditBackend } from './support/audit-backend.ts';

let house: AuditBackend;
beforeAll(async () => { house = await startAuditBackend(); });
afterAll(() => house.stop());

const get = (path: string) => house.backend.asOperator(house.backend.adminToken, { method: 'GET', path });
const list = async (query: string): Promise<{ rows: AuditEntryView[]; next: number | null }> => {
  const { status, json } = await get(`/v1/orgs/${house.orgId}/audit${query}`);
  expect(status).toBe(200);
  return json as { rows: AuditEntryView[]; next: number | null };
};

describe('the trail over HTTP', () => {
  it('is found by record, by deal, by thread and by action', async () => {
    const ofOrder = await list(`?subject=${house.key}`);
    expect(ofOrder.rows.map((row) => row.action)).toEqual(['order.written-back', 'order.sent', 'write.done', 'write.done', 'write.done']);
    expect(await list(`?opportunity=${house.opportunityId}`)).toEqual(ofOrder);
    expect(await list(`?opportunity=${house.opportunityId.slice(0, 15)}`)).toEqual(ofOrder);
    expect(await list('?correlationId=a0X000000000041AAA')).toEqual(ofOrder);
    expect((await list('?correlationId=request-3')).rows).toMatchObject([{ subject: 'setting/3', reason: 'audit, ümlaut "quoted"', before: { value: 2 }, after: { value: 3 } }]);
    expect((await list('?action=setting.changed')).rows.map((row) => row.subject)).toEqual(['setting/5', 'setting/4', 'setting/3', 'setting/2', 'setting/1']);
  });
  it('pages from the newest to the oldest, each entry once', async () => {
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 10; page += 1) {
      const { rows, next } = await list(`?action=setting.changed&limit=2${after}`);
      seen.push(...rows.map((row) => row.subject));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(seen).toEqual(['setting/5', 'setting/4', 'setting/3', 'setting/2', 'setting/1']);
  });
  it('is bounded by instants', async () => {
    const [, middle] = (await list('?action=setting.changed')).rows;
    if (middle === undefined) throw new Error('no entry');
    expect((await list(`?action=setting.changed&since=${middle.at}`)).rows.every((row) => row.at >= middle.at)).toBe(true);
    expect((await list(`?action=setting.changed&until=${middle.at}`)).rows.every((row) => row.at < middle.at)).toBe(true);
    expect((await list('?since=2100-01-01T00:00:00Z')).rows).toEqual([]);
  });
  it.each(['?limit=0', '?limit=501', '?since=yesterday', '?after=x', '?subject=', '?surprise=1'])('refuses %s by name', async (query) => {
    const { status, json } = await get(`/v1/orgs/${house.orgId}/audit${query}`);
    expect([status, json.code]).toEqual([400, 'request.invalid']);
  });
  it('shows an org only its own', async () => {
    await record(house.backend.store.db, { orgId: house.backend.b.id, actor: 'crossledger', action: 'thing.changed', subject: 'of-b' });
    const own = await list('?limit=500');
    expect(own.rows.every((row) => row.orgId === house.orgId)).toBe(true);
    const viewerOfB = await house.backend.addOperator('viewer', [house.backend.b.id]);
    for (const path of ['audit', 'audit/export', `orders/${house.key}/certificate`]) {
      expect((await house.backend.asOperator(viewerOfB.token, { method: 'GET', path: `/v1/orgs/${house.orgId}/${path}` })).status).toBe(404);
    }
  });
});

describe('the export', () => {
  const read = async (query = '') => {
    const { status, headers, text } = await get(`/v1/orgs/${house.orgId}/audit/export${query}`);
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
    return { head: auditExportHead.parse(lines[0]), entries: lines.slice(1, -1).map((line) => auditEntry.parse(line)), end: auditExportEnd.parse(lines.at(-1)) };
  };
  it('is the whole chain from its first entry, with count and last hash', async () => {
    const { head, entries, end } = await read();
    expect(head).toMatchObject({ orgId: house.orgId, firstSeq: 1 });
    const check = checkChain(1);
    expect(entries.map((entry) => check.add(entry)).filter((fault) => fault !== null)).toEqual([]);
    expect(end).toEqual({ end: true, count: entries.length, lastSeq: entries.length, lastHash: check.lastHash });
  });
  it('of a span begins in the middle and still is one chain', async () => {
    const { entries: all } = await read();
    const from = all[4]?.at ?? '';
    const { head, entries } = await read(`?since=${from}`);
    expect(entries[0]?.seq).toBe(head.firstSeq);
    expect(head.firstSeq).toBe(all.find((entry) => entry.at >= from)?.seq);
    const check = checkChain(head.firstSeq);
    expect(entries.map((entry) => check.add(entry)).filter((fault) => fault !== null)).toEqual([]);
  });
  it('of a span without entries says so', async () => {
    expect(await read('?since=2100-01-01T00:00:00Z')).toMatchObject({ entries: [], end: { count: 0, lastSeq: null } });
  });
});

describe('the certificate over HTTP', () => {
  it('is given to the org that may send orders, and to operators of the org', async () => {
    const byOrg = await house.backend.asOrg(house.backend.a, { method: 'GET', path: `/v1/orders/${house.key.toLowerCase()}/certificate` });
    expect([byOrg.status, byOrg.json.verdict, byOrg.json.order.number]).toEqual([200, 'one', 'SO-1']);
    const byOperator = await get(`/v1/orgs/${house.orgId}/orders/${house.key}/certificate`);
    expect(byOperator.json).toEqual({ ...byOrg.json, lookUp: { ...byOrg.json.lookUp, at: byOperator.json.lookUp.at, lastAnsweredAt: byOperator.json.lookUp.at }, readBack: { ...byOrg.json.readBack, at: byOperator.json.lookUp.at }, statement: byOperator.json.statement });
  });
  it('is not given to another org', async () => {
    const answer = await house.backend.asOrg(house.backend.b, { method: 'GET', path: `/v1/orders/${house.key}/certificate` });
    expect([answer.status, answer.json.code]).toEqual([404, 'record.unknown']);
  });
});
