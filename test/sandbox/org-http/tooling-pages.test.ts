import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSalesforce, type RunningSalesforce } from '../../../sandbox/salesforce/start-salesforce.ts';
import { makeWire, pluck, type Wire, type WireAnswer } from './support/wire.ts';

let salesforce: RunningSalesforce;
let admin: Wire;
beforeAll(async () => {
  salesforce = await startSalesforce({ port: 0, backendUrl: 'http://127.0.0.1:1', sources: ['test/sandbox/lightning/fixture'], seed: false });
  admin = makeWire(salesforce.instanceUrl, await salesforce.issueToken('admin'));
}, 60_000);
afterAll(() => salesforce.close());

const ask = (soql: string, wire = admin): Promise<WireAnswer> => wire.data('GET', `tooling/query?q=${encodeURIComponent(soql)}`);

describe('FlexiPage in the tooling API', () => {
  test('lists what is deployed, by type and object', async () => {
    const { status, body } = await ask("SELECT Id, DeveloperName, EntityDefinitionId FROM FlexiPage WHERE Type = 'RecordPage' AND EntityDefinitionId IN ('Account', 'Product2')");
    expect(status).toBe(200);
    expect(body.records).toEqual([{ attributes: expect.anything(), Id: expect.stringMatching(/^0M0\w{15}$/), DeveloperName: 'Account_Record_Page', EntityDefinitionId: 'Account' }]);
  });

  test('gives the metadata of one page, with lists as lists', async () => {
    const { body } = await ask("SELECT Metadata FROM FlexiPage WHERE DeveloperName = 'Account_Record_Page'");
    const [{ Metadata }] = body.records;
    expect(Metadata).toMatchObject({ sobjectType: 'Account', type: 'RecordPage', template: { name: expect.any(String) } });
    expect(pluck(Metadata.flexiPageRegions, 'name').length).toBeGreaterThan(0);
    expect(Array.isArray(Metadata.flexiPageRegions[0].itemInstances)).toBe(true);
  });

  test('refuses the metadata of several rows', async () => {
    expect(await ask("SELECT Metadata FROM FlexiPage WHERE Type = 'RecordPage'")).toMatchObject({
      status: 400,
      body: [{ errorCode: 'MALFORMED_QUERY', message: 'When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: 2' }],
    });
    expect((await ask("SELECT FullName FROM FlexiPage WHERE Type = 'RecordPage' LIMIT 1")).status).toBe(200);
  });

  test('refuses a field that there is not, also in a condition, and a condition on what cannot be filtered', async () => {
    for (const soql of ['SELECT Id, Nonsense FROM FlexiPage', "SELECT Id FROM FlexiPage WHERE Nonsense = 'a'", "SELECT Id FROM FlexiPage WHERE Type = 'RecordPage' AND FullName = 'a'"]) {
      expect(await ask(soql), soql).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    }
  });

  test('is no object for a user without View Setup and Configuration', async () => {
    const rep = makeWire(salesforce.instanceUrl, await salesforce.issueToken('rep'));
    expect(await ask('SELECT Id FROM FlexiPage', rep)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'FlexiPage' is not supported." }] });
  });
});
