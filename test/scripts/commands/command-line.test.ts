import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAuditBackend, type AuditBackend } from '../../audit/support/audit-backend.ts';

const bin = fileURLToPath(new URL('../../../bin/crossledger.js', import.meta.url));
let house: AuditBackend;
let folder: string;
let tokenFile: string;
beforeAll(async () => {
  house = await startAuditBackend();
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-command-'));
  tokenFile = path.join(folder, 'token');
  writeFileSync(tokenFile, `${(await house.backend.addOperator('viewer', [house.orgId])).token}\n`, { mode: 0o600 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.stop();
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The command as a person runs it, in a process of its own, away from this checkout. */
function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { CROSSLEDGER_BACKEND: _backend, CROSSLEDGER_TOKEN_FILE: _file, ...rest } = process.env;
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...rest, NO_COLOR: '1', OCLIF_COLUMNS: '200', ...env } });
    const texts = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => { texts.out += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { texts.err += data.toString(); });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...texts }));
  });
}

/** Where nobody listens any more. */
async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

const asked = (...args: string[]): Promise<Ended> => run([...args, '--backend', house.backend.url, '--token-file', tokenFile]);

describe('npx crossledger', () => {
  it('exports a trail, finds it sound without the server, and names the entry that somebody altered, with exit code 2', async () => {
    const file = path.join(folder, 'trail.ndjson');
    const exported = await asked('audit', 'export', '--output-file', file);
    expect(exported).toMatchObject({ code: 0, err: '' });
    expect(existsSync(`${file}.part`)).toBe(false);
    const sound = await run(['audit', 'verify', file]);
    expect(sound.code).toBe(0);
    const lastHash = /Last hash ([0-9a-f]{64})/.exec(sound.out)?.[1];
    expect(exported.out).toContain(lastHash);
    expect((await run(['audit', 'verify', file, '--contains', lastHash ?? ''])).code).toBe(0);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"after":{"value":3}', '"after":{"value":9}'));
    const altered = await run(['audit', 'verify', file]);
    expect(altered.code).toBe(2);
    expect(altered.err).toMatch(/Entry \d+ \(setting\.changed of setting\/3 at .*\) was altered: it does not fit its hash\./);
    const asJson = await run(['audit', 'verify', file, '--json']);
    expect(asJson.code).toBe(2);
    expect(JSON.parse(asJson.out)).toMatchObject({ code: 'audit.altered', exitCode: 2, data: { ok: false, finding: { kind: 'altered' } } });
  });

  it('shows the trail as a table for people and whole as JSON', async () => {
    const table = await asked('audit', 'show', '--action', 'setting.changed', '--limit', '2');
    expect(table.code).toBe(0);
    expect(table.out).toMatch(/value: 4 → 5/);
    expect(table.out).toMatch(/There are more: add --after \d+/);
    const { code, out } = await asked('audit', 'show', '--subject', house.key, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as { result: { rows: { action: string }[] } }).result.rows.map((row) => row.action)).toEqual(['order.written-back', 'order.sent', 'write.done', 'write.done', 'write.done']);
  });

  it('shows the certificate of an order, which ends in the sentence', async () => {
    const { code, out } = await asked('order', 'certificate', house.key);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Exactly one order exists for this key in company usmf \(SO-1\), looked up at \d{4}-/);
    expect(out).toMatch(/create header \(1\): done/);
  });

  it('takes address and token from the environment too', async () => {
    const { code, out } = await run(['audit', 'show', '--json', '--limit', '1'], { CROSSLEDGER_BACKEND: house.backend.url, CROSSLEDGER_TOKEN_FILE: tokenFile });
    expect(code).toBe(0);
    expect((JSON.parse(out) as { result: { rows: unknown[] } }).result.rows).toHaveLength(1);
  });

  it('says a refusal in the backend\'s words, who can fix it, and under which request it is logged; exit code 1', async () => {
    const unknown = await asked('order', 'certificate', 'AAAAAAAAAAAAAAAA');
    expect(unknown.code).toBe(1);
    expect(unknown.err).toMatch(/record\.unknown/);
    expect(unknown.err).toMatch(/Push AAAAAAAAAAAAAAAA was not found\./);
    expect(unknown.err).toMatch(/Who can fix it: a sales rep\./);
    expect(unknown.err).toMatch(/Request id: [0-9a-f-]{36}/);
    const bad = path.join(folder, 'bad-token');
    writeFileSync(bad, 'wrong');
    const refused = await run(['audit', 'show', '--backend', house.backend.url, '--token-file', bad, '--json']);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ code: 'auth.refused', data: { fixer: 'admin' } });
    expect(refused.out).not.toContain('wrong');
  });

  it('says what is missing when it was called wrongly; exit code 2', async () => {
    const wrong: [string[], RegExp][] = [
      [['audit', 'verify'], /Missing 1 required arg/],
      [['audit', 'verify', 'nowhere.ndjson'], /There is no file nowhere\.ndjson/],
      [['audit', 'show', '--backend', house.backend.url], /Nothing says who asks/],
      [['audit', 'show', '--backend', 'ftp://x', '--token-file', tokenFile], /no address of a backend/],
      [['audit', 'show', '--backend', house.backend.url, '--token-file', 'nowhere'], /cannot be read \(ENOENT\)/],
      [['audit', 'nothing'], /audit:nothing not found/],
    ];
    const ends = await Promise.all(wrong.map(([args]) => run(args)));
    for (const [index, [args, words]] of wrong.entries()) expect([ends[index]?.code, ends[index]?.err], args.join(' ')).toEqual([2, expect.stringMatching(words)]);
  });

  it('says that a backend does not answer; exit code 1', async () => {
    const { code, err } = await run(['audit', 'show', '--backend', await deadAddress(), '--token-file', tokenFile]);
    expect([code, err]).toEqual([1, expect.stringMatching(/The backend at http:\/\/127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)\./)]);
  });
});
