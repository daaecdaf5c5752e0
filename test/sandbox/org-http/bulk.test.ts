import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCsv, writeCsv } from '../../../sandbox/salesforce/http/bulk/csv.ts';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

async function ingest(settings: object, csv: string): Promise<{ id: string; job: Record<string, unknown> }> {
  const created = await org.wire.data('POST', 'jobs/ingest', settings);
  const path = `jobs/ingest/${String(created.body.id)}`;
  expect((await org.wire.data('PUT', `${path}/batches`, csv, { 'content-type': 'text/csv' })).status).toBe(201);
  expect((await org.wire.data('PATCH', path, { state: 'UploadComplete' })).body.state).toBe('UploadComplete');
  await expect.poll(async () => String((await org.wire.data('GET', path)).body.state)).toMatch(/JobComplete|Failed/);
  return { id: String(created.body.id), job: (await org.wire.data('GET', path)).body };
}

describe('CSV', () => {
  test('quotes, delimiters, line breaks and empty cells come back as they went', () => {
    const rows = [['a', 'b'], ['x, y', 'say "hi"'], ['two\nlines', ''], ['', 'z']];
    expect(parseCsv(writeCsv(rows, ',', '\n'), ',')).toEqual(rows);
    expect(parseCsv('a;b\r\n1;2\r\n', ';')).toEqual([['a', 'b'], ['1', '2']]);
    expect(parseCsv('a,b\n1,', ',')).toEqual([['a', 'b'], ['1', '']]);
  });
});

describe('ingest', () => {
  test('an upsert tells new, known and failed rows apart', async () => {
    await org.wire.create('Account', { Name: 'Known', ERP_Key__c: 'K1' });
    const { id, job } = await ingest({ object: 'Account', operation: 'upsert', externalIdFieldName: 'ERP_Key__c', lineEnding: 'LF' }, 'ERP_Key__c,Name,Phone\nK1,"Known, Inc",#N/A\nK2,New,1\nK3,,\n');
    expect(job).toMatchObject({ state: 'JobComplete', jobType: 'V2Ingest', numberRecordsProcessed: 3, numberRecordsFailed: 1 });
    const successful = parseCsv(String((await org.wire.data('GET', `jobs/ingest/${id}/successfulResults`)).body), ',');
    expect(successful[0]).toEqual(['sf__Id', 'sf__Created', 'ERP_Key__c', 'Name', 'Phone']);
    expect(successful.slice(1).map((row) => row.slice(1, 4))).toEqual([['false', 'K1', 'Known, Inc'], ['true', 'K2', 'New']]);
    const failed = parseCsv(String((await org.wire.data('GET', `jobs/ingest/${id}/failedResults`)).body), ',');
    expect(failed[1]?.[1]).toMatch(/^REQUIRED_FIELD_MISSING:Required fields are missing: \[Name\]:Name --$/);
    expect(parseCsv(String((await org.wire.data('GET', `jobs/ingest/${id}/unprocessedrecords`)).body), ',')).toHaveLength(1);
  });

  test('a parent column names the parent by its external id', async () => {
    await org.wire.create('Account', { Name: 'Parent', ERP_Key__c: 'P1' });
    await ingest({ object: 'Contact', operation: 'insert' }, 'LastName,Account.ERP_Key__c\nBuyer,P1\n');
    expect((await org.wire.query("SELECT Account.Name FROM Contact WHERE LastName = 'Buyer'")).body.records).toMatchObject([{ Account: { Name: 'Parent' } }]);
  });

  test('an unknown column fails the job and leaves all rows unprocessed', async () => {
    const { id, job } = await ingest({ object: 'Account', operation: 'insert' }, 'Name,Nonsense\nA,1\n');
    expect(job).toMatchObject({ state: 'Failed', errorMessage: expect.stringContaining('InvalidBatch') });
    expect(parseCsv(String((await org.wire.data('GET', `jobs/ingest/${id}/unprocessedrecords`)).body), ',')).toHaveLength(2);
  });

  test('deletes by id, refuses a second upload and an unknown object', async () => {
    const row = await org.wire.create('Account', { Name: 'To delete' });
    const { id } = await ingest({ object: 'Account', operation: 'delete' }, `Id\n${row}\n`);
    expect((await org.wire.data('GET', `sobjects/Account/${row}`)).status).toBe(404);
    expect((await org.wire.data('PUT', `jobs/ingest/${id}/batches`, 'Id\n')).body[0].errorCode).toBe('INVALIDJOBSTATE');
    expect((await org.wire.data('POST', 'jobs/ingest', { object: 'Nothing', operation: 'insert' })).status).toBe(400);
  });
});

describe('query jobs', () => {
  test('results are paged by maxRecords and Sforce-Locator', async () => {
    for (const Name of ['Page A', 'Page B', 'Page C']) await org.wire.create('Account', { Name, Batch__c: 'paged' });
    const created = await org.wire.data('POST', 'jobs/query', { operation: 'query', query: "SELECT Name FROM Account WHERE Batch__c = 'paged' ORDER BY Name" });
    const path = `jobs/query/${String(created.body.id)}`;
    await expect.poll(async () => String((await org.wire.data('GET', path)).body.state)).toBe('JobComplete');
    const first = await org.wire.data('GET', `${path}/results?maxRecords=2`);
    expect(parseCsv(String(first.body), ',')).toEqual([['Name'], ['Page A'], ['Page B']]);
    const rest = await org.wire.data('GET', `${path}/results?maxRecords=2&locator=${String(first.headers.get('sforce-locator'))}`);
    expect(parseCsv(String(rest.body), ',')).toEqual([['Name'], ['Page C']]);
    expect(rest.headers.get('sforce-locator')).toBe('null');
  });
});
