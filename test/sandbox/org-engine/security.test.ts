import { verify } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeFixtureOrg } from './support/fixture-org.ts';
import type { FixtureOrg } from './support/fixture-org.ts';

let it: FixtureOrg;
beforeEach(async () => {
  it = await makeFixtureOrg();
});
const run = (alias: 'admin' | 'rep' | 'plain' | 'integration', method: string, parameters: Record<string, unknown> = {}): Promise<unknown> => it.org.invoke(`Probe.${method}`, parameters, it.as(alias));

describe('objects', () => {
  test('a user without rights does not even see the object', async () => {
    expect(it.org.describe('Ledger__c', it.as('rep'))).toBeNull();
    await expect(it.org.query('SELECT Id FROM Ledger__c', it.as('rep'))).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
    expect(await it.insert('Ledger__c', [{ Key__c: 'x' }], it.as('rep'))).toMatchObject([{ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] }]);
  });

  test('USER_MODE refuses what system mode does', async () => {
    await expect(run('rep', 'userModeInsert', { withAmount: false })).rejects.toMatchObject({ exceptionType: 'System.DmlException', message: expect.stringContaining("Access to entity 'Ledger__c' denied") });
    expect(await run('rep', 'systemModeInsert')).toBe(1);
    expect(await run('admin', 'userModeInsert', { withAmount: false })).toBe(1);
  });

  test('a rep edits accounts and reads products only', () => {
    expect(it.org.describe('Account', it.as('rep'))).toMatchObject({ createable: true, updateable: true });
    expect(it.org.describe('Product2', it.as('rep'))).toMatchObject({ createable: false, updateable: false, queryable: true });
  });
});

describe('fields', () => {
  test('a hidden field does not exist for the user', async () => {
    expect(it.org.describe('Ledger__c', it.as('integration'))?.fields.map((field) => field.name)).not.toContain('Secret__c');
    await expect(it.org.query('SELECT Secret__c FROM Ledger__c', it.as('integration'))).rejects.toMatchObject({ errorCode: 'INVALID_FIELD', message: expect.stringContaining("No such column 'Secret__c'") });
    await expect(run('integration', 'userModeRead')).rejects.toMatchObject({ exceptionType: 'System.QueryException' });
  });

  test('a field that may only be read cannot be written, by the API or in USER_MODE', async () => {
    expect(await it.insert('Ledger__c', [{ Key__c: 'x', Amount__c: 1 }], it.as('integration'))).toMatchObject([{ success: false, errors: [{ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Amount__c'] }] }]);
    await expect(run('integration', 'userModeInsert', { withAmount: true })).rejects.toMatchObject({ message: expect.stringContaining('fields being inaccessible') });
  });

  test('the integration user sees standard fields only where they are granted', async () => {
    await expect(it.org.query('SELECT Phone FROM Account', it.as('integration'))).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
  });
});

describe('records', () => {
  test('private accounts are seen by their owner, by "without sharing" and by an admin', async () => {
    await it.insert('Account', [{ Name: 'own' }], it.as('rep'));
    await it.insert('Account', [{ Name: 'other' }]);
    expect(await run('rep', 'visibleAccounts')).toBe(2);
    it.org.setSharing('Account', 'Private');
    expect(await run('rep', 'visibleAccounts')).toBe(1);
    expect(await run('rep', 'allAccounts')).toBe(2);
    expect(await run('admin', 'visibleAccounts')).toBe(2);
    expect(await it.rows('SELECT Name FROM Account', it.as('rep'))).toMatchObject([{ Name: 'own' }]);
    it.org.setSharing('Account', 'ReadWrite');
  });

  test('read-only sharing lets others read and not write', async () => {
    const [account] = await it.insert('Account', [{ Name: 'other' }]);
    it.org.setSharing('Account', 'Read');
    expect(await it.rows('SELECT Name FROM Account', it.as('rep'))).toHaveLength(1);
    expect(await it.update('Account', [{ Id: account?.id, Name: 'mine' }], it.as('rep'))).toMatchObject([{ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] }]);
    it.org.setSharing('Account', 'ReadWrite');
  });
});

describe('users', () => {
  test('permissions and describes are the running user\'s', async () => {
    expect(await run('admin', 'whoAmI')).toMatchObject({ user: it.as('admin').userId, bookkeeper: true, readsSecret: true, editsAmount: false, createsLedgers: true });
    expect(await run('rep', 'whoAmI')).toMatchObject({ user: it.as('rep').userId, bookkeeper: false, readsSecret: false, createsLedgers: false });
  });

  test('a class needs access', async () => {
    await expect(run('plain', 'visibleAccounts')).rejects.toMatchObject({ message: expect.stringContaining("access to the Apex class named 'Probe'") });
  });

  test('hierarchy settings come from the user, then the org, then the defaults', async () => {
    expect(await run('admin', 'whoAmI')).toMatchObject({ switchOn: true, word: null, percent: 19.5 });
    await it.insert('Switch__c', [{ SetupOwnerId: it.org.id, On__c: false, Word__c: 'org' }]);
    expect(await run('rep', 'whoAmI')).toMatchObject({ switchOn: false, word: 'org' });
    await it.insert('Switch__c', [{ SetupOwnerId: it.as('rep').userId, On__c: true }]);
    expect(await run('rep', 'whoAmI')).toMatchObject({ switchOn: true, word: 'org' });
  });
});

test('Auth.JWS signs with the org\'s certificate, RS256', async () => {
  const [header = '', payload = '', signature = ''] = String(await run('admin', 'token')).split('.');
  expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), it.org.certificate.pem, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'RS256' });
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(claims).toMatchObject({ iss: 'issuer', sub: 'subject', aud: 'audience', list: ['a'], flag: true });
  expect(claims.exp - claims.iat).toBe(120);
});

test('an answer to a component holds its @AuraEnabled members only', async () => {
  expect(await run('admin', 'answer', { amount: 10, words: ['a', 'b'] })).toEqual({ amount: 11, words: ['a', 'b'] });
  await expect(run('admin', 'fails')).rejects.toMatchObject({ exceptionType: 'System.AuraHandledException', message: 'Said on purpose.' });
});

test('decimals, dates, texts and JSON look as on the platform', async () => {
  expect(await run('admin', 'words', { at: '2026-07-01T12:00:00.000Z' })).toBe('12.50|25.00|0.3333|2026-07-01 14:00|2026-02-28|2|{"price":12.50,"none":null}|is x');
});
