import { beforeAll, describe, expect, test } from 'vitest';
import { makeFixtureOrg } from './support/fixture-org.ts';
import type { FixtureOrg } from './support/fixture-org.ts';

let it: FixtureOrg;
const names = async (where: string): Promise<unknown[]> => (await it.rows(`SELECT Name FROM Account ${where}`)).map((row) => row.Name);

beforeAll(async () => {
  it = await makeFixtureOrg();
  const ids = (await it.insert('Account', [
    { Name: 'Adatum', NumberOfEmployees: 10, Industry: 'Retail' },
    { Name: "O'Hara & Sons", NumberOfEmployees: 20, Industry: 'Retail' },
    { Name: '100% Wool', Industry: 'Banking' },
    { Name: 'Contoso', NumberOfEmployees: 5 },
  ])).map((result) => result.id);
  await it.insert('Contact', [{ LastName: 'Brown', FirstName: 'Ann', AccountId: ids[0] }, { LastName: 'Green', AccountId: ids[0] }, { LastName: 'Blue', AccountId: ids[1] }]);
  await it.update('Account', [{ Id: ids[3], ParentId: ids[0] }]);
});

describe('conditions', () => {
  test.each([
    ["WHERE Name = 'adatum'", ['Adatum']],
    ["WHERE Name = 'O\\'Hara & Sons'", ["O'Hara & Sons"]],
    ["WHERE Name LIKE '%o%' ORDER BY Name", ['100% Wool', 'Contoso', "O'Hara & Sons"]],
    ["WHERE Name LIKE '100\\%%'", ['100% Wool']],
    ["WHERE (Industry = 'Retail' AND NumberOfEmployees > 10) OR Name = 'Contoso' ORDER BY Name", ['Contoso', "O'Hara & Sons"]],
    ["WHERE NOT Industry = 'Retail' ORDER BY Name", ['100% Wool', 'Contoso']],
    ["WHERE Industry NOT IN ('Retail') ORDER BY Name", ['100% Wool', 'Contoso']],
    ['WHERE NumberOfEmployees = null', ['100% Wool']],
    ["WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName LIKE 'B%') ORDER BY Name", ['Adatum', "O'Hara & Sons"]],
    ['WHERE Id NOT IN (SELECT AccountId FROM Contact) ORDER BY Name', ['100% Wool', 'Contoso']],
    ["WHERE Parent.Name = 'Adatum'", ['Contoso']],
    ['WHERE CreatedDate = TODAY AND CreatedDate = LAST_N_DAYS:3 AND CreatedDate < TOMORROW ORDER BY NumberOfEmployees DESC NULLS LAST LIMIT 1', ["O'Hara & Sons"]],
    ['ORDER BY NumberOfEmployees NULLS LAST LIMIT 2 OFFSET 1', ['Adatum', "O'Hara & Sons"]],
    ['WHERE CreatedDate > 2099-01-01T00:00:00Z', []],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected);
  });
});

test('parents, children and aggregates come in the wire\'s shape', async () => {
  const [row] = await it.rows("SELECT Name, Parent.Name, Owner.Profile.Name, (SELECT Name FROM Contacts ORDER BY LastName) FROM Account WHERE Name = 'Adatum'");
  expect(row).toMatchObject({ Parent: null, Owner: { Profile: { Name: 'System Administrator' } }, Contacts: { totalSize: 2, done: true, records: [{ Name: 'Ann Brown' }, { Name: 'Green' }] } });
  expect(Object.keys(row ?? {})).toEqual(['attributes', 'Name', 'Parent', 'Owner', 'Contacts']);
  expect(await it.rows('SELECT Industry, COUNT(Id), SUM(NumberOfEmployees) total FROM Account GROUP BY Industry HAVING COUNT(Id) > 1')).toMatchObject([{ Industry: 'Retail', expr0: 2, total: 30 }]);
  expect(await it.org.query('SELECT COUNT() FROM Account', it.system)).toMatchObject({ totalSize: 4, records: [] });
});

test('columns are told with their joins', async () => {
  const { columns } = await it.org.query('SELECT Name, Parent.Name, (SELECT Id FROM Contacts) FROM Account', it.system);
  expect(columns).toMatchObject([{ columnName: 'Name' }, { columnName: 'Parent', joinColumns: [{ columnName: 'Name' }] }, { columnName: 'Contacts', aggregate: true }]);
});

test('FIELDS(ALL) names every field', async () => {
  const [row] = await it.rows('SELECT FIELDS(ALL) FROM Account LIMIT 200');
  expect(row).toMatchObject({ IsDeleted: false, CreatedDate: expect.stringMatching(/\.000\+0000$/) });
});

describe('a query is refused', () => {
  test.each([
    ['an unknown field', 'SELECT Name, Foo FROM Account', 'INVALID_FIELD', /ERROR at Row:1:Column:14\nNo such column 'Foo' on entity 'Account'/],
    ['an unknown object', 'SELECT Id FROM Foo', 'INVALID_TYPE', /sObject type 'Foo' is not supported/],
    ['an unknown relationship', 'SELECT Foo.Name FROM Account', 'INVALID_FIELD', /Didn't understand relationship 'Foo'/],
    ['a torn clause', 'SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', /unexpected token/],
    ['a torn word', 'SELECT Id FRM Account', 'MALFORMED_QUERY', /ERROR at Row:1/],
    ['a number where text is due', 'SELECT Id FROM Account WHERE Name = 5', 'INVALID_FIELD', /must be of type string and should be enclosed in quotes/],
    ['text where a number is due', "SELECT Id FROM Account WHERE NumberOfEmployees = '5'", 'INVALID_FIELD', /must be of type int/],
    ['an id that is none', "SELECT Id FROM Account WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR', /invalid ID field: x/],
    ['a bind', 'SELECT Id FROM Account WHERE Name = :name', 'MALFORMED_QUERY', /Bind variables/],
    ['a field that is not grouped', 'SELECT Name, COUNT(Id) FROM Account', 'MALFORMED_QUERY', /must be grouped or aggregated: Name/],
  ])('for %s', async (_title, soql, errorCode, message) => {
    await expect(it.org.query(soql, it.system)).rejects.toMatchObject({ errorCode, message: expect.stringMatching(message) });
  });
});

test('pages by id come in the order in which the rows were made', async () => {
  const made = (await it.insert('Ledger__c', Array.from({ length: 150 }, (_, i) => ({ Key__c: `p${i}` })))).map((result) => result.id);
  const first = (await it.rows('SELECT Id FROM Ledger__c ORDER BY Id LIMIT 70')).map((row) => row.Id);
  const rest = (await it.rows(`SELECT Id FROM Ledger__c WHERE Id > '${String(first.at(-1))}' ORDER BY Id`)).map((row) => row.Id);
  expect([...first, ...rest]).toEqual(made);
});

test('deleted rows are found only when asked for', async () => {
  const [made] = await it.insert('Account', [{ Name: 'Gone' }]);
  await it.org.save('delete', [{ attributes: { type: 'Account' }, Id: made?.id }], it.system, { allOrNone: false });
  expect(await names("WHERE Name = 'Gone'")).toEqual([]);
  expect((await it.org.query("SELECT IsDeleted FROM Account WHERE Name = 'Gone'", it.system, { includeDeleted: true })).records).toMatchObject([{ IsDeleted: true }]);
});
