import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { pluck } from './support/wire.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

const encodedNow = (shiftMs: number): string => encodeURIComponent(new Date(Date.now() + shiftMs).toISOString());

describe('rows', () => {
  test('a row is created with 201, changed with 204, read, deleted with 204 and gone with 404', async () => {
    const created = await org.wire.data('POST', 'sobjects/Account', { Name: 'Contoso Retail' });
    expect(created).toMatchObject({ status: 201, body: { success: true, errors: [] } });
    const path = `sobjects/Account/${String(created.body.id)}`;
    expect(created.headers.get('location')).toBe(`/services/data/v66.0/${path}`);
    expect((await org.wire.data('PATCH', path, { Name: 'Contoso Wholesale' })).status).toBe(204);
    const read = await org.wire.data('GET', `${path}?fields=Name,SystemModstamp`);
    expect(read.body).toMatchObject({ attributes: { type: 'Account', url: `/services/data/v66.0/${path}` }, Name: 'Contoso Wholesale' });
    expect(read.body.SystemModstamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect((await org.wire.data('DELETE', path)).status).toBe(204);
    expect(await org.wire.data('GET', path)).toMatchObject({ status: 404, body: [{ errorCode: 'ENTITY_IS_DELETED' }] });
  });

  test('every answer says how many requests were used', async () => {
    const answer = await org.wire.data('GET', 'sobjects');
    expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  });

  test('refusals are arrays of errors with their status', async () => {
    expect(await org.wire.data('POST', 'sobjects/Account', {})).toMatchObject({ status: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] });
    expect(await org.wire.data('GET', 'sobjects/Nothing__c/describe')).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
    expect(await org.wire.data('GET', 'sobjects/Account/001000000000000AAA')).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
    expect(await org.wire.data('POST', 'sobjects/Account', '{"Name":')).toMatchObject({ status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] });
    expect(await org.wire.data('PUT', 'sobjects/Account', {})).toMatchObject({ status: 405, body: [{ errorCode: 'METHOD_NOT_ALLOWED' }] });
    expect((await org.wire.data('POST', 'sobjects/Account', { Name: 'A', Nonsense__c: 1 })).body[0].errorCode).toBe('INVALID_FIELD');
  });

  test('If-Unmodified-Since protects a row that was changed since', async () => {
    const id = await org.wire.create('Account', { Name: 'Fabrikam' });
    const answer = await org.wire.data('PATCH', `sobjects/Account/${id}`, { Name: 'Late' }, { 'if-unmodified-since': 'Mon, 10 Aug 2015 00:00:00 GMT' });
    expect(answer.status).toBe(412);
    const current = new Date(Date.now() + 60_000).toUTCString();
    expect((await org.wire.data('PATCH', `sobjects/Account/${id}`, { Name: 'In time' }, { 'if-unmodified-since': current })).status).toBe(204);
  });

  test('an address that is too long is refused', async () => {
    const answer = await org.wire.data('GET', `query?q=${'x'.repeat(17_000)}`);
    expect([414, 431]).toContain(answer.status);
  });
});

describe('external ids', () => {
  test('an upsert answers 201 for a new row and 200 with created false for a known one', async () => {
    const path = `sobjects/Account/ERP_Key__c/${encodeURIComponent('bc|CRONUS|1/2 #3')}`;
    const created = await org.wire.data('PATCH', path, { Name: 'Adatum' });
    expect(created).toMatchObject({ status: 201, body: { success: true, errors: [], created: true } });
    const updated = await org.wire.data('PATCH', path, { Name: 'Adatum Corporation' });
    expect(updated).toMatchObject({ status: 200, body: { id: created.body.id, created: false } });
    expect((await org.wire.data('GET', path)).body).toMatchObject({ Id: created.body.id, Name: 'Adatum Corporation', ERP_Key__c: 'bc|CRONUS|1/2 #3' });
  });

  test('updateOnly makes no row, and several rows of one key answer 300', async () => {
    expect((await org.wire.data('PATCH', 'sobjects/Account/ERP_Key__c/none?updateOnly=true', { Name: 'X' })).status).toBe(404);
    await org.wire.create('Account', { Name: 'One', Batch__c: 'same' });
    await org.wire.create('Account', { Name: 'Two', Batch__c: 'same' });
    const answer = await org.wire.data('PATCH', 'sobjects/Account/Batch__c/same', { Name: 'X' });
    expect(answer.status).toBe(300);
    expect(answer.body).toHaveLength(2);
  });

  test('a parent may be named by its external id', async () => {
    const accountId = await org.wire.create('Account', { Name: 'Parent', ERP_Key__c: 'p-1' });
    const id = await org.wire.create('Contact', { LastName: 'Buyer', Account: { ERP_Key__c: 'p-1' } });
    expect((await org.wire.data('GET', `sobjects/Contact/${id}?fields=AccountId`)).body.AccountId).toBe(accountId);
    expect((await org.wire.data('POST', 'sobjects/Contact', { LastName: 'X', Account: { ERP_Key__c: 'p-2' } })).status).toBe(400);
  });
});

describe('what changed', () => {
  test('updated and deleted list ids and say up to when they are complete', async () => {
    const kept = await org.wire.create('Account', { Name: 'Kept' });
    const gone = await org.wire.create('Account', { Name: 'Gone' });
    await org.wire.data('DELETE', `sobjects/Account/${gone}`);
    const span = `start=${encodedNow(-3_600_000)}&end=${encodedNow(60_000)}`;
    const updated = await org.wire.data('GET', `sobjects/Account/updated/?${span}`);
    expect(updated.body.ids).toContain(kept);
    expect(Date.parse(String(updated.body.latestDateCovered))).toBeLessThanOrEqual(Date.now());
    const deleted = await org.wire.data('GET', `sobjects/Account/deleted/?${span}`);
    expect(pluck(deleted.body.deletedRecords, 'id')).toContain(gone);
  });

  test('a span of more than 30 days is refused', async () => {
    const answer = await org.wire.data('GET', `sobjects/Account/updated?start=${encodedNow(-40 * 86_400_000)}&end=${encodedNow(0)}`);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_REPLICATION_DATE' }] });
  });
});
