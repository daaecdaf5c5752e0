import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';

let org: TestOrg;
let admin: Connection;
beforeAll(async () => {
  org = await startTestOrg();
  admin = new Connection({ instanceUrl: org.url, accessToken: org.wire.token, version: '66.0' });
});
afterAll(() => org.close());

const merge = async (masterRecord: object, recordToMergeIds: string[]) => (await admin.soap.merge([{ masterRecord, recordToMergeIds }] as never))[0];
const deleted = async (id: string): Promise<unknown> => (await org.wire.data('GET', `queryAll?q=${encodeURIComponent(`SELECT Name, IsDeleted, MasterRecordId, MasterRecord.Name FROM Account WHERE Id = '${id}'`)}`)).body.records[0];

describe('accounts merged by the Partner API', () => {
  test('the loser goes into the recycle bin with the id of the one that stays, which takes its children over', async () => {
    const [kept, lost] = [await org.wire.create('Account', { Name: 'Contoso' }), await org.wire.create('Account', { Name: 'Contoso Ltd' })];
    const deal = await org.wire.create('Opportunity', { Name: 'Pumps', StageName: 'Prospecting', CloseDate: '2026-12-31', AccountId: lost });
    const contact = await org.wire.create('Contact', { LastName: 'Miller', AccountId: lost });
    const child = await org.wire.create('Account', { Name: 'Contoso Berlin', ParentId: lost });
    const result = await merge({ type: 'Account', Id: kept, Phone: '+1 555 0100' }, [lost]);
    expect(result).toMatchObject({ success: true, id: kept, mergedRecordIds: [lost], errors: [] });
    expect(new Set(result?.updatedRelatedIds)).toEqual(new Set([deal, contact, child]));
    expect((await org.wire.query(`SELECT AccountId FROM Opportunity WHERE Id = '${deal}'`)).body.records).toMatchObject([{ AccountId: kept }]);
    expect((await org.wire.query(`SELECT Phone, (SELECT Id FROM Contacts), (SELECT Id FROM ChildAccounts) FROM Account WHERE Id = '${kept}'`)).body.records).toMatchObject([{ Phone: '+1 555 0100', Contacts: { totalSize: 1 }, ChildAccounts: { totalSize: 1 } }]);
    expect((await org.wire.query(`SELECT Id FROM Account WHERE Id = '${lost}'`)).body.records).toEqual([]);
    expect(await deleted(lost)).toMatchObject({ IsDeleted: true, MasterRecordId: kept, MasterRecord: { Name: 'Contoso' } });
  });

  test.each([
    ['itself', (kept: string) => [kept], 'DUPLICATE_VALUE'],
    ['more than two others', (_kept: string, lost: string) => [lost, lost, lost], 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['one that is not there', () => ['001000000000009AAA'], 'INVALID_CROSS_REFERENCE_KEY'],
  ])('with %s is refused, and nothing changes', async (_what, losers, statusCode) => {
    const [kept, lost] = [await org.wire.create('Account', { Name: 'Fabrikam' }), await org.wire.create('Account', { Name: 'Fabrikam Ltd' })];
    expect(await merge({ type: 'Account', Id: kept }, losers(kept, lost))).toMatchObject({ success: false, errors: [{ statusCode }] });
    expect(await deleted(lost)).toMatchObject({ IsDeleted: false, MasterRecordId: null });
  });

  test('a master record that the org refuses takes the whole merge back', async () => {
    const [kept, lost] = [await org.wire.create('Account', { Name: 'Tailspin' }), await org.wire.create('Account', { Name: 'Tailspin Ltd' })];
    const deal = await org.wire.create('Opportunity', { Name: 'Toys', StageName: 'Prospecting', CloseDate: '2026-12-31', AccountId: lost });
    expect(await merge({ type: 'Account', Id: kept, Phone: '5'.repeat(50) }, [lost])).toMatchObject({ success: false, errors: [{ statusCode: 'STRING_TOO_LONG' }] });
    expect(await deleted(lost)).toMatchObject({ IsDeleted: false });
    expect((await org.wire.query(`SELECT AccountId FROM Opportunity WHERE Id = '${deal}'`)).body.records).toMatchObject([{ AccountId: lost }]);
  });
});
