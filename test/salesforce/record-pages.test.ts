import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgePages, pagesSeen } from '../../server/doctor/record-pages.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { MOST_PAGES, plainName } from '../../server/salesforce/record-pages.ts';
import { openLiveOrg, type LiveOrg } from '../support/live-org.ts';

const page = (object: string, label: string, components: readonly string[], type = 'RecordPage'): string => `<?xml version="1.0" encoding="UTF-8"?>
<FlexiPage xmlns="http://soap.sforce.com/2006/04/metadata">
    <flexiPageRegions>
${components.map((name) => `        <itemInstances><componentInstance><componentName>${name}</componentName><identifier>${name.replace(':', '_')}</identifier></componentInstance></itemInstances>`).join('\n')}
        <itemInstances><fieldInstance><fieldItem>Record.Name</fieldItem><identifier>name</identifier></fieldInstance></itemInstances>
        <name>main</name>
        <type>Region</type>
    </flexiPageRegions>
    <masterLabel>${label}</masterLabel>
    <sobjectType>${object}</sobjectType>
    <template><name>flexipage:recordHomeTemplateDesktop</name></template>
    <type>${type}</type>
</FlexiPage>
`;
const names = (panels: readonly { name: string }[]): string[] => panels.map(({ name }) => name);

let folder: string;
let live: LiveOrg;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-record-pages-'));
  mkdirSync(path.join(folder, 'flexipages'));
  const put = (name: string, text: string): void => writeFileSync(path.join(folder, 'flexipages', `${name}.flexipage-meta.xml`), text);
  put('Customer_Account', page('Account', 'Our accounts', ['force:detailPanel', 'c:invoicePanel', 'financePanel', 'financePanel']));
  put('Deal_Desk', page('Opportunity', 'Deal desk', ['force:detailPanel', 'orderTimeline', 'sendToErp', 'financePanel']));
  put('Spare_Parts', page('Product2', 'Spare parts', ['force:detailPanel']));
  put('Contacts', page('Contact', 'Contacts', ['force:detailPanel']));
  put('Desk', page('Account', 'Desk', ['financePanel'], 'AppPage'));
  live = await openLiveOrg({ sources: ['force-app/main', folder] });
}, 120_000);
afterAll(async () => {
  await live?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the record pages of an org', () => {
  it('are told with the panels that each has and lacks, the sample pages after those that were made there', async () => {
    const { rows, more } = judgePages(await live.inspector.recordPages());
    expect(rows.map(({ object, developerName, isOurs, has, lacks }) => [object, developerName, isOurs, names(has), names(lacks)])).toEqual([
      ['Account', 'Customer_Account', false, ['financePanel', 'invoicePanel'], ['orderPanel', 'paymentPanel']],
      ['Account', 'Account_Record_Page', true, ['financePanel', 'invoicePanel', 'orderPanel', 'paymentPanel'], []],
      ['Opportunity', 'Deal_Desk', false, ['orderTimeline', 'sendToErp'], ['stockPanel']],
      ['Opportunity', 'Opportunity_Record_Page', true, ['stockPanel', 'orderTimeline'], []],
      ['Product2', 'Spare_Parts', false, [], ['productPanel']],
      ['Product2', 'Product_Record_Page', true, ['productPanel'], []],
    ]);
    expect(more).toBe(false);
  });

  it('are a finding of the doctor only where no page of an object that was made there shows a panel', async () => {
    const read = await live.inspector.recordPages();
    expect(pagesSeen(read)).toMatchObject({ status: 'warning', code: 'org.no-panels', says: 'No record page of Product2 that was made in this org has a panel of Crossledger.' });
    expect(pagesSeen({ ...read, pages: read.pages.filter(({ object }) => object !== 'Product2') })).toMatchObject({ status: 'ok', says: 'Of 2 record pages made in this org, 2 have panels.' });
    expect(pagesSeen({ ...read, pages: read.pages.filter(({ developerName }) => developerName.endsWith('_Record_Page')) }).status).toBe('ok');
  });

  it('are refused in words to an integration user without View Setup and Configuration, and never told as none', async () => {
    const { records } = await live.admin.query<{ Id: string; AssigneeId: string; PermissionSetId: string }>("SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Crossledger_Page_Check'");
    await live.admin.sobject('PermissionSetAssignment').destroy(records.map(({ Id }) => Id));
    const refused: unknown = await live.inspector.recordPages().catch((error: unknown) => error);
    for (const { AssigneeId, PermissionSetId } of records) await live.admin.sobject('PermissionSetAssignment').create({ AssigneeId, PermissionSetId });
    expect(refused).toBeInstanceOf(CrossledgerError);
    expect(refused).toMatchObject({ code: 'salesforce.setup-unseen', next: expect.stringContaining('View Setup and Configuration') });
    expect((await live.inspector.recordPages()).pages).toHaveLength(6);
  });

  it('are known as the package\'s own by its namespace', async () => {
    const namespaced = await openLiveOrg({ namespace: 'crossledger' });
    const { rows } = judgePages(await namespaced.inspector.recordPages());
    await namespaced.close();
    expect(rows.map(({ object, isOurs, lacks }) => [object, isOurs, lacks])).toEqual([['Account', true, []], ['Opportunity', true, []], ['Product2', true, []]]);
  }, 120_000);

  it('are looked at up to a bound, and it is said that there are more', async () => {
    const many = mkdtempSync(path.join(tmpdir(), 'crossledger-record-pages-'));
    mkdirSync(path.join(many, 'flexipages'));
    for (let at = 0; at <= MOST_PAGES; at += 1) writeFileSync(path.join(many, 'flexipages', `Page_${at}.flexipage-meta.xml`), page('Account', `Page ${at}`, ['force:detailPanel']));
    const large = await openLiveOrg({ sources: ['force-app/main', many] });
    const { pages, more } = await large.inspector.recordPages();
    await large.close();
    rmSync(many, { recursive: true, force: true });
    expect({ count: pages.length, more }).toEqual({ count: MOST_PAGES, more: true });
  }, 120_000);
});

it('a component is the package\'s own by its prefix, and without one where the package has no namespace or on its own pages', () => {
  const plain = (component: string, namespace: string, own = false): string | null => plainName(component, namespace, own);
  expect([plain('stockPanel', ''), plain('c:stockPanel', ''), plain('c__stockPanel', '')]).toEqual(['stockPanel', 'stockPanel', 'stockPanel']);
  expect([plain('crossledger:stockPanel', 'crossledger'), plain('crossledger__stockPanel', 'crossledger'), plain('stockPanel', 'crossledger', true)]).toEqual(['stockPanel', 'stockPanel', 'stockPanel']);
  expect([plain('stockPanel', 'crossledger'), plain('c:stockPanel', 'crossledger'), plain('other:stockPanel', 'crossledger'), plain('force:detailPanel', ''), plain('', '')]).toEqual([null, null, null, null, null]);
});
