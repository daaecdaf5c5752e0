import { afterEach, afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { makeWire, pluck } from './support/wire.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());
afterEach(async () => {
  await org.wire.admin('DELETE', 'faults');
  await org.wire.admin('DELETE', 'row-faults');
  await org.wire.admin('DELETE', 'validation-rules');
});

const countOf = async (name: string): Promise<number> => Number((await org.wire.query(`SELECT count() FROM Account WHERE Name = '${name}'`)).body.totalSize);
const atCreate = { method: 'POST', path: '/sobjects/Account' };

describe('faults of a request', () => {
  test('the connection breaks after the row was committed', async () => {
    await org.wire.admin('POST', 'faults', { match: atCreate, action: { drop: 'after' } });
    await expect(org.wire.create('Account', { Name: 'Dropped after' })).rejects.toThrow();
    expect(await countOf('Dropped after')).toBe(1);
  });

  test('the row is committed some time after the connection broke', async () => {
    await org.wire.admin('POST', 'faults', { match: atCreate, action: { drop: 'late', commitAfterMs: 150 } });
    await expect(org.wire.create('Account', { Name: 'Late' })).rejects.toThrow();
    expect(await countOf('Late')).toBe(0);
    await expect.poll(() => countOf('Late')).toBe(1);
  });

  test('all tokens expire', async () => {
    const { body } = await org.wire.admin('POST', 'tokens', { alias: 'rep' });
    const ask = () => org.wire.send('GET', '/services/data/v66.0/limits', { token: String(body.accessToken) });
    const held = org.server.issueToken('admin');
    expect((await ask()).status).toBe(200);
    await org.wire.admin('POST', 'faults', { match: { path: 'limits' }, action: { expireTokens: true } });
    expect((await ask()).status).toBe(401);
    expect((await org.wire.send('GET', '/services/data/v66.0/limits', { token: held })).status).toBe(401);
    org.wire = makeWire(org.url, org.server.issueToken('admin'));
  });

  test('the daily limit is a scripted 403', async () => {
    const body = [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }];
    await org.wire.admin('POST', 'faults', { match: { path: '/query' }, action: { status: 403, body } });
    expect(await org.wire.query('SELECT Id FROM Account LIMIT 1')).toMatchObject({ status: 403, body });
    expect((await org.wire.query('SELECT Id FROM Account LIMIT 1')).status).toBe(200);
  });

  test('the log tells what came over the wire, and who said to be calling', async () => {
    await org.wire.admin('DELETE', 'log');
    await org.wire.data('GET', 'limits', undefined, { 'sforce-call-options': 'client=Crossledger' });
    expect((await org.wire.admin('GET', 'log')).body).toMatchObject([{ method: 'GET', path: '/services/data/v66.0/limits', status: 200, outcome: 'answered' }]);
    expect(((await org.wire.admin('GET', 'call-options')).body as unknown[]).at(-1)).toMatchObject({ path: '/services/data/v66.0/limits', client: 'Crossledger' });
  });
});

describe('faults of a row', () => {
  test('some rows of a collection are locked while the others are saved', async () => {
    await org.wire.admin('POST', 'row-faults', { object: 'Account', operation: 'insert', after: 1, times: 1 });
    const records = ['Row A', 'Row B', 'Row C'].map((Name) => ({ attributes: { type: 'Account' }, Name }));
    const { body } = await org.wire.data('POST', 'composite/sobjects', { records });
    expect(pluck(body, 'success')).toEqual([true, false, true]);
    expect(body[1].errors[0].statusCode).toBe('UNABLE_TO_LOCK_ROW');
    expect(await countOf('Row B')).toBe(0);
  });

  test('a single row answers the code with 400', async () => {
    await org.wire.admin('POST', 'row-faults', { object: 'Account' });
    expect(await org.wire.data('POST', 'sobjects/Account', { Name: 'Locked' })).toMatchObject({ status: 400, body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }] });
  });
});

describe('validation rules', () => {
  test('a write is refused until the rule is removed', async () => {
    const id = await org.wire.create('Account', { Name: 'Ruled' });
    const write = () => org.wire.data('PATCH', `sobjects/Account/${id}`, { ERP_Key__c: 'ruled-1' });
    const { body: rules } = await org.wire.admin('POST', 'validation-rules', { object: 'Account', field: 'ERP_Key__c', operator: 'not-blank', message: 'No keys on Fridays' });
    expect(await write()).toMatchObject({ status: 400, body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No keys on Fridays', fields: ['ERP_Key__c'] }] });
    await org.wire.admin('DELETE', `validation-rules/${String(rules[0].id)}`);
    expect((await write()).status).toBe(204);
  });
});

describe('reset', () => {
  test('the rows go back to the seed', async () => {
    await org.wire.create('Account', { Name: 'Forgotten' });
    expect((await org.wire.admin('POST', 'reset')).status).toBe(204);
    expect(await countOf('Forgotten')).toBe(0);
  });
});
