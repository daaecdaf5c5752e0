import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBusinessCentral, type RunningBusinessCentral } from '../../../sandbox/erps/business-central/start-business-central.ts';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, rowsOf, type Client } from './client.ts';

describe('a contact of F&O', () => {
  let fno: RunningFno;
  let client: Client;
  let party: string;
  const contacts = '/ContactPersons?cross-company=true';

  beforeAll(async () => {
    fno = await startFno({ port: 0 });
    client = await connect(fno, '/data');
    party = rowsOf(await client.get("/CustomersV3?$filter=CustomerAccount eq 'C-00001'&$select=PartyNumber"))[0]?.['PartyNumber'] as string;
  });
  afterAll(() => fno.close());

  it('gets its number and its name from the server, and stands beside the others of its customer', async () => {
    const before = rowsOf(await client.get(`/ContactPersons?$filter=AssociatedPartyNumber eq '${party}'`)).length;
    const made = await client.post(contacts, { dataAreaId: 'usmf', AssociatedPartyNumber: party, FirstName: 'Ada', LastName: 'Lovelace' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ContactPersonName: 'Ada Lovelace', ContactPersonId: expect.stringMatching(/^\d{9}$/) as string });
    const now = rowsOf(await client.get(`/ContactPersons?$filter=AssociatedPartyNumber eq '${party}' and dataAreaId eq 'usmf'`));
    expect(now.map((row) => row['ContactPersonId'])).toContain(made.body.ContactPersonId);
    expect(rowsOf(await client.get(`/ContactPersons?$filter=AssociatedPartyNumber eq '${party}'`))).toHaveLength(before + 1);
  });
  it('can be named in an order, and one that is not there cannot', async () => {
    const { body } = await client.post(contacts, { dataAreaId: 'usmf', AssociatedPartyNumber: party, LastName: 'Hopper' });
    const order = (ContactPersonId: string) => client.post('/SalesOrderHeadersV2?cross-company=true', { dataAreaId: 'usmf', OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00001', CurrencyCode: 'USD', ContactPersonId });
    expect((await order(body.ContactPersonId as string)).status).toBe(201);
    expect((await order('NOPE')).body.error.innererror.message).toMatch(/'NOPE' in field 'Contact' is not found/);
  });
  it('may be created twice: nothing of it is unique', async () => {
    const numbers = await Promise.all([1, 2].map(async () => (await client.post(contacts, { dataAreaId: 'usmf', AssociatedPartyNumber: party, LastName: 'Twice' })).body.ContactPersonId as string));
    expect(new Set(numbers).size).toBe(2);
  });
  it.each([
    ['without a name', { AssociatedPartyNumber: 'party' }, /Field 'Name' must be filled in/],
    ['without a party', { LastName: 'X' }, /'AssociatedPartyNumber' must be filled in/],
    ['of a party that nobody has', { LastName: 'X', AssociatedPartyNumber: 'NOPE' }, /'NOPE' in field 'Contact for' is not found/],
    ['with a country of two letters', { LastName: 'X', AssociatedPartyNumber: 'party', PrimaryAddressCountryRegionId: 'US' }, /'US' in field 'Country\/region' is not found/],
  ])('is refused %s', async (_, body, words) => {
    const answer = await client.post(contacts, { dataAreaId: 'usmf', ...body, ...('AssociatedPartyNumber' in body && body.AssociatedPartyNumber === 'party' ? { AssociatedPartyNumber: party } : {}) });
    expect([answer.status, answer.body.error.innererror.message]).toEqual([400, expect.stringMatching(words)]);
  });
});

describe('a contact of Business Central', () => {
  let running: RunningBusinessCentral;
  let client: Client;
  let company: string;

  beforeAll(async () => {
    running = await startBusinessCentral({ port: 0, serviceMs: 0 });
    client = await connect(running, `${running.environmentPath}/api/v2.0/companies(${running.company})`);
    company = rowsOf(await client.get("/customers?$filter=number eq 'C-00001'"))[0]?.['displayName'] as string;
  });
  afterAll(() => running.close());
  const peopleOf = async (name: string) => rowsOf(await client.get(`/contacts?$filter=companyName eq '${name.replaceAll("'", "''")}' and type eq 'Person'`));

  it('is kept for each customer: the company and a person of it', async () => {
    expect(await peopleOf(company)).toMatchObject([{ companyName: company, contactBusinessRelation: 'Customer' }]);
  });
  it('gets its number from the server, and belongs to the company that it names', async () => {
    const made = await client.post('/contacts', { type: 'Person', displayName: 'Ada Lovelace', companyName: company, email: 'ada@contoso.example' });
    expect([made.status, made.body]).toMatchObject([201, { number: expect.stringMatching(/^CT\d{6}$/) as string, companyName: company, email: 'ada@contoso.example' }]);
    const [seeded] = await peopleOf(company);
    expect(made.body.companyNumber).toBe(seeded?.['companyNumber']);
    expect((await peopleOf(company)).map((row) => row['number'])).toContain(made.body.number);
  });
  it.each([
    ['without a name', { type: 'Person' }, 'Application_DialogException', /^A "displayName" must be provided/],
    ['with a name that is too long', { displayName: 'x'.repeat(101) }, 'Application_StringExceededLength', /100 characters/],
    ['with what the server makes', { displayName: 'X', contactBusinessRelation: 'Customer' }, 'BadRequest_InvalidOperation', /read-only/],
    ['with the number of another', { displayName: 'X', number: 'CT000001' }, 'Internal_EntityWithSameKeyExists', /already exists/],
    ['of a company number that is not there', { type: 'Person', displayName: 'X', companyNumber: 'CT999999' }, 'Internal_InvalidTableRelation', /CT999999/],
  ])('is refused %s', async (_, body, code, words) => {
    const answer = await client.post('/contacts', body);
    expect([answer.status, answer.body.error.code, answer.body.error.message]).toEqual([400, code, expect.stringMatching(words)]);
  });
});
