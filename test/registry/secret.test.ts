import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { addressProblem } from '../../server/kernel/address.ts';
import { createLog } from '../../server/kernel/log.ts';
import { messageOf } from '../../server/kernel/errors.ts';
import { newMasterKeyText, open, parseMasterKey, seal, Secret } from '../../server/kernel/secret.ts';

const newKey = () => parseMasterKey(newMasterKeyText()) ?? expect.fail('no key');

describe('a secret', () => {
  it('shows itself only when asked', () => {
    const secret = new Secret('hunter22');
    for (const shown of [String(secret), JSON.stringify({ secret }), inspect(secret), inspect({ deep: { secret } }), Object.keys(secret).join()]) expect(shown).not.toContain('hunter22');
    expect(secret.reveal()).toBe('hunter22');
  });
});

describe('a sealed secret', () => {
  const key = newKey();
  const reasonOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return messageOf((error as Error).cause);
    }
    return 'opened';
  };
  it('opens for its owner with its key, and is different each time', () => {
    const sealed = seal(key, 'connection/a', new Secret('pässwörd'));
    expect(open(key, 'connection/a', sealed).reveal()).toBe('pässwörd');
    expect(seal(key, 'connection/a', new Secret('pässwörd'))).not.toBe(sealed);
    expect(sealed).toMatch(new RegExp(`^v1\\.${key.id}\\.`));
  });
  it('does not open for another owner, with another key, or when changed by one bit', () => {
    const sealed = seal(key, 'connection/a', new Secret('hunter22'));
    expect(reasonOf(() => open(key, 'connection/b', sealed))).toMatch(/belongs to something else/);
    expect(reasonOf(() => open(newKey(), 'connection/a', sealed))).toMatch(/sealed with master key/);
    const [format, id, data] = sealed.split('.');
    const bytes = Buffer.from(data ?? '', 'base64url');
    for (const index of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[index] ?? 0) ^ 1, index);
      expect(reasonOf(() => open(key, 'connection/a', `${format}.${id}.${changed.toString('base64url')}`))).toMatch(/was changed/);
    }
    expect(reasonOf(() => open(key, 'connection/a', `${format}.${id}.AAAA`))).toMatch(/was changed/);
    expect(reasonOf(() => open(key, 'connection/a', 'nonsense'))).toMatch(/not a sealed secret/);
  });
});

describe('the log', () => {
  const write = (fields: Record<string, string | number>): string => {
    const lines: string[] = [];
    createLog({ level: 'info', write: (line) => { lines.push(line); } }).info('thing.done', fields);
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  };
  it('writes one JSON line per outcome, whatever the values hold', () => {
    const nasty = 'a\nb\r\u001b[31m\u0085\u2028\u202e"}';
    const line = write({ key: nasty });
    // eslint-disable-next-line no-control-regex
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(line)).toMatchObject({ level: 'info', event: 'thing.done', key: nasty });
  });
  it('cuts long values', () => {
    expect(write({ key: 'x'.repeat(100_000) }).length).toBeLessThan(2500);
  });
  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    createLog({ level: 'warn', write: (line) => { lines.push(line); } }).info('thing.done');
    expect(lines).toEqual([]);
  });
});

describe('an address', () => {
  const rules = { allowedHosts: ['*.dynamics.com', 'login.microsoftonline.com'], allowLoopback: false };
  it.each(['https://contoso.operations.dynamics.com/data', 'https://api.businesscentral.dynamics.com', 'https://login.microsoftonline.com/x', 'https://LOGIN.microsoftonline.com./'.replace('./', '/')])('%s is allowed', (address) => {
    expect(addressProblem(address, rules)).toBeNull();
  });
  it.each([
    'http://contoso.operations.dynamics.com', 'https://dynamics.com', 'https://evildynamics.com', 'https://dynamics.com.evil.example', 'https://evil.example/?x=.dynamics.com', 'https://user:pw@a.dynamics.com',
    'https://a.dynamics.com@evil.example', 'https://a.dynamics.com#x', 'ftp://a.dynamics.com', 'javascript:alert(1)', 'https://127.0.0.1', 'http://localhost:1', 'https://[::1]', 'https://0x7f.1', 'https://169.254.169.254', 'https://x.login.microsoftonline.com', 'nonsense',
  ])('%s is refused', (address) => {
    expect(addressProblem(address, rules)).not.toBeNull();
  });
  it('of this machine is allowed, without encryption too, only when the settings say so', () => {
    for (const address of ['http://127.0.0.1:4283', 'http://localhost:4283/x', 'http://[::1]:4283']) expect(addressProblem(address, { ...rules, allowLoopback: true })).toBeNull();
    expect(addressProblem('http://10.0.0.1', { ...rules, allowLoopback: true })).not.toBeNull();
  });
});
