import { beforeEach, describe, expect, test } from 'vitest';
import { makeFixtureOrg } from './support/fixture-org.ts';
import type { FixtureOrg } from './support/fixture-org.ts';

let it: FixtureOrg;
beforeEach(async () => {
  it = await makeFixtureOrg();
});

const failure = (statusCode: string, ...fields: string[]) => ({ success: false, errors: [{ statusCode, ...(fields.length ? { fields } : {}) }] });
const deal = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-12-31', ...more });

describe('a save refuses', () => {
  test.each([
    ['a missing required field', 'Opportunity', { Name: 'Deal', CloseDate: '2026-12-31' }, failure('REQUIRED_FIELD_MISSING', 'StageName')],
    ['a text that is too long', 'Account', { Name: 'x'.repeat(256) }, failure('STRING_TOO_LONG', 'Name')],
    ['a value outside a restricted picklist', 'Ledger__c', { Status__c: 'Odd' }, failure('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'Status__c')],
    ['a lookup to nothing', 'Contact', { LastName: 'Smith', AccountId: '001000000000001AAA' }, failure('INVALID_CROSS_REFERENCE_KEY', 'AccountId')],
    ['a lookup to another object', 'Contact', { LastName: 'Smith', AccountId: '006000000000001AAA' }, failure('FIELD_INTEGRITY_EXCEPTION', 'AccountId')],
    ['a read-only field', 'Opportunity', deal({ IsWon: true }), failure('INVALID_FIELD_FOR_INSERT_UPDATE', 'IsWon')],
    ['an unknown field', 'Account', { Name: 'x', Odd__c: 1 }, failure('INVALID_FIELD')],
    ['a value of another type', 'Opportunity', deal({ Amount: 'much' }), failure('INVALID_TYPE_ON_FIELD_IN_RECORD', 'Amount')],
    ['what a validation rule of the package refuses', 'Opportunity', deal({ Amount: 2_000_000, NextStep: 'hope' }), failure('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Amount')],
    ['what a trigger refuses before', 'Account', { Name: 'x', Description: 'refuse' }, failure('FIELD_CUSTOM_VALIDATION_EXCEPTION')],
  ])('%s', async (_title, object, row, expected) => {
    expect((await it.insert(object, [row]))[0]).toMatchObject(expected);
    expect(await it.rows(`SELECT Id FROM ${object}`)).toEqual([]);
  });

  test('a duplicate of a unique field by case or not, as the field says', async () => {
    expect(await it.insert('Account', [{ Name: 'a', Number__c: 'ab' }, { Name: 'b', Number__c: 'AB' }])).toMatchObject([{ success: true }, failure('DUPLICATE_VALUE', 'Number__c')]);
    expect(await it.insert('Ledger__c', [{ Key__c: 'ab' }, { Key__c: 'AB' }, { Key__c: 'ab' }])).toMatchObject([{ success: true }, { success: true }, failure('DUPLICATE_VALUE', 'Key__c')]);
  });

  test('an injected rule, until it is lifted', async () => {
    const lift = it.org.addValidationRule({ object: 'Account', when: (row) => row.get('Name') === 'Fabrikam', message: 'Not them.', field: 'Name' });
    expect(await it.insert('Account', [{ Name: 'Fabrikam' }])).toMatchObject([{ success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not them.', fields: ['Name'] }] }]);
    lift();
    expect(await it.insert('Account', [{ Name: 'Fabrikam' }])).toMatchObject([{ success: true }]);
  });
});

describe('triggers', () => {
  test('change a record before it is saved, and refuse rows one by one', async () => {
    const results = await it.insert('Account', [{ Name: 'good', Description: 'fill' }, { Name: 'bad', Description: 'refuse' }]);
    expect(results).toMatchObject([{ success: true }, failure('FIELD_CUSTOM_VALIDATION_EXCEPTION')]);
    expect(await it.rows('SELECT Name, Site FROM Account')).toMatchObject([{ Name: 'good', Site: 'filled' }]);
  });

  test('an exception refuses the whole chunk', async () => {
    const results = await it.insert('Account', [{ Name: 'good' }, { Name: 'bad', Description: 'break' }]);
    expect(results).toMatchObject([failure('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'), failure('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY')]);
    expect(results[0]?.errors[0]?.message).toContain('AccountGuard: execution of BeforeInsert');
  });

  test('a refusal afterwards takes the row back and what the trigger wrote for it', async () => {
    const ids = (await it.insert('Account', [{ Name: 'a' }, { Name: 'b' }])).map((result) => result.id);
    const results = await it.update('Account', [{ Id: ids[0], Rating: 'Hot' }, { Id: ids[1], Rating: 'Hot', Description: 'late' }]);
    expect(results).toMatchObject([{ success: true }, failure('FIELD_CUSTOM_VALIDATION_EXCEPTION')]);
    expect(await it.rows('SELECT Key__c, Amount__c FROM Ledger__c')).toMatchObject([{ Key__c: ids[0], Amount__c: 1 }]);
  });

  test('see at most 200 records at once', async () => {
    const ids = (await it.insert('Account', Array.from({ length: 250 }, (_, i) => ({ Name: `a${i}` })))).map((result) => result.id);
    await it.update('Account', ids.map((Id) => ({ Id, Rating: 'Hot' })));
    expect(await it.rows('SELECT Amount__c size, COUNT(Id) n FROM Ledger__c GROUP BY Amount__c ORDER BY Amount__c')).toMatchObject([{ size: 50, n: 50 }, { size: 200, n: 200 }]);
  });
});

test('allOrNone leaves nothing behind and says which row was to blame', async () => {
  const results = await it.org.save('insert', [{ attributes: { type: 'Account' }, Name: 'a' }, { attributes: { type: 'Account' } }], it.system, { allOrNone: true });
  expect(results).toMatchObject([failure('ALL_OR_NONE_OPERATION_ROLLED_BACK'), failure('REQUIRED_FIELD_MISSING', 'Name')]);
  expect(await it.rows('SELECT Id FROM Account')).toEqual([]);
});

test('Database.insert with partial success names code and fields of each row', async () => {
  expect(await it.org.invoke('Probe.saveSome', { keys: ['a', 'b', 'a'] }, it.system)).toEqual(['ok', 'ok', 'DUPLICATE_VALUE (Key__c)']);
});

describe('deals and lines', () => {
  test('the stage decides won, closed, probability and forecast', async () => {
    await it.insert('Opportunity', [deal({ StageName: 'Closed Won', Amount: 10 })]);
    expect(await it.rows('SELECT IsWon, IsClosed, Probability, ForecastCategoryName, ExpectedRevenue FROM Opportunity')).toMatchObject([{ IsWon: true, IsClosed: true, Probability: 100, ForecastCategoryName: 'Closed', ExpectedRevenue: 10 }]);
  });

  test('a price needs a standard price first', async () => {
    const [product] = await it.insert('Product2', [{ Name: 'Desk', IsActive: true }]);
    const [book] = await it.insert('Pricebook2', [{ Name: 'Partners', IsActive: true }]);
    expect(await it.insert('PricebookEntry', [{ Product2Id: product?.id, Pricebook2Id: book?.id, UnitPrice: 5 }])).toMatchObject([failure('STANDARD_PRICE_NOT_DEFINED')]);
  });

  test('a line takes product, code and list price from its entry, and the deal takes the sum', async () => {
    const [product] = await it.insert('Product2', [{ Name: 'Desk', ProductCode: 'D-1', IsActive: true }]);
    const [standard] = await it.rows('SELECT Id FROM Pricebook2 WHERE IsStandard = true');
    const [entry] = await it.insert('PricebookEntry', [{ Product2Id: product?.id, Pricebook2Id: standard?.Id, UnitPrice: 100, IsActive: true }]);
    const [made] = await it.insert('Opportunity', [deal({ Amount: 7 })]);
    const lines = await it.insert('OpportunityLineItem', [
      { OpportunityId: made?.id, PricebookEntryId: entry?.id, Quantity: 2, UnitPrice: 90, Discount: 10 },
      { OpportunityId: made?.id, Product2Id: product?.id, Quantity: 3, TotalPrice: 240 },
      { OpportunityId: made?.id, Quantity: 1, UnitPrice: 1 },
      { OpportunityId: made?.id, PricebookEntryId: entry?.id, Quantity: 1 },
    ]);
    expect(lines).toMatchObject([{ success: true }, { success: true }, failure('REQUIRED_FIELD_MISSING'), failure('REQUIRED_FIELD_MISSING')]);
    expect(await it.rows('SELECT Product2.Name, ProductCode, ListPrice, UnitPrice, TotalPrice FROM OpportunityLineItem ORDER BY TotalPrice')).toMatchObject([
      { Product2: { Name: 'Desk' }, ProductCode: 'D-1', ListPrice: 100, UnitPrice: 90, TotalPrice: 162 },
      { ProductCode: 'D-1', UnitPrice: 80, TotalPrice: 240 },
    ]);
    await it.update('Opportunity', [{ Id: made?.id, Amount: 1 }]);
    expect(await it.rows('SELECT Amount, HasOpportunityLineItem, Pricebook2.IsStandard FROM Opportunity')).toMatchObject([{ Amount: 402, HasOpportunityLineItem: true, Pricebook2: { IsStandard: true } }]);
  });
});

test('ids are 18 characters with their prefix, and 15 are taken too', async () => {
  const [account] = await it.insert('Account', [{ Name: ' Contoso ' }]);
  expect(account?.id).toMatch(/^001\w{15}$/);
  expect(await it.rows(`SELECT Name FROM Account WHERE Id = '${String(account?.id).slice(0, 15)}'`)).toMatchObject([{ Name: 'Contoso' }]);
});

test('200 deals are won in one call in well under two seconds', async () => {
  const ids = (await it.insert('Opportunity', Array.from({ length: 200 }, () => deal()))).map((result) => result.id);
  const begin = performance.now();
  const results = await it.update('Opportunity', ids.map((Id) => ({ Id, StageName: 'Closed Won' })));
  expect(results.every((result) => result.success)).toBe(true);
  expect(performance.now() - begin).toBeLessThan(2000);
});
