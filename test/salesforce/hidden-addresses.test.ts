import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOrg } from '../../sandbox/salesforce/engine/create-org.ts';

/** Field-level security of standard fields stands in a profile, which the package has none of: so this org brings one, and the Apex test with it. */
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<Profile xmlns="http://soap.sforce.com/2006/04/metadata">
${['BillingAddress', 'ShippingAddress'].map((field) => `    <fieldPermissions><editable>false</editable><field>Account.${field}</field><readable>false</readable></fieldPermissions>`).join('\n')}
</Profile>
`;
const APEX = `@IsTest
private class HiddenAddressesTest {
    @IsTest
    static void aRepWithoutAddressesReadsTheDealAndItsAccountAllTheSame() {
        User rep = TestData.person(new List<String>{ 'Crossledger_User', 'Crossledger_Finance' });
        Account account = TestData.account(rep.Id);
        update new Account(Id = account.Id, BillingPostalCode = '98052', ShippingCountry = 'Germany', ERP_Customer_Number__c = 'C-1');
        Opportunity deal = TestData.deals(1, account)[0];
        AnswerQueue queue = AnswerQueue.install().add(200, '{}').add(200, '{}');
        Test.startTest();
        System.runAs(rep) {
            Assert.isFalse(Schema.sObjectType.Account.fields.BillingCountry.isAccessible(), 'hidden');
            CrossledgerPanelController.readOpportunity(deal.Id, new List<String>{ 'stock' });
            CrossledgerPanelController.readAccount(account.Id, new List<String>{ 'finance' }, new Map<String, String>());
        }
        Test.stopTest();
        Map<String, Object> body = (Map<String, Object>) JSON.deserializeUntyped(queue.requests[0].getBody());
        Assert.isTrue(((Map<String, Object>) body.get('shipTo')).isEmpty(), 'no address');
        Assert.isFalse(body.containsKey('country'), 'no country');
        Assert.areEqual('yes', body.get('countryHidden'), 'and that it is hidden');
        Assert.isFalse(queue.requests[1].getEndpoint().contains('country='), 'none of the account');
        Assert.isTrue(queue.requests[1].getEndpoint().contains('countryHidden=yes'), 'hidden there too');
        Assert.isTrue(queue.requests[1].getEndpoint().contains('customer=C-1'), 'what may be seen');
    }
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-hidden-addresses-'));
  const put = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  put('profiles/Standard.profile-meta.xml', PROFILE);
  put('classes/HiddenAddressesTest.cls', APEX);
  put('classes/HiddenAddressesTest.cls-meta.xml', '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>\n');
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

it('a rep whose profile hides addresses reads the panels of a deal and of its account, and no address leaves the org', async () => {
  const org = await createOrg({ callouts: {}, sources: ['force-app/main', 'force-app/test', folder] });
  const results = await org.runTests(['HiddenAddressesTest']);
  await org.close();
  expect(results.map(({ methodName, outcome, message }) => [methodName, outcome, message])).toEqual([['aRepWithoutAddressesReadsTheDealAndItsAccountAllTheSame', 'Pass', null]]);
});
