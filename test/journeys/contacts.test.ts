import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as admin from '../../server/contract/admin.ts';
import { insertAll } from '../support/deals.ts';
import { mappingHand } from '../support/mapping-hand.ts';
import { startJourney, type Journey } from '../support/journey.ts';

vi.setConfig({ testTimeout: 120_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

/** The person of the deal as Salesforce keeps one. */
const ADA = { FirstName: 'Ada', LastName: 'Lovelace', Email: 'ada.lovelace@contoso.example', Title: 'Head of procurement', Department: 'Purchasing', MailingStreet: 'Lindenweg 1', MailingCity: 'Berlin', MailingPostalCode: '10115', MailingCountry: 'Germany' };

async function keepContacts(): Promise<void> {
  const { rows } = await journey.stack.operator(admin.listConnections, { params: { orgId: journey.orgId } });
  const known = rows.find((row) => row.name === 'fno');
  if (known === undefined) throw new Error('no connection');
  const { name: _name, hasSecret: _hasSecret, mode: _mode, goLiveAt: _goLiveAt, stopped: _stopped, criteria: _criteria, approval: _approval, ...settings } = known;
  await journey.stack.operator(admin.putConnection, { params: { orgId: journey.orgId, connection: 'fno' }, body: { ...settings, contacts: 'create' } });
}

async function wonDeal(accountId: string, contactId: string, name: string): Promise<string> {
  const dealId = await journey.newDeal(accountId, { name, contactId });
  await journey.win(dealId);
  return dealId;
}

it('the primary contact of won deals is made once in F&O, with what Salesforce has of it, and every order names it', async () => {
  await keepContacts();
  const [account] = await journey.knownAccounts(1);
  if (account === undefined) throw new Error('no account');
  const [contactId = ''] = await insertAll(journey.org, 'Contact', [{ ...ADA, AccountId: account.id }]);
  const deals = await Promise.all(['First', 'Second'].map((name) => wonDeal(account.id, contactId, name)));
  const numbers = await Promise.all(deals.map((dealId) => journey.untilDone(dealId)));
  const [customer] = await journey.fno.all('CustomersV3', `$filter=dataAreaId eq 'usmf' and CustomerAccount eq '${account.number}'`);
  const made = await journey.fno.all('ContactPersons', `$filter=dataAreaId eq 'usmf' and PrimaryEmailAddress eq '${ADA.Email}'`);
  expect(made).toMatchObject([{
    AssociatedPartyNumber: customer?.['PartyNumber'], FirstName: ADA.FirstName, LastName: ADA.LastName, EmploymentJobTitle: ADA.Title, EmploymentDepartment: ADA.Department,
    PrimaryAddressStreet: ADA.MailingStreet, PrimaryAddressCity: ADA.MailingCity, PrimaryAddressZipCode: ADA.MailingPostalCode, PrimaryAddressCountryRegionId: 'DEU',
  }]);
  const orders = await journey.fno.all('SalesOrderHeadersV2', `$filter=dataAreaId eq 'usmf' and OrderingCustomerAccountNumber eq '${account.number}'&$select=SalesOrderNumber,ContactPersonId`);
  expect(orders.filter((row) => numbers.includes(String(row['SalesOrderNumber']))).map((row) => row['ContactPersonId'])).toEqual([made[0]?.['ContactPersonId'], made[0]?.['ContactPersonId']]);
  // The dry run of the document speaks of the same contact, tied to the same customer.
  const { body } = await mappingHand(journey).dryRun('contact', deals[0] ?? '');
  const [shown] = body.records;
  expect(shown?.problems).toEqual([]);
  expect(JSON.stringify(shown?.fields.find(({ target }) => target === 'AssociatedPartyNumber'))).toContain(String(customer?.['PartyNumber']));
});
