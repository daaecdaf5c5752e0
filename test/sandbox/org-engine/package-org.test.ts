import { expect, test } from 'vitest';
import { makeFixtureOrg } from './support/fixture-org.ts';
import type { OrgJournal } from '../../../sandbox/salesforce/engine/options.ts';

test('with a namespace the outside names carry it and bare ones are unknown', async () => {
  const it = await makeFixtureOrg({ namespace: 'books' });
  expect(await it.insert('books__Ledger__c', [{ books__Key__c: 'k', books__Amount__c: 1.5 }])).toMatchObject([{ success: true }]);
  expect(await it.rows('SELECT books__Key__c, books__Account__r.Name FROM books__Ledger__c')).toMatchObject([{ attributes: { type: 'books__Ledger__c' }, books__Key__c: 'k', books__Account__r: null }]);
  await expect(it.org.query('SELECT Key__c FROM books__Ledger__c', it.system)).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
  await expect(it.org.query('SELECT Id FROM Ledger__c', it.system)).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
  expect(it.org.describe('books__Ledger__c', it.system)?.fields.map((field) => field.name)).toContain('books__Status__c');
  expect(it.org.describe('Ledger__c', it.system)).toBeNull();
  expect(await it.org.invoke('books.Probe.whoAmI', {}, it.as('admin'))).toMatchObject({ bookkeeper: true, object: 'books__Ledger__c' });
  expect(await it.org.invoke('Probe.saveSome', { keys: ['a'] }, it.as('admin'))).toEqual(['ok']);
});

test('a second start finds rows, numbers and assignments, and nothing that was taken back', async () => {
  const entries: unknown[] = [];
  const journal: OrgJournal = { entries: () => [...entries], append: (entry) => entries.push(JSON.parse(JSON.stringify(entry))) };
  const first = await makeFixtureOrg({ journal });
  const [account] = await first.insert('Account', [{ Name: 'Contoso', AnnualRevenue: 12 }]);
  await first.insert('Ledger__c', [{ Key__c: 'a', Amount__c: 12.5, Account__c: account?.id }]);
  await expect(first.org.invoke('Probe.dml', { times: 151 }, first.as('admin'))).rejects.toThrow();
  await first.org.close();
  const second = await makeFixtureOrg({ journal, seed: () => Promise.reject(new Error('seeded twice')) });
  expect(await second.rows('SELECT Name, Amount__c, Account__r.Name, CreatedBy.Alias FROM Ledger__c')).toMatchObject([{ Name: 'L-0001', Amount__c: 12.5, Account__r: { Name: 'Contoso' }, CreatedBy: { Alias: 'admin' } }]);
  expect(await second.rows('SELECT Id FROM Account')).toHaveLength(1);
  await second.insert('Ledger__c', [{ Key__c: 'b' }]);
  expect(await second.rows('SELECT Name FROM Ledger__c ORDER BY Name')).toMatchObject([{ Name: 'L-0001' }, { Name: 'L-0002' }]);
  expect(second.org.users.find((user) => user.alias === 'admin')?.customPermissions).toEqual(['Bookkeeper']);
});

test('tests are isolated, run their jobs, and tell the lines that ran', async () => {
  const it = await makeFixtureOrg();
  await it.insert('Account', [{ Name: 'not for tests' }]);
  const { results, coverage } = await it.org.runTestsWithCoverage();
  expect(results.map((result) => [result.methodName, result.outcome])).toEqual([['seesOnlyItsOwnData', 'Pass'], ['seesNothingOfTheOtherTest', 'Pass'], ['jobsRunAtStopTest', 'Pass'], ['runAsChangesTheUser', 'Pass'], ['failsOnPurpose', 'Fail']]);
  expect(results.at(-1)).toMatchObject({ message: 'System.AssertException: Assertion Failed: numbers: Expected: 1, Actual: 2', stackTrace: expect.stringContaining('Class.ProbeTest.failsOnPurpose: line') });
  expect(coverage.find((each) => each.name === 'JobFinalizer')).toMatchObject({ percent: 100 });
  expect(coverage.find((each) => each.name === 'Job')?.percent).toBeLessThan(100);
  expect(await it.rows('SELECT Name FROM Account')).toMatchObject([{ Name: 'not for tests' }]);
});
