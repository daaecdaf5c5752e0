import { describe, expect, test } from 'vitest';
import { createOrg } from '../../../sandbox/salesforce/engine/create-org.ts';
import { makeFixtureOrg, type FixtureOrg } from './support/fixture-org.ts';

const fieldsOf = (it: FixtureOrg, object: string): string[] => it.org.describe(object, it.system)?.fields.map((field) => field.name) ?? [];
const refusal = async (saving: Promise<{ success: boolean; errors: { statusCode: string; fields: string[] }[] }[]>): Promise<unknown> => (await saving)[0]?.errors.map(({ statusCode, fields }) => [statusCode, ...fields])[0];

describe('an org without a feature does not know its fields', () => {
  test.each([['IsPersonAccount', 'Account'], ['PersonEmail', 'Account'], ['FirstName', 'Account'], ['IsPersonAccount', 'Contact'], ['CurrencyIsoCode', 'Account'], ['CurrencyIsoCode', 'Opportunity']])('%s on %s', async (field, object) => {
    const it = await makeFixtureOrg();
    expect(fieldsOf(it, object)).not.toContain(field);
    await expect(it.org.query(`SELECT ${field} FROM ${object}`, it.system)).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refusal(it.insert(object, [{ [field]: 'EUR' }]))).toEqual(['INVALID_FIELD']);
  });
});

describe('person accounts', () => {
  const people = () => makeFixtureOrg({ personAccounts: true });

  test('one made with a last name is a person with a name put together and a contact of its own', async () => {
    const it = await people();
    expect(await it.insert('Account', [{ FirstName: 'Anna', LastName: 'Schmidt', PersonEmail: 'anna@example.com' }, { Name: 'Contoso' }])).toMatchObject([{ success: true }, { success: true }]);
    const [person, business] = await it.rows('SELECT Id, Name, IsPersonAccount, PersonContactId, PersonEmail, RecordType.IsPersonType FROM Account ORDER BY Name');
    expect([person, business]).toMatchObject([{ Name: 'Anna Schmidt', IsPersonAccount: true, PersonEmail: 'anna@example.com', RecordType: { IsPersonType: true } }, { Name: 'Contoso', IsPersonAccount: false, PersonContactId: null }]);
    expect(await it.rows('SELECT Id, AccountId, Name, Email, IsPersonAccount FROM Contact')).toMatchObject([{ Id: person?.['PersonContactId'], AccountId: person?.['Id'], Name: 'Anna Schmidt', Email: 'anna@example.com', IsPersonAccount: true }]);
    await it.update('Account', [{ Id: person?.['Id'], LastName: 'Weber' }]);
    expect(await it.rows('SELECT Name, Account.Name FROM Contact')).toMatchObject([{ Name: 'Anna Weber', Account: { Name: 'Anna Weber' } }]);
  });

  test('a name is not written on a person, nor a person\'s field on a business, and nobody writes that it is one', async () => {
    const it = await people();
    expect(await refusal(it.insert('Account', [{ Name: 'Anna Schmidt', LastName: 'Schmidt' }]))).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE', 'Name']);
    expect(await refusal(it.insert('Account', [{ Name: 'Contoso', PersonEmail: 'info@example.com' }]))).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE', 'PersonEmail']);
    expect(await refusal(it.insert('Account', [{ LastName: 'Schmidt', IsPersonAccount: true }]))).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE', 'IsPersonAccount']);
  });

  test('field-level security of a person\'s field is that of the contact\'s, so that the package grants it without naming it', async () => {
    const org = await createOrg({ callouts: {}, personAccounts: true });
    const integration = { userId: org.users.find((user) => user.alias === 'integration')?.id ?? '' };
    const [set] = (await org.query("SELECT Id FROM PermissionSet WHERE Name = 'Crossledger_Integration'", { ...integration, system: true })).records;
    await org.save('insert', [{ attributes: { type: 'PermissionSetAssignment' }, AssigneeId: integration.userId, PermissionSetId: set?.['Id'] }], { ...integration, system: true }, { allOrNone: true });
    const seen = org.describe('Account', integration)?.fields.map((field) => field.name) ?? [];
    expect(seen).toEqual(expect.arrayContaining(['IsPersonAccount', 'FirstName', 'LastName', 'PersonEmail', 'PersonMailingCity']));
    expect(seen).not.toContain('PersonBirthdate');
  });
});

describe('several currencies', () => {
  const rich = () => makeFixtureOrg({ multiCurrency: true });

  test('a record has one of the org\'s currencies, the corporate one when nothing is said', async () => {
    const it = await rich();
    await it.insert('Account', [{ Name: 'Contoso' }, { Name: 'Fabrikam', CurrencyIsoCode: 'EUR' }]);
    expect(await it.rows('SELECT CurrencyIsoCode FROM Account ORDER BY Name')).toMatchObject([{ CurrencyIsoCode: 'USD' }, { CurrencyIsoCode: 'EUR' }]);
    expect(await refusal(it.insert('Account', [{ Name: 'Northwind', CurrencyIsoCode: 'XXX' }]))).toEqual(['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'CurrencyIsoCode']);
  });

  test('a line has its deal\'s currency, takes only prices in it, and then holds the deal to it', async () => {
    const it = await rich();
    const [book] = await it.rows('SELECT Id FROM Pricebook2 WHERE IsStandard = true');
    const [product] = await it.insert('Product2', [{ Name: 'Pump', IsActive: true }]);
    const prices = ['USD', 'EUR'].map((CurrencyIsoCode) => ({ Pricebook2Id: book?.['Id'], Product2Id: product?.id, UnitPrice: 10, IsActive: true, CurrencyIsoCode }));
    const [dollars, euros] = await it.insert('PricebookEntry', prices);
    const [deal] = await it.insert('Opportunity', [{ Name: 'Pumps', StageName: 'Prospecting', CloseDate: '2026-12-31', CurrencyIsoCode: 'EUR', Pricebook2Id: book?.['Id'] }]);
    const line = (PricebookEntryId: unknown) => it.insert('OpportunityLineItem', [{ OpportunityId: deal?.id, PricebookEntryId, Quantity: 1, UnitPrice: 9 }]);
    expect(await refusal(line(dollars?.id))).toEqual(['FIELD_INTEGRITY_EXCEPTION', 'PricebookEntryId']);
    expect(await line(euros?.id)).toMatchObject([{ success: true }]);
    expect(await it.rows('SELECT CurrencyIsoCode FROM OpportunityLineItem')).toMatchObject([{ CurrencyIsoCode: 'EUR' }]);
    expect(await refusal(it.update('Opportunity', [{ Id: deal?.id, CurrencyIsoCode: 'USD' }]))).toEqual(['FIELD_INTEGRITY_EXCEPTION', 'CurrencyIsoCode']);
  });
});
