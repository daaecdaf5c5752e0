import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeFixtureOrg, startBackend } from './support/fixture-org.ts';
import type { Backend, FixtureOrg } from './support/fixture-org.ts';

let backend: Backend;
let it: FixtureOrg;
const run = (method: string, parameters: Record<string, unknown> = {}): Promise<unknown> => it.org.invoke(`Probe.${method}`, parameters, it.as('admin'));

beforeAll(async () => {
  backend = await startBackend(true);
});
afterAll(() => backend.close());
beforeEach(async () => {
  it = await makeFixtureOrg({ callouts: { Books: { url: backend.url } } });
});

describe('what the platform refuses', () => {
  test('a callout after DML, and the row is taken back', async () => {
    await expect(run('calloutAfterDml')).rejects.toMatchObject({ exceptionType: 'System.CalloutException', message: expect.stringContaining('uncommitted work pending') });
    expect(await it.rows('SELECT Id FROM Account')).toEqual([]);
  });

  test('a callout after enqueueing, and the job never runs', async () => {
    await expect(run('calloutAfterEnqueue')).rejects.toMatchObject({ message: expect.stringContaining('uncommitted work pending') });
    await it.org.idle();
    expect(await it.rows('SELECT Id FROM AsyncApexJob')).toEqual([]);
  });

  test('a rollback and a released savepoint allow a callout again', async () => {
    expect(await run('calloutAfterRollback')).toBe(200);
  });

  test('the 101st query, and Apex cannot catch it', async () => {
    expect(await run('query', { times: 100 })).toBe(100);
    await expect(run('query', { times: 101 })).rejects.toMatchObject({ exceptionType: 'System.LimitException', message: 'Too many SOQL queries: 101' });
  });

  test('the 101st callout', async () => {
    expect(await run('call', { times: 100, timeoutMs: 5000 })).toBe(200);
    await expect(run('call', { times: 101, timeoutMs: 5000 })).rejects.toMatchObject({ message: 'Too many callouts: 101' });
  });

  test('the 151st DML statement, and nothing of the 150 stays', async () => {
    await expect(run('dml', { times: 151 })).rejects.toMatchObject({ message: 'Too many DML statements: 151' });
    expect(await it.rows('SELECT Id FROM Account')).toEqual([]);
  });

  test('the 51st enqueue', async () => {
    await expect(run('enqueue', { times: 51 })).rejects.toMatchObject({ message: 'Too many queueable jobs added to the queue: 51' });
  });

  test('DML in a cacheable method', async () => {
    await expect(run('cacheableDml')).rejects.toMatchObject({ message: 'Too many DML statements: 1' });
  });

  test('a field that the query left out', async () => {
    await it.insert('Account', [{ Name: 'Contoso' }]);
    await expect(run('unqueried')).rejects.toMatchObject({ exceptionType: 'System.SObjectException', message: expect.stringContaining('without querying the requested field: Account.Name') });
  });

  test('an address that is no named credential', async () => {
    await expect(run('callPlainAddress')).rejects.toMatchObject({ message: expect.stringContaining('Unauthorized endpoint') });
  });

  test('a callout of a user without access to the principal', async () => {
    await expect(it.org.invoke('Probe.call', { times: 1, timeoutMs: 1000 }, it.as('rep'))).rejects.toMatchObject({ message: expect.stringContaining("couldn't access the credential") });
    expect(await run('call', { times: 1, timeoutMs: 1000 })).toBe(200);
    expect(backend.requests.at(-1)?.headers['x-org']).toBe(it.org.id.slice(0, 15));
  });
});

test('what the library lacks is named, never answered with null', async () => {
  await expect(run('missingLibrary')).rejects.toThrow('not in the library of this Apex runner');
});

test('a far end that is silent ends in "Read timed out"', async () => {
  const silent = await startBackend(false);
  const other = await makeFixtureOrg({ callouts: { Books: { url: silent.url } } });
  await expect(other.org.invoke('Probe.call', { times: 1, timeoutMs: 150 }, other.as('admin'))).rejects.toMatchObject({ exceptionType: 'System.CalloutException', message: 'Read timed out' });
  await silent.close();
});
