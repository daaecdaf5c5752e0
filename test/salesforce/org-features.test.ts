import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '../../server/kernel/clock.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import { openLiveOrg, type LiveOrg } from '../support/live-org.ts';

const PERSON_SOURCES = ['Account.FirstName', 'Account.LastName', 'Account.PersonEmail'];
const from = { modifiedAt: instant(Date.now() - 60_000), id: null };

let live: LiveOrg;

async function create(object: string, fields: object): Promise<string> {
  const made = (await live.admin.sobject(object).create(fields as never)) as { id?: string };
  return made.id ?? '';
}
const dealOf = async (fields: object): Promise<string> => create('Opportunity', { Name: 'Pumps', StageName: 'Prospecting', CloseDate: '2026-12-31', ...fields });

async function read(id: string): Promise<Deal> {
  const deal = await live.port.readDeal(id, PERSON_SOURCES);
  if (deal === null) throw new Error('the deal is not there');
  return deal;
}

/** The lists read the same fields as one deal does. */
async function readInList(id: string): Promise<Deal | undefined> {
  await live.port.tellDeals([{ opportunityId: id, status: 'In ERP', message: null, orderNumber: 'SO-1', link: null }]);
  return (await live.port.changedDeals(from, 100)).find(({ deal }) => deal.id === id)?.deal;
}

describe('an org with person accounts and several currencies', () => {
  beforeAll(async () => {
    live = await openLiveOrg({ personAccounts: true, multiCurrency: true });
  }, 120_000);
  afterAll(() => live.close());

  it('gives the person of a person account and the currency of each deal', async () => {
    const accountId = await create('Account', { FirstName: 'Anna', LastName: 'Schmidt', PersonEmail: 'anna@example.com', BillingCountry: 'Germany' });
    const id = await dealOf({ AccountId: accountId, CurrencyIsoCode: 'EUR' });
    const deal = await read(id);
    expect(deal).toMatchObject({ currency: 'EUR', lacking: [], account: { name: 'Anna Schmidt', person: { firstName: 'Anna', lastName: 'Schmidt', email: 'anna@example.com' } } });
    expect(deal.record.Account).toMatchObject({ FirstName: 'Anna', LastName: 'Schmidt', PersonEmail: 'anna@example.com' });
    expect(await readInList(id)).toMatchObject({ currency: 'EUR', account: { person: { lastName: 'Schmidt' } } });
  });

  it('gives no person for a business, and the corporate currency where nobody chose one', async () => {
    const id = await dealOf({ AccountId: await create('Account', { Name: 'Contoso', BillingCountry: 'Germany' }) });
    expect(await read(id)).toMatchObject({ currency: 'USD', account: { name: 'Contoso', person: null } });
  });
});

describe('an org without them', () => {
  beforeAll(async () => {
    live = await openLiveOrg({ currency: 'CHF' });
  }, 120_000);
  afterAll(() => live.close());

  it('is read without the fields that it lacks, in the one currency that it was registered with', async () => {
    const id = await dealOf({ AccountId: await create('Account', { Name: 'Contoso', BillingCountry: 'Germany' }) });
    expect(await read(id)).toMatchObject({ currency: 'CHF', lacking: PERSON_SOURCES, account: { name: 'Contoso', person: null } });
    expect(await readInList(id)).toMatchObject({ currency: 'CHF', account: { person: null } });
  });
});
