import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAuditFile } from '../../../scripts/commands/audit-file.ts';
import { AUDIT_EXPORT_FORMAT, GENESIS_HASH, hashOfEntry, type AuditLink } from '../../../server/kernel/audit-hash.ts';

let folder: string;
beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'crossledger-verify-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ORG = '00D000000000001EAA';

function makeChain(length: number, from = 1): AuditLink[] {
  const links: AuditLink[] = [];
  let prevHash = from === 1 ? GENESIS_HASH : 'a'.repeat(64);
  for (let seq = from; seq < from + length; seq += 1) {
    const link = { seq, at: `2026-11-21T09:30:${String(seq % 60).padStart(2, '0')}.000Z`, orgId: ORG, actor: 'operator:Otto (1)', action: 'connection.changed', subject: `connection/${seq}`, reason: 'Größe', before: { amount: '1.00' }, after: { amount: '2.00', list: [seq, null, 1.5] }, requestId: `r${seq}`, correlationId: `r${seq}`, prevHash };
    links.push({ ...link, hash: hashOfEntry(link) });
    prevHash = links.at(-1)?.hash ?? '';
  }
  return links;
}

const endOf = (links: readonly AuditLink[]) => ({ end: true, count: links.length, lastSeq: links.at(-1)?.seq ?? null, lastHash: links.at(-1)?.hash ?? GENESIS_HASH });

let files = 0;
/** Writes head, links and end; `end` may be left out, or be another one. */
function fileOf(links: readonly AuditLink[], options: { end?: object | null; firstSeq?: number } = {}): string {
  const file = path.join(folder, `${String((files += 1))}.ndjson`);
  const end = options.end === undefined ? endOf(links) : options.end;
  const lines = [{ format: AUDIT_EXPORT_FORMAT, orgId: ORG, firstSeq: options.firstSeq ?? 1, exportedAt: '2026-11-21T10:00:00.000Z' }, ...links, ...(end === null ? [] : [end])];
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  return file;
}

const findingOf = async (file: string, contains: string | null = null) => (await checkAuditFile(file, contains)).finding;
const changed = (links: readonly AuditLink[], seq: number, change: Partial<AuditLink>): AuditLink[] => links.map((link) => (link.seq === seq ? { ...link, ...change } : link));
const rehashed = (links: readonly AuditLink[], seq: number, change: Partial<AuditLink>): AuditLink[] =>
  changed(links, seq, change).map((link) => (link.seq === seq ? { ...link, hash: hashOfEntry(link) } : link));

describe('an export is checked without the server', () => {
  const chain = makeChain(20);

  it('is sound as it was written, from the beginning, from the middle, and when it is empty', async () => {
    expect(await checkAuditFile(fileOf(chain), null)).toEqual({ ok: true, orgId: ORG, count: 20, firstSeq: 1, lastSeq: 20, lastHash: chain[19]?.hash, finding: null });
    const later = makeChain(5, 100);
    expect(await checkAuditFile(fileOf(later, { firstSeq: 100 }), null)).toMatchObject({ ok: true, count: 5, firstSeq: 100, lastSeq: 104 });
    expect(await checkAuditFile(fileOf([]), null)).toMatchObject({ ok: true, count: 0 });
  });

  it.each<[string, Partial<AuditLink>]>([
    ['who', { actor: 'operator:Anna (2)' }], ['what', { action: 'connection.read' }], ['when', { at: '2026-11-20T00:00:00.000Z' }], ['why', { reason: null }],
    ['before', { before: { amount: '1.0' } }], ['after', { after: { amount: '2.00', list: [7, null, 1.6] } }], ['which record', { subject: 'connection/x' }],
    ['the request', { requestId: 'other' }], ['the thread', { correlationId: null }], ['the hash before', { prevHash: 'b'.repeat(64) }], ['its hash', { hash: 'c'.repeat(64) }],
  ])('names the entry in which %s was altered', async (_what, change) => {
    expect(await findingOf(fileOf(changed(chain, 7, change)))).toMatchObject({ kind: 'altered', seq: 7, line: 8 });
  });

  it('names the first of several altered entries', async () => {
    expect(await findingOf(fileOf(changed(changed(chain, 12, { actor: 'x' }), 7, { actor: 'y' })))).toMatchObject({ seq: 7 });
  });

  it('names an entry that was altered and given a new hash', async () => {
    const finding = await findingOf(fileOf(rehashed(chain, 7, { actor: 'operator:Anna (2)' })));
    expect(finding).toMatchObject({ kind: 'altered', seq: 7 });
    expect(finding?.says).toMatch(/^Entry 7 \(connection\.changed of connection\/7 at .*\) was replaced by another one: entry 8 was chained to the original\.$/);
    const last = await findingOf(fileOf(rehashed(chain, 20, { actor: 'x' }), { end: endOf(chain) }));
    expect(last).toMatchObject({ kind: 'altered', seq: 20 });
  });

  it('names an entry that is missing, in the middle, at the beginning and at the end', async () => {
    for (const gone of [7, 1, 20]) {
      expect(await findingOf(fileOf(chain.filter((link) => link.seq !== gone), { end: endOf(chain) })), `entry ${gone}`).toMatchObject({ kind: 'missing', seq: gone });
    }
  });

  it('names an entry that was moved, swapped or doubled', async () => {
    const swapped = chain.map((link) => (link.seq === 7 ? chain[11] : link.seq === 12 ? chain[6] : link)) as AuditLink[];
    const finding = await findingOf(fileOf(swapped));
    expect(finding).toMatchObject({ kind: 'moved', seq: 7, line: 8 });
    expect(finding?.says).toMatch(/was moved: it stands in line 13, its place is line 8\.$/);
    const doubled = [...chain.slice(0, 7), chain[6], ...chain.slice(7)] as AuditLink[];
    expect(await findingOf(fileOf(doubled))).toMatchObject({ kind: 'repeated', seq: 7, line: 9 });
  });

  it('sees that an export was cut, or goes on after its end', async () => {
    expect(await findingOf(fileOf(chain.slice(0, 9), { end: null }))).toMatchObject({ kind: 'cut' });
    const file = fileOf(chain);
    writeFileSync(file, `${JSON.stringify(makeChain(1)[0])}\n`, { flag: 'a' });
    expect(await findingOf(file)).toMatchObject({ kind: 'unreadable', line: 23 });
  });

  it('sees entries of another org, lines that are no entries, and files that are no export', async () => {
    expect(await findingOf(fileOf(changed(chain, 3, { orgId: '00D000000000002AAA' })))).toMatchObject({ kind: 'altered', seq: 3 });
    expect(await findingOf(fileOf(changed(chain, 3, { seq: 'three' } as never)))).toMatchObject({ kind: 'unreadable', line: 4 });
    const file = path.join(folder, 'broken.ndjson');
    for (const text of ['', 'hello\n', '{"format":"something/2"}\n', '[]\n']) {
      writeFileSync(file, text);
      expect((await findingOf(file))?.kind, text).toBe('unreadable');
    }
  });

  it('finds a chain that was made anew by the hash that it must contain', async () => {
    const known = chain[9]?.hash ?? '';
    expect(await findingOf(fileOf(chain), known)).toBeNull();
    const anew: AuditLink[] = [];
    for (const link of chain) {
      const next = { ...link, actor: 'nobody', prevHash: anew.at(-1)?.hash ?? GENESIS_HASH };
      anew.push({ ...next, hash: hashOfEntry(next) });
    }
    expect(await findingOf(fileOf(anew))).toBeNull();
    expect(await findingOf(fileOf(anew), known)).toMatchObject({ kind: 'unknown' });
  });
});
