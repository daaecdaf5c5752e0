import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, fetchToken, rowsOf, type Answer, type Client } from './client.ts';
import { addsUp } from './stock.ts';

let fno: RunningFno;
let client: Client;

beforeAll(async () => {
  fno = await startFno({ port: 0 });
  client = await connect(fno, '/data');
});
afterAll(() => fno.close());

describe('sign-in', () => {
  it('refuses a missing token with 401 and no body', async () => {
    const response = await fetch(`${fno.baseUrl}/data/Companies`);
    expect([response.status, response.headers.get('www-authenticate'), await response.text()]).toEqual([401, 'Bearer', '']);
  });
  it('refuses a wrong secret and a wrong scope', async () => {
    expect((await fetchToken(fno, { client_secret: 'wrong' })).status).toBe(401);
    expect((await fetchToken(fno, { scope: `${fno.baseUrl}//.default` })).body.error).toBe('invalid_scope');
  });
});

describe('strictness', () => {
  it.each([
    ['an unknown set', '/Nope', 404],
    ['an unknown property in $select', '/CustomersV3?$select=Nope', 400],
    ['an unknown property in $filter', "/CustomersV3?$filter=Nope eq 'x'", 400],
    ['an unknown property in $orderby', '/CustomersV3?$orderby=Nope', 400],
    ['an unknown navigation', '/CustomersV3?$expand=Nope', 400],
    ['a second level of $expand', '/SalesOrderHeadersV2?$expand=SalesOrderLines($expand=SalesOrderHeaderV2)', 400],
    ['startswith', "/CustomersV3?$filter=startswith(CustomerAccount,'C')", 400],
    ['contains', "/CustomersV3?$filter=contains(CustomerAccount,'C')", 400],
    ['in', "/CustomersV3?$filter=CustomerAccount in ('C-00001')", 400],
    ['has', "/CustomersV3?$filter=OnHoldStatus has Microsoft.Dynamics.DataEntities.CustVendorBlocked'No'", 400],
    ['an enum as text', "/CustomersV3?$filter=OnHoldStatus eq 'No'", 400],
    ['an unknown enum member', "/CustomersV3?$filter=OnHoldStatus eq Microsoft.Dynamics.DataEntities.CustVendorBlocked'Nope'", 400],
    ['an enum with gt', "/CustomersV3?$filter=OnHoldStatus gt Microsoft.Dynamics.DataEntities.CustVendorBlocked'No'", 400],
    ['a quoted date', "/CustTransactions?$filter=DueDate gt '2026-01-01'", 400],
    ['text against a number', "/CustomersV3?$filter=CreditLimit gt 'x'", 400],
    ['an injected filter', "/CustomersV3?$filter=CustomerAccount eq '' or 1 eq 1' or '1", 400],
    ['an unknown query option', '/CustomersV3?$search=x', 400],
    ['a negative $top', '/CustomersV3?$top=-1', 400],
    ['a key with a part missing', "/CustomersV3(CustomerAccount='C-00001')", 400],
    ['a record that is not there', "/CustomersV3(dataAreaId='usmf',CustomerAccount='NOPE')", 404],
  ])('refuses %s', async (_what, path, status) => {
    const answer = await client.get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe('');
  });
});

describe('companies', () => {
  it('shows only the default company without cross-company=true, and both with it', async () => {
    const own = await client.get('/CustomersV3?$select=dataAreaId');
    const all = await client.get('/CustomersV3?cross-company=true&$select=dataAreaId');
    const areas = (answer: Answer): unknown[] => [...new Set(rowsOf(answer).map((row) => row['dataAreaId']))].sort();
    expect([areas(own), areas(all)]).toEqual([['usmf'], ['demf', 'usmf']]);
  });
  it('compares text without case and gives the company in lower case', async () => {
    const answer = await client.get("/CustomersV3?cross-company=true&$filter=dataAreaId eq 'USMF' and CustomerAccount eq 'c-00005'&$select=dataAreaId,CustomerAccount");
    expect(answer.body.value).toMatchObject([{ dataAreaId: 'usmf', CustomerAccount: 'C-00005' }]);
  });
  it('has about 200 customers, 140 of them in both companies', async () => {
    const rows = (await client.get('/CustomersV3?cross-company=true&$select=CustomerAccount')).body.value as { CustomerAccount: string }[];
    const names = rows.map((row) => row.CustomerAccount);
    expect([new Set(names).size, names.length - new Set(names).size]).toEqual([200, 140]);
  });
});

describe('queries', () => {
  it("takes a doubled apostrophe, and * in an eq literal as a wildcard", async () => {
    const exact = await client.get("/CustomersV3?$filter=OrganizationName eq 'O''Hara %26 Sons Retail Inc.'&$select=OrganizationName");
    const wild = await client.get("/CustomersV3?$filter=OrganizationName eq '*hara*'&$select=OrganizationName");
    expect(exact.body.value).toHaveLength(1);
    expect(wild.body.value.length).toBeGreaterThan(1);
  });
  it('counts the whole filter whatever $top says, and bare with /$count', async () => {
    const page = await client.get('/CustomersV3?$count=true&$top=3');
    expect(page.body.value).toHaveLength(3);
    expect((await client.get('/CustomersV3/$count')).text).toBe(String(page.body['@odata.count']));
  });
  it('pages by nextLink when asked for small pages, each record once', async () => {
    const seen: string[] = [];
    let next: string | undefined = '/CustomersV3?cross-company=true&$orderby=CustomerAccount,dataAreaId&$select=CustomerAccount,dataAreaId&$count=true';
    while (next !== undefined) {
      const page = await client.get(next, { prefer: 'odata.maxpagesize=100' });
      for (const row of page.body.value) seen.push(`${row.dataAreaId}/${row.CustomerAccount}`);
      next = page.body['@odata.nextLink'] as string | undefined;
    }
    expect([seen.length, new Set(seen).size]).toEqual([340, 340]);
  });
  it('computes, negates and orders in several directions', async () => {
    const path = "/CustTransactions?$filter=AmountCur sub SettleAmountCur gt 1000 and not (TransType eq Microsoft.Dynamics.DataEntities.LedgerTransType'Payment')&$orderby=DueDate desc,AmountCur&$select=AmountCur,SettleAmountCur,DueDate,TransType";
    const rows = (await client.get(path)).body.value as { AmountCur: number; SettleAmountCur: number; DueDate: string; TransType: string }[];
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((row) => row.AmountCur - row.SettleAmountCur > 1000 && row.TransType !== 'Payment')).toBe(true);
    expect(rows.map((row) => row.DueDate)).toEqual(rows.map((row) => row.DueDate).sort().reverse());
  });
  it('expands the lines of an order, with select inside', async () => {
    const answer = await client.get("/SalesOrderHeadersV2?$filter=SalesOrderStatus eq Microsoft.Dynamics.DataEntities.SalesStatus'Backorder'&$top=5&$expand=SalesOrderLines($select=ItemNumber,LineAmount)");
    for (const order of answer.body.value) {
      expect(order.SalesOrderLines.length).toBeGreaterThan(0);
      expect(Object.keys(order.SalesOrderLines[0] as object).sort()).toEqual(['@odata.etag', 'ItemNumber', 'LineAmount']);
    }
  });
  it('keeps the leading blank of an item number', async () => {
    const answer = await client.get("/ReleasedProductsV2?$filter=ItemNumber eq ' P-0037'&$select=ItemNumber");
    expect(answer.body.value[0].ItemNumber).toBe(' P-0037');
    expect((await client.get("/ReleasedProductsV2?$filter=ItemNumber eq 'P-0037'")).body.value).toEqual([]);
  });
  it('serves $metadata that names every set it serves', async () => {
    const sets = (await client.get('')).body.value as { name: string }[];
    const { text } = await client.get('/$metadata');
    expect(sets.every((set) => text.includes(`EntitySet Name="${set.name}"`))).toBe(true);
  });
});

describe('figures', () => {
  it('has stock that adds up in each warehouse, some of it reserved and more on its way', async () => {
    const stock = (await client.get('/WarehousesOnHandV2?cross-company=true')).body.value as Record<string, number>[];
    expect(stock.filter((row) => !addsUp(row))).toEqual([]);
    expect(stock.filter((row) => Number(row['ReservedOnHandQuantity']) > 0 && Number(row['OrderedQuantity']) > 0 && Number(row['OnOrderQuantity']) > 0).length).toBeGreaterThan(10);
  });
  it('has 2,000 invoices, each with a ledger row of the same amount', async () => {
    const invoices = (await client.get('/SalesInvoiceHeadersV2?cross-company=true&$select=dataAreaId,LedgerVoucher,TotalInvoiceAmount')).body.value as Record<string, unknown>[];
    const ledger = (await client.get("/CustTransactions?cross-company=true&$filter=TransType eq Microsoft.Dynamics.DataEntities.LedgerTransType'Sales'&$select=Voucher,AmountCur")).body.value as Record<string, unknown>[];
    const amounts = new Map(ledger.map((row) => [row['Voucher'], row['AmountCur']]));
    expect(invoices).toHaveLength(2000);
    expect(invoices.filter((row) => amounts.get(row['LedgerVoucher']) !== row['TotalInvoiceAmount'])).toEqual([]);
  });
  it('keeps the aging snapshot equal to the sum of the open ledger rows', async () => {
    const [snapshot] = (await client.get("/CustAIAgedBalances?$filter=CustAccount eq 'C-00005'")).body.value;
    const open = (await client.get("/CustTransOpens?$filter=AccountNum eq 'C-00005'")).body.value as { AmountMST: number }[];
    expect(snapshot.AmountDueMst).toBeCloseTo(open.reduce((sum, row) => sum + row.AmountMST, 0), 2);
  });
});
