import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { pluck } from './support/wire.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg({ namespace: 'xled' });
});
afterAll(() => org.close());

describe('an org into which the package was installed', () => {
  test('names its fields with the namespace, and knows no others', async () => {
    const id = await org.wire.create('Account', { Name: 'Packaged', xled__ERP_Key__c: 'n-1' });
    expect((await org.wire.query(`SELECT xled__ERP_Key__c FROM Account WHERE Id = '${id}'`)).body.records).toMatchObject([{ xled__ERP_Key__c: 'n-1' }]);
    expect(await org.wire.data('POST', 'sobjects/Account', { Name: 'A', ERP_Key__c: 'n-2' })).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    const describe = await org.wire.data('GET', 'sobjects/Account/describe');
    expect(pluck(describe.body.fields, 'name')).toContain('xled__ERP_Key__c');
    expect((await org.wire.data('PATCH', 'sobjects/Account/xled__ERP_Key__c/n-1', { Name: 'Known' })).body.created).toBe(false);
  });

  test('calls the package by its namespace', async () => {
    expect((await org.wire.send('POST', '/__apex/xled.Greeter.greet', { body: { name: 'Ada' } })).body).toBe('Hello Ada');
  });

  test('a validation rule takes the names that the outside says', async () => {
    await org.wire.admin('POST', 'validation-rules', { object: 'Account', field: 'xled__ERP_Key__c', operator: 'equals', value: 'bad', message: 'Not this one' });
    expect((await org.wire.data('POST', 'sobjects/Account', { Name: 'B', xled__ERP_Key__c: 'bad' })).body[0]).toMatchObject({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['xled__ERP_Key__c'] });
  });
});
