import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { pluck } from './support/wire.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

const base = '/services/data/v66.0/sobjects';
const countOf = async (name: string): Promise<number> => Number((await org.wire.query(`SELECT count() FROM Account WHERE Name = '${name}'`)).body.totalSize);

describe('composite', () => {
  test('later subrequests use the answers of earlier ones', async () => {
    const { body } = await org.wire.data('POST', 'composite', {
      compositeRequest: [
        { method: 'POST', url: `${base}/Account`, referenceId: 'newAccount', body: { Name: 'Northwind' } },
        { method: 'POST', url: `${base}/Contact`, referenceId: 'newContact', body: { LastName: 'Buyer', AccountId: '@{newAccount.id}' } },
        { method: 'GET', url: `${base}/Contact/@{newContact.id}?fields=AccountId`, referenceId: 'read' },
      ],
    });
    expect(pluck(body.compositeResponse, 'httpStatusCode')).toEqual([201, 201, 200]);
    expect(body.compositeResponse[2].body.AccountId).toBe(body.compositeResponse[0].body.id);
    expect(body.compositeResponse[0].httpHeaders.Location).toBe(`${base}/Account/${String(body.compositeResponse[0].body.id)}`);
  });

  test('a reference into a failed subrequest halts only what depends on it', async () => {
    const { body } = await org.wire.data('POST', 'composite', {
      compositeRequest: [
        { method: 'POST', url: `${base}/Account`, referenceId: 'broken', body: {} },
        { method: 'POST', url: `${base}/Contact`, referenceId: 'dependent', body: { LastName: 'X', AccountId: '@{broken.id}' } },
        { method: 'POST', url: `${base}/Account`, referenceId: 'other', body: { Name: 'Independent' } },
      ],
    });
    expect(pluck(body.compositeResponse, 'httpStatusCode')).toEqual([400, 400, 201]);
    expect(body.compositeResponse[1].body[0].errorCode).toBe('PROCESSING_HALTED');
  });

  test('allOrNone leaves nothing behind', async () => {
    const known = await org.wire.create('Account', { Name: 'Before' });
    const { status, body } = await org.wire.data('POST', 'composite', {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${base}/Account`, referenceId: 'a', body: { Name: 'Rolled back' } },
        { method: 'PATCH', url: `${base}/Account/${known}`, referenceId: 'b', body: { Name: 'After' } },
        { method: 'POST', url: `${base}/Account`, referenceId: 'c', body: {} },
      ],
    });
    expect(status).toBe(200);
    expect(pluck(pluck(body.compositeResponse, 'body').flat(), 'errorCode')).toEqual(['PROCESSING_HALTED', 'PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING']);
    expect(await countOf('Rolled back')).toBe(0);
    expect((await org.wire.data('GET', `sobjects/Account/${known}?fields=Name`)).body.Name).toBe('Before');
  });

  test('more than 25 subrequests and double names are refused', async () => {
    const one = (referenceId: string) => ({ method: 'GET', url: `${base}/Account`, referenceId });
    const many = Array.from({ length: 26 }, (_, at) => one(`r${at}`));
    expect((await org.wire.data('POST', 'composite', { compositeRequest: many })).status).toBe(400);
    expect((await org.wire.data('POST', 'composite', { compositeRequest: [one('x'), one('x')] })).status).toBe(400);
  });
});

describe('graphs', () => {
  test('each graph stands or falls as a whole', async () => {
    const { body } = await org.wire.data('POST', 'composite/graph', {
      graphs: [
        { graphId: 'good', compositeRequest: [{ method: 'PATCH', url: `${base}/Account/ERP_Key__c/g%7C1`, referenceId: 'hdr', body: { Name: 'Graph' } }, { method: 'POST', url: `${base}/Contact`, referenceId: 'l1', body: { LastName: 'Line', AccountId: '@{hdr.id}' } }] },
        { graphId: 'bad', compositeRequest: [{ method: 'POST', url: `${base}/Account`, referenceId: 'a', body: { Name: 'Half a graph' } }, { method: 'POST', url: `${base}/Account`, referenceId: 'b', body: {} }] },
      ],
    });
    expect(pluck(body.graphs, 'isSuccessful')).toEqual([true, false]);
    expect(await countOf('Half a graph')).toBe(0);
  });
});

describe('collections', () => {
  const rows = (records: object[], allOrNone = false) => ({ allOrNone, records: records.map((record) => ({ attributes: { type: 'Account' }, ...record })) });

  test('rows fail one by one, with statusCode', async () => {
    const { status, body } = await org.wire.data('POST', 'composite/sobjects', rows([{ Name: 'Good' }, {}]));
    expect(status).toBe(200);
    expect(body[0]).toMatchObject({ success: true, errors: [] });
    expect(body[1]).toEqual({ success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: expect.any(String), fields: ['Name'] }] });
  });

  test('allOrNone rolls the good rows back and says so', async () => {
    const { body } = await org.wire.data('POST', 'composite/sobjects', rows([{ Name: 'Innocent' }, {}], true));
    expect(body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(await countOf('Innocent')).toBe(0);
  });

  test('an upsert takes its key from the row and tells new from known', async () => {
    const send = (name: string) => org.wire.data('PATCH', 'composite/sobjects/Account/ERP_Key__c', rows([{ ERP_Key__c: 'A/1 #2?x', Name: name }]));
    expect((await send('First')).body[0]).toMatchObject({ success: true, created: true });
    expect((await send('Second')).body[0]).toMatchObject({ success: true, created: false });
  });

  test('update takes lower-case ids, read answers null for what is missing, delete takes ids in the address', async () => {
    const id = await org.wire.create('Account', { Name: 'To change' });
    expect((await org.wire.data('PATCH', 'composite/sobjects', rows([{ id, Name: 'Changed' }]))).body[0]).toMatchObject({ id, success: true });
    const read = await org.wire.data('POST', 'composite/sobjects/Account', { ids: [id, '001000000000000AAA'], fields: ['id', 'name'] });
    expect(read.body).toMatchObject([{ Id: id, Name: 'Changed' }, null]);
    expect((await org.wire.data('DELETE', `composite/sobjects?ids=${id}`)).body).toMatchObject([{ id, success: true }]);
  });

  test('more than 200 rows are refused', async () => {
    const answer = await org.wire.data('POST', 'composite/sobjects', rows(Array.from({ length: 201 }, (_, at) => ({ Name: `Row ${at}` }))));
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }] });
  });
});

describe('trees', () => {
  test('parents come with their children, or not at all', async () => {
    const tree = (child: object) => ({ records: [{ attributes: { type: 'Account', referenceId: 'p' }, Name: 'Tree', Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'c' }, ...child }] } }] });
    expect(await org.wire.data('POST', 'composite/tree/Account', tree({}))).toMatchObject({ status: 400, body: { hasErrors: true } });
    expect(await countOf('Tree')).toBe(0);
    expect(await org.wire.data('POST', 'composite/tree/Account', tree({ LastName: 'Leaf' }))).toMatchObject({ status: 201, body: { hasErrors: false, results: [{ referenceId: 'p' }, { referenceId: 'c' }] } });
  });
});
