import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCli, openSf, quietAt, SF_PROGRAM, type Sf } from './support/run-sf.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const slowMs = 120_000;

let sf: Sf;

/** The real `sf` as a person runs it. */
function run(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const env = { ...quietAt(sf.home), PATH: process.env['PATH'] };
    const child = execFile(process.execPath, [SF_PROGRAM, ...args], { env, cwd: sf.home }, (_cause, stdout) => { resolve({ code: child.exitCode ?? -1, out: stdout }); });
  });
}

describe.skipIf(!hasCli)('the plugin, linked into the sf CLI', () => {
  beforeAll(async () => {
    sf = openSf();
    const { code, out } = await run('plugins', 'link', root, '--no-install');
    expect(code, out).toBe(0);
  }, slowMs);
  afterAll(() => { sf.close(); });

  test('has its commands below crossledger', async () => {
    const { code, out } = await run('crossledger', '--help');
    expect(code, out).toBe(0);
    for (const topic of ['audit', 'connection', 'mapping', 'order', 'org', 'queue', 'deploy', 'doctor', 'init']) expect(out).toContain(`crossledger ${topic}`);
  }, slowMs);

  test('answers there as it does in the checkout', async () => {
    const token = join(sf.home, 'token');
    writeFileSync(token, 'not-a-token-of-anybody', { mode: 0o600 });
    const { code, out } = await run('crossledger', 'doctor', '--backend', 'http://127.0.0.1:1', '--token-file', token, '--json');
    expect(code, out).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ status: 1, result: { ok: false, checks: [{ id: 'backend.reachable', status: 'failed', code: 'backend.unreachable' }, { status: 'skipped' }, { status: 'skipped' }, { status: 'skipped' }] } });
  }, slowMs);
});
