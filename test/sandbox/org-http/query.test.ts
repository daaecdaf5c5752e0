import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { pluck } from './support/wire.ts';

let org: TestOrg;
const rowCount = 2300;

beforeAll(async () => {
  org = await startTestOrg();
  for (let at = 0; at < rowCount; at += 200) {
    const names = Array.from({ length: Math.min(200, rowCount - at) }, (_, row) => `Account ${at + row}`);
    const answer = await org.wire.data('POST', 'composite/sobjects', { allOrNone: true, records: names.map((Name) => ({ attributes: { type: 'Account' }, Name })) });
    expect(pluck(answer.body, 'success').every(Boolean)).toBe(true);
  }
});
afterAll(() => org.close());

describe('query', () => {
  test('pages at 2,000 rows and gives the rest under a locator', async () => {
    const first = await org.wire.query('SELECT Id, Name FROM Account');
    expect(first.body).toMatchObject({ totalSize: rowCount, done: false });
    expect(first.body.records).toHaveLength(2000);
    expect(first.body.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/\w{18}-2000$/);
    const rest = await org.wire.send('GET', String(first.body.nextRecordsUrl));
    expect(rest.body).toMatchObject({ totalSize: rowCount, done: true });
    expect(rest.body.records).toHaveLength(rowCount - 2000);
    expect(rest.body).not.toHaveProperty('nextRecordsUrl');
  });

  test('the batch size is honoured between 200 and 2,000', async () => {
    const ask = (size: number) => org.wire.data('GET', 'query?q=SELECT+Id+FROM+Account', undefined, { 'sforce-query-options': `batchSize=${size}` });
    expect((await ask(500)).body.records).toHaveLength(500);
    expect((await ask(10)).body.records).toHaveLength(200);
  });

  test("a locator dies, and nobody may use another user's", async () => {
    const { body } = await org.wire.query('SELECT Id FROM Account');
    const { body: rep } = await org.wire.admin('POST', 'tokens', { alias: 'rep' });
    const invalid = { status: 400, body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] };
    expect(await org.wire.send('GET', String(body.nextRecordsUrl), { token: String(rep.accessToken) })).toMatchObject(invalid);
    await org.wire.admin('POST', 'expire-locators');
    expect(await org.wire.send('GET', String(body.nextRecordsUrl))).toMatchObject(invalid);
  });

  test('count() answers a number without rows, and columns=true the columns without rows', async () => {
    expect((await org.wire.query('SELECT count() FROM Account')).body).toMatchObject({ totalSize: rowCount, done: true, records: [] });
    const columns = await org.wire.data('GET', `query?q=${encodeURIComponent('SELECT Id, Name FROM Account LIMIT 1')}&columns=true`);
    expect(columns.body).toMatchObject({ entityName: 'Account', idSelected: true, keyPrefix: '001', groupBy: false });
    expect(columns.body.columnMetadata[0]).toMatchObject({ columnName: 'Id', apexType: 'Id', textType: true, joinColumns: [] });
  });

  test('queryAll sees what was deleted', async () => {
    const id = await org.wire.create('Account', { Name: 'To be deleted' });
    await org.wire.data('DELETE', `sobjects/Account/${id}`);
    const soql = encodeURIComponent(`SELECT Id, IsDeleted FROM Account WHERE Id = '${id}'`);
    expect((await org.wire.data('GET', `query?q=${soql}`)).body.totalSize).toBe(0);
    expect((await org.wire.data('GET', `queryAll?q=${soql}`)).body.records).toMatchObject([{ Id: id, IsDeleted: true }]);
  });

  test.each([
    ['SELECT Id FROM ScratchOrgInfo limit 1', 'INVALID_TYPE', /ERROR at Row:1:Column:/],
    ['SELECT Nonsense FROM Account', 'INVALID_FIELD', /ERROR at Row:1:Column:8/],
    ['SELECT FROM', 'MALFORMED_QUERY', /./],
  ])('%s is refused with %s', async (soql, errorCode, message) => {
    const answer = await org.wire.query(soql);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode }] });
    expect(answer.body[0].message).toMatch(message);
  });

  test('the version of the path is the version in the records', async () => {
    const answer = await org.wire.send('GET', '/services/data/v59.0/query?q=SELECT+Id+FROM+Account+LIMIT+1');
    expect(answer.body.records[0].attributes.url).toMatch(/^\/services\/data\/v59\.0\/sobjects\/Account\/001/);
  });
});
