import { beforeEach, describe, expect, test } from 'vitest';
import { makeFixtureOrg } from './support/fixture-org.ts';
import type { FixtureOrg } from './support/fixture-org.ts';

let it: FixtureOrg;
beforeEach(async () => {
  it = await makeFixtureOrg();
});

async function runJob(mode: string): Promise<{ names: unknown[]; final: unknown; job: Record<string, unknown> | undefined }> {
  const id = await it.org.invoke('Probe.start', { mode }, it.as('admin'));
  await it.org.idle();
  const accounts = await it.rows('SELECT Name, Description FROM Account ORDER BY Name');
  const [job] = await it.rows(`SELECT Status, NumberOfErrors, ExtendedStatus FROM AsyncApexJob WHERE Id = '${String(id)}'`);
  return { names: accounts.map((account) => account.Name), final: accounts.find((account) => String(account.Name).startsWith('final'))?.Description, job };
}

describe('queued Apex', () => {
  test('runs after commit, then its finalizer', async () => {
    expect(await runJob('good')).toMatchObject({ names: ['final good', 'job good'], final: 'SUCCESS none', job: { Status: 'Completed' } });
  });

  test('a job that fails leaves nothing but its finalizer and a failed AsyncApexJob', async () => {
    expect(await runJob('fail')).toMatchObject({ names: ['final fail'], final: 'UNHANDLED_EXCEPTION the job failed', job: { Status: 'Failed', NumberOfErrors: 1, ExtendedStatus: expect.stringContaining('the job failed') } });
  });

  test('the second enqueue from a job is refused', async () => {
    expect(await runJob('twice')).toMatchObject({ names: ['final twice'], final: expect.stringContaining('Too many queueable jobs added to the queue: 2') });
  });

  test('a job may ask 200 queries and not 201', async () => {
    expect((await runJob('queries')).final).toContain('Too many SOQL queries: 201');
  });

  test('a second job of the same signature is refused while the first waits, and taken later', async () => {
    expect(await it.org.invoke('Probe.startSigned', {}, it.as('admin'))).toBe('refused');
    await it.org.idle();
    expect(await it.org.invoke('Probe.startSigned', {}, it.as('admin'))).toBe('refused');
    await it.org.idle();
    expect(await it.rows("SELECT Id FROM Account WHERE Name = 'job signed'")).toHaveLength(2);
  });
});
