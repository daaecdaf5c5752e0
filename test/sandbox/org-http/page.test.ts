import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { keysOf, pluck } from './support/wire.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

describe('UI API records', () => {
  test('a record shows value and display value of each field asked for', async () => {
    const id = await org.wire.create('Account', { Name: 'Wingtip', ERP_Key__c: 'w-1' });
    const { status, body } = await org.wire.data('GET', `ui-api/records/${id}?fields=Account.Name,Account.Owner.Name&optionalFields=Account.ERP_Key__c,Account.Nonsense__c`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ apiName: 'Account', id, recordTypeInfo: null, fields: { Name: { value: 'Wingtip', displayValue: null }, ERP_Key__c: { value: 'w-1' } } });
    expect(keysOf(body.fields)).toEqual(['ERP_Key__c', 'Id', 'Name', 'Owner']);
    expect(body.fields.Owner.value).toMatchObject({ apiName: 'User', id: expect.stringMatching(/^005/), fields: { Name: { value: expect.any(String) } } });
    expect(body.systemModstamp).toMatch(/Z$/);
  });

  test('an unknown required field, an unknown record and no fields at all are refused', async () => {
    const id = await org.wire.create('Account', { Name: 'Litware' });
    expect(await org.wire.data('GET', `ui-api/records/${id}?fields=Account.Nonsense__c`)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    expect((await org.wire.data('GET', 'ui-api/records/001000000000000AAA?fields=Account.Name')).status).toBe(404);
    expect((await org.wire.data('GET', `ui-api/records/${id}`)).status).toBe(400);
  });

  test('a record is created and changed, and a refusal names the field', async () => {
    const created = await org.wire.data('POST', 'ui-api/records', { apiName: 'Account', fields: { Name: 'Proseware' } });
    expect(created).toMatchObject({ status: 201, body: { fields: { Name: { value: 'Proseware' } } } });
    const path = `ui-api/records/${String(created.body.id)}`;
    expect((await org.wire.data('PATCH', path, { fields: { Name: 'Proseware Inc.' } })).body.fields.Name.value).toBe('Proseware Inc.');
    const refused = await org.wire.data('PATCH', path, { fields: { ERP_Key__c: 'x'.repeat(81) } });
    expect(refused).toMatchObject({ status: 400, body: { output: { fieldErrors: { ERP_Key__c: [{ errorCode: 'STRING_TOO_LONG', fieldLabel: 'ERP Key' }] } } } });
  });
});

describe('UI API object info', () => {
  test('tells fields, labels and picklist values', async () => {
    const info = await org.wire.data('GET', 'ui-api/object-info/Opportunity');
    expect(info.body).toMatchObject({ apiName: 'Opportunity', nameFields: ['Name'], fields: { StageName: { dataType: 'Picklist', required: true } } });
    const stages = await org.wire.data('GET', 'ui-api/object-info/Opportunity/picklist-values/012000000000000AAA/StageName');
    expect(pluck(stages.body.values, 'value')).toEqual(expect.arrayContaining(['Prospecting', 'Closed Won', 'Closed Lost']));
  });
});

describe('Apex of components', () => {
  test('a method is called with named parameters', async () => {
    expect(await org.wire.send('POST', '/__apex/Greeter.greet', { body: { name: 'Ada' } })).toMatchObject({ status: 200, body: 'Hello Ada' });
  });

  test('an exception has the body that components read', async () => {
    const { status, body } = await org.wire.send('POST', '/__apex/Greeter.greet', { body: {} });
    expect(status).toBe(500);
    expect(body).toMatchObject({ message: 'Say whom to greet.', isUserDefinedException: false, stackTrace: expect.any(String) });
    expect(body.exceptionType).toContain('AuraHandledException');
  });

  test('nobody calls it without a session', async () => {
    expect((await org.wire.send('POST', '/__apex/Greeter.greet', { body: { name: 'Ada' }, token: null })).status).toBe(401);
  });
});

describe('Apex tests over the tooling API', () => {
  test('a synchronous run lists successes and failures', async () => {
    const { body } = await org.wire.data('POST', 'tooling/runTestsSynchronous', { tests: [{ className: 'GreeterTest' }] });
    expect(body).toMatchObject({ numTestsRun: 2, numFailures: 1, successes: [{ name: 'GreeterTest', methodName: 'greetsByName' }], failures: [{ methodName: 'failsOnPurpose' }] });
  });
});
