import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record } from '../../server/audit/audit.ts';
import { checkChain } from '../../server/kernel/audit-chain.ts';
import { lastAuditSeq, readAudit } from '../../server/store/audit.ts';
import type { Database } from '../../server/store/database.ts';
import * as first from '../../server/store/migrations/0001-first.ts';
import * as auditChain from '../../server/store/migrations/0002-audit-chain.ts';
import type { Tables } from '../../server/store/schema.ts';

let folder: string;
let db: Database;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-migration-'));
  const pglite = await PGlite.create({ dataDir: path.join(folder, 'pglite'), parsers: { 20: (text: string) => text, 1184: (text: string) => new Date(text).toISOString() } });
  db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
});
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const faultsOf = async (orgId: string | null) => {
  const check = checkChain(1);
  return (await readAudit(db, orgId, 1, 10_000)).map((entry) => check.add(entry)).filter((fault) => fault !== null);
};

describe('entries from before there was a chain', () => {
  it('are chained in the order in which they were written, each org for itself, and new ones follow them', async () => {
    await first.up(db as unknown as Kysely<unknown>);
    await sql`insert into audit (org_id, actor, action, subject, before, after, request_id)
      select case when n % 3 = 0 then null else 'org-' || n % 3 end, 'operator:Otto (1)', 'thing.changed', 'thing/' || n, null, jsonb_build_object('n', n, 'price', 1.50, 'text', 'ü'), 'r' || n
      from generate_series(1, 1300) as n`.execute(db);
    await auditChain.up(db as unknown as Kysely<unknown>);
    for (const [org, count] of [['org-1', 434], ['org-2', 433], [null, 433]] as const) {
      expect(await lastAuditSeq(db, org)).toBe(count);
      expect(await faultsOf(org)).toEqual([]);
    }
    await record(db, { orgId: 'org-1', actor: 'crossledger', action: 'thing.changed', subject: 'thing/new' });
    expect((await readAudit(db, 'org-1', 434, 435)).map((entry) => entry.subject)).toEqual(['thing/1300', 'thing/new']);
    expect(await faultsOf('org-1')).toEqual([]);
    await expect(sql`delete from audit`.execute(db)).rejects.toThrow(/append-only/);
  });
});
