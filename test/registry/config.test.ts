import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/config/config.ts';
import { newMasterKeyText } from '../../server/kernel/secret.ts';

let folder: string;
beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'crossledger-config-')); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const base = { CROSSLEDGER_AUDIENCE: 'https://crossledger.contoso.example', CROSSLEDGER_MASTER_KEY: newMasterKeyText() };
const config = (env: Record<string, string | undefined>) => {
  const parsed = parseConfig(env);
  return parsed.ok ? parsed.config : expect.fail(parsed.problems.join(' '));
};
const problems = (env: Record<string, string | undefined>): string[] => {
  const parsed = parseConfig(env);
  return parsed.ok ? expect.fail('accepted') : parsed.problems;
};

describe('the settings', () => {
  it('need only an audience and a key; the rest has safe defaults', () => {
    expect(config({ ...base, HOME: '/nobody' })).toMatchObject({
      host: '127.0.0.1', dataFolder: path.resolve('data'), databaseUrl: null, audience: base.CROSSLEDGER_AUDIENCE, pollMs: 60_000, profile: 'production', logLevel: 'info',
      addressRules: { allowedHosts: ['*.dynamics.com', 'login.microsoftonline.com', '*.salesforce.com'], allowLoopback: false },
    });
  });
  it('are taken as given', () => {
    const given = config({ ...base, CROSSLEDGER_PORT: '0', CROSSLEDGER_ALLOWED_HOSTS: ' ERP.contoso.example , *.fabrikam.example', CROSSLEDGER_ALLOW_LOOPBACK: 'true', CROSSLEDGER_DATABASE_URL: 'postgres://u:p@h:5432/d', CROSSLEDGER_PROFILE: 'demo' });
    expect(given).toMatchObject({ port: 0, databaseUrl: 'postgres://u:p@h:5432/d', addressRules: { allowedHosts: ['erp.contoso.example', '*.fabrikam.example'], allowLoopback: true }, warnings: [] });
  });
  it('report all problems together, one sentence each, and repeat no secret', () => {
    const found = problems({ CROSSLEDGER_PORT: '70000', CROSSLEDGER_POLL_MS: 'often', CROSSLEDGER_ALLOW_LOOPBACK: 'yes', CROSSLEDGER_DATABASE_URL: 'mysql://root:hunter22@db/x', CROSSLEDGER_MASTER_KEY: 'hunter22', CROSSLEDGER_LOG_LEVEL: 'loud', CROSSLEDGER_PROFILE: 'test', CROSSLEDGER_ALLOWED_HOSTS: 'https://a.example' });
    for (const name of ['PORT', 'POLL_MS', 'ALLOW_LOOPBACK', 'DATABASE_URL', 'MASTER_KEY', 'LOG_LEVEL', 'PROFILE', 'ALLOWED_HOSTS', 'AUDIENCE']) {
      expect(found.filter((sentence) => sentence.startsWith(`CROSSLEDGER_${name} `)), name).toHaveLength(1);
    }
    for (const sentence of found) expect(sentence).toMatch(/\.$/);
    expect(found.join(' ')).not.toContain('hunter22');
  });
  it('count an empty text as absent', () => {
    expect(problems({ ...base, CROSSLEDGER_AUDIENCE: '' })).toEqual([expect.stringMatching(/^CROSSLEDGER_AUDIENCE is missing/)]);
  });
  it('warn in production without a database server, and of a name that means nothing', () => {
    const { warnings } = config({ ...base, CROSSLEDGER_PROT: '1' });
    expect(warnings).toEqual([expect.stringContaining('CROSSLEDGER_PROT'), expect.stringContaining('CROSSLEDGER_DATABASE_URL')]);
    expect(config({ ...base, CROSSLEDGER_PROFILE: 'development' }).warnings).toEqual([]);
  });
});

describe('the master key', () => {
  const env = (file: string, data = path.join(folder, 'data')) => ({ CROSSLEDGER_AUDIENCE: base.CROSSLEDGER_AUDIENCE, CROSSLEDGER_MASTER_KEY_FILE: file, CROSSLEDGER_DATA_DIR: data });
  it('is needed, once', () => {
    expect(problems({ ...base, CROSSLEDGER_MASTER_KEY: undefined })).toEqual([expect.stringMatching(/MASTER_KEY_FILE is missing/)]);
    expect(problems({ ...base, CROSSLEDGER_MASTER_KEY_FILE: '/x' })).toEqual([expect.stringMatching(/both set/)]);
    expect(problems({ ...base, CROSSLEDGER_MASTER_KEY: Buffer.alloc(16).toString('base64') })).toEqual([expect.stringMatching(/32 random bytes/)]);
  });
  it('is written to a private file at the first start and read at the second', () => {
    const file = path.join(folder, 'keys', 'master');
    const first = config(env(file)).masterKey.id;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(config(env(file)).masterKey.id).toBe(first);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
  it('is not accepted from a file that others may read', () => {
    const file = path.join(folder, 'open-key');
    writeFileSync(file, newMasterKeyText());
    chmodSync(file, 0o640);
    expect(problems(env(file))).toEqual([expect.stringMatching(/mode 640.*600/)]);
  });
  it('is not accepted inside the data folder, nor by a link into it', () => {
    const data = path.join(folder, 'store');
    mkdirSync(data);
    symlinkSync(data, path.join(folder, 'elsewhere'));
    for (const file of [path.join(data, 'key'), path.join(data, 'deep', 'key'), path.join(folder, 'elsewhere', 'key')]) {
      expect(problems(env(file, data))).toEqual([expect.stringMatching(/inside the data folder/)]);
      expect(existsSync(file)).toBe(false);
    }
    expect(config(env(path.join(folder, 'store-key'), data)).masterKey.id).toMatch(/^[0-9a-f]{8}$/);
  });
  it('is not made while something else is wrong', () => {
    const file = path.join(folder, 'not-yet');
    expect(problems({ ...env(file), CROSSLEDGER_PORT: 'x' })).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
  });
  it('is refused when the file holds something else', () => {
    const file = path.join(folder, 'no-key');
    writeFileSync(file, 'something else', { mode: 0o600 });
    expect(problems(env(file))).toEqual([expect.stringMatching(/does not hold/)]);
  });
});
