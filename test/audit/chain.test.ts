import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record } from '../../server/audit/audit.ts';
import { exportLines } from '../../server/audit/export-lines.ts';
import { checkChain } from '../../server/kernel/audit-chain.ts';
import { hashOfEntry } from '../../server/kernel/audit-hash.ts';
import { Secret } from '../../server/kernel/secret.ts';
import { lastAuditSeq, listAudit, readAudit } from '../../server/store/audit.ts';
import { STORES, type TestStore } from '../store/support/stores.ts';

const entry = (orgId: string | null, subject: string, more: object = {}) => ({ orgId, actor: 'crossledger', action: 'thing.changed', subject, ...more });

describe.each(STORES)('the audit chain on the $kind store', ({ available, start }) => {
  let test: TestStore;
  let chains = 0;
  /** An org of its own for each test. */
  const newOrg = () => `00D00000000${String((chains += 1)).padStart(4, '0')}AAA`;
  beforeAll(async () => { if (available) test = await start(); });
  afterAll(async () => { if (available) await test.stop(); });

  const faultOf = async (orgId: string | null) => {
    const check = checkChain(1);
    for (const one of await readAudit(test.store.db, orgId, 1, 1_000_000)) {
      const fault = check.add(one);
      if (fault !== null) return fault.says;
    }
    return check.count;
  };

  it.skipIf(!available)('gives back every value as it was hashed: numbers, umlauts, emoji, what no store can keep, and the order of names', async () => {
    const org = newOrg();
    const after = { z: 1, a: [1.5, 1e21, 1e-7, 0.1, -0, true, null], ü: 'Grüße 😀 \u0000 \ud800', nested: { b: '1.10', a: { deep: [] } }, gone: undefined };
    await record(test.store.db, entry(org, 'ABC', { before: null, after, reason: 'because \u0000', requestId: 'request-1' }));
    await record(test.store.db, entry(org, 'ABC', { before: 'text', after: 7 }));
    expect(await faultOf(org)).toBe(2);
    const [second, first] = await listAudit(test.store.db, org, { limit: 10 });
    expect(first).toMatchObject({ seq: 1, correlationId: 'request-1', reason: 'because \uFFFD', after: { z: 1, ü: 'Grüße 😀 \uFFFD \uFFFD', nested: { b: '1.10' } } });
    expect(second).toMatchObject({ seq: 2, prevHash: first?.hash, before: 'text', after: 7, correlationId: null });
  });

  it.skipIf(!available)('keeps no secret, whoever hands one in', async () => {
    const org = newOrg();
    const privateKey = '-----BEGIN PRIVATE KEY-----\nMIIE';
    await record(test.store.db, entry(org, 'x', { after: { clientSecret: 'hunter2', secret: new Secret('hunter2'), list: [privateKey], tokenUrl: 'https://login.example/token', secretReplaced: true } }));
    const [only] = await listAudit(test.store.db, org, { limit: 1 });
    expect(only?.after).toEqual({ clientSecret: '[secret]', secret: '[secret]', list: ['[secret]'], tokenUrl: 'https://login.example/token', secretReplaced: true });
  });

  it.skipIf(!available)('stays one chain without gaps when two instances write at once, alone and inside transactions', async () => {
    const org = newOrg();
    const stores = [test.store, await test.another()];
    const writes = Array.from({ length: 120 }, async (_, index) => {
      const db = stores[index % 2]?.db ?? test.store.db;
      if (index % 3 > 0) return record(db, entry(org, `subject ${index}`));
      return db.transaction().execute(async (transaction) => {
        await transaction.insertInto('cursors').values({ org_id: org, name: `c${index}`, value: 'x' }).execute();
        await record(transaction, entry(org, `subject ${index}`));
      });
    });
    await Promise.all(writes);
    expect(await faultOf(org)).toBe(120);
    expect(await lastAuditSeq(test.store.db, org)).toBe(120);
    const instants = (await readAudit(test.store.db, org, 1, 120)).map((one) => one.at);
    expect(instants).toEqual([...instants].sort());
  });

  it.skipIf(!available)('leaves no gap where a transaction was rolled back', async () => {
    const org = newOrg();
    await record(test.store.db, entry(org, 'first'));
    await expect(test.store.db.transaction().execute(async (transaction) => {
      await record(transaction, entry(org, 'undone'));
      throw new Error('no');
    })).rejects.toThrow('no');
    await record(test.store.db, entry(org, 'second'));
    expect((await readAudit(test.store.db, org, 1, 9)).map((one) => one.subject)).toEqual(['first', 'second']);
    expect(await faultOf(org)).toBe(2);
  });

  it.skipIf(!available)('keeps one chain for each org, and one for what belongs to none', async () => {
    const [a, b] = [newOrg(), newOrg()];
    const before = await lastAuditSeq(test.store.db, null);
    for (const org of [a, b, null, a]) await record(test.store.db, entry(org, 's'));
    expect([await lastAuditSeq(test.store.db, a), await lastAuditSeq(test.store.db, b), (await lastAuditSeq(test.store.db, null)) - before]).toEqual([2, 1, 1]);
    expect((await listAudit(test.store.db, b, { limit: 10 })).every((one) => one.orgId === b)).toBe(true);
  });

  it.skipIf(!available)('refuses to change, remove or empty what was written', async () => {
    const org = newOrg();
    await record(test.store.db, entry(org, 'kept'));
    for (const statement of [`update audit set actor = 'nobody' where org_id = '${org}'`, `delete from audit where org_id = '${org}'`, 'truncate audit']) {
      await expect(sql.raw(statement).execute(test.store.db), statement).rejects.toThrow(/append-only/);
    }
    expect(await faultOf(org)).toBe(1);
  });

  it.skipIf(!available)('shows an entry that somebody changed past the guard', async () => {
    const org = newOrg();
    for (const subject of ['one', 'two', 'three']) await record(test.store.db, entry(org, subject, { after: { amount: '10.00' } }));
    await sql.raw('alter table audit disable trigger audit_append_only').execute(test.store.db);
    await sql.raw(`update audit set after = '{"amount": "99.00"}' where org_id = '${org}' and seq = 2`).execute(test.store.db);
    await sql.raw('alter table audit enable trigger audit_append_only').execute(test.store.db);
    expect(await faultOf(org)).toMatch(/^Entry 2 \(thing\.changed of two at .*\) was altered/);
  });

  it.skipIf(!available)('exports page by page what stood there when it began, and says how much', async () => {
    const org = newOrg();
    for (let index = 1; index <= 450; index += 1) await record(test.store.db, entry(org, `s${index}`));
    const lines: string[] = [];
    let pieces = 0;
    for await (const piece of exportLines(test.store.db, org, {}, '2026-11-21T09:30:00.000Z')) {
      pieces += 1;
      if (pieces === 2) await record(test.store.db, entry(org, 'later'));
      lines.push(...piece.trimEnd().split('\n'));
    }
    expect(pieces).toBe(5);
    const entries = lines.slice(1, -1).map((one) => JSON.parse(one) as Parameters<typeof hashOfEntry>[0] & { hash: string });
    expect(JSON.parse(lines[0] ?? '')).toEqual({ format: 'crossledger-audit/1', orgId: org, firstSeq: 1, exportedAt: '2026-11-21T09:30:00.000Z' });
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ end: true, count: 450, lastSeq: 450, lastHash: entries.at(-1)?.hash });
    expect(entries.map((one) => one.seq)).toEqual(Array.from({ length: 450 }, (_, index) => index + 1));
    expect(entries.every((one) => hashOfEntry(one) === one.hash)).toBe(true);
  });
});
