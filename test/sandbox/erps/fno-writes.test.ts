import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, rowsOf, type Client } from './client.ts';
import { addsUp } from './stock.ts';

let fno: RunningFno;
let client: Client;

beforeAll(async () => {
  fno = await startFno({ port: 0 });
  client = await connect(fno, '/data');
});
afterAll(() => fno.close());

const header = { dataAreaId: 'usmf', OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00001', CurrencyCode: 'USD' };
const orders = '/SalesOrderHeadersV2?cross-company=true';
const lines = '/SalesOrderLines?cross-company=true';

async function makeOrder(more: Record<string, unknown> = {}): Promise<string> {
  const answer = await client.post(orders, { ...header, ...more });
  expect(answer.status).toBe(201);
  return answer.body.SalesOrderNumber as string;
}

function keyOf(number: string): string {
  return `/SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='${number}')`;
}

describe('a sales order', () => {
  it('gets its number from the server, is open, and never shows a total', async () => {
    const { body } = await client.post(orders, { ...header, CustomersOrderReference: 'KEY1', IsSalesProcessingStopped: 'Yes' });
    expect(body).toMatchObject({ SalesOrderStatus: 'Backorder', SalesOrderProcessingStatus: 'Active', OrderTotalAmount: 0, IsSalesProcessingStopped: 'Yes', ConfirmedShippingDate: '1900-01-01T12:00:00Z' });
    expect(body.SalesOrderNumber).toMatch(/^SO-\d{5}$/);
  });
  it('may be created twice with one reference', async () => {
    const numbers = [await makeOrder({ CustomersOrderReference: 'TWICE' }), await makeOrder({ CustomersOrderReference: 'twice' })];
    const found = await client.get("/SalesOrderHeadersV2?$filter=CustomersOrderReference eq 'Twice'&$select=SalesOrderNumber");
    expect(rowsOf(found).map((row) => row['SalesOrderNumber'])).toEqual(numbers);
  });
  it('computes unit, price, description and amount of a line, and makes its key', async () => {
    const number = await makeOrder();
    const { body } = await client.post(lines, { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0001', OrderedSalesQuantity: 3, LineDiscountPercentage: 10 });
    expect(body.InventoryLotId).not.toBe('');
    expect(body.SalesUnitSymbol).toBe('ea');
    expect(body.LineAmount).toBeCloseTo(body.SalesPrice * 3 * 0.9, 2);
  });
  it('makes a second line when a line is posted twice', async () => {
    const number = await makeOrder();
    for (const _ of [1, 2]) await client.post(lines, { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0001', LineNumber: 1 });
    expect((await client.get(`/SalesOrderLines?$filter=SalesOrderNumber eq '${number}'`)).body.value).toHaveLength(2);
  });
  it('is the same record under the V4 and V3 sets', async () => {
    const number = await makeOrder();
    await client.post('/SalesOrderLinesV3?cross-company=true', { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0001' });
    expect((await client.get(`/SalesOrderHeadersV4?$filter=SalesOrderNumber eq '${number}'`)).body.value).toHaveLength(1);
    expect((await client.get(`/SalesOrderLines?$filter=SalesOrderNumber eq '${number}'`)).body.value).toHaveLength(1);
  });
  it('takes its hold back by PATCH, answers 204, and refuses a stale etag with 412', async () => {
    const number = await makeOrder({ IsSalesProcessingStopped: 'Yes' });
    const before = await client.get(keyOf(number));
    const etag = before.headers.get('etag') ?? '';
    expect((await client.send('PATCH', keyOf(number), { IsSalesProcessingStopped: 'No' }, { 'if-match': etag })).status).toBe(204);
    expect((await client.send('PATCH', keyOf(number), { SalesOrderName: 'x' }, { 'if-match': etag })).status).toBe(412);
    expect((await client.get(keyOf(number))).body.IsSalesProcessingStopped).toBe('No');
  });
  it('goes with its lines when it is deleted', async () => {
    const number = await makeOrder();
    await client.post(lines, { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0001' });
    expect((await client.send('DELETE', keyOf(number))).status).toBe(204);
    expect((await client.get(`/SalesOrderLines?$filter=SalesOrderNumber eq '${number}'`)).body.value).toEqual([]);
  });
  it('is confirmed, delivered and invoiced by the ERP, with invoice and ledger row', async () => {
    const number = await makeOrder({ CustomersOrderReference: 'FLOW' });
    await client.post(lines, { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0001', OrderedSalesQuantity: 2, SalesPrice: 100 });
    for (const to of ['Confirmed', 'Delivered', 'Invoiced']) expect((await client.admin('POST', `/orders/usmf/${number}/advance`, { to })).status).toBe(200);
    const [invoice] = (await client.get(`/SalesInvoiceHeadersV2?$filter=SalesOrderNumber eq '${number}'`)).body.value;
    const [ledger] = (await client.get(`/CustTransactions?$filter=Voucher eq '${invoice.LedgerVoucher as string}'`)).body.value;
    expect([invoice.TotalInvoiceAmount, invoice.CustomersOrderReference, ledger.AmountCur]).toEqual([216, 'FLOW', 216]);
    expect((await client.get(keyOf(number))).body).toMatchObject({ SalesOrderStatus: 'Invoiced', SalesOrderProcessingStatus: 'Invoiced' });
  });
  it('is delivered and invoiced in parts, with a new date for what is left and no delivered quantity to be read', async () => {
    const number = await makeOrder();
    await client.post(lines, { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0001', OrderedSalesQuantity: 5, SalesPrice: 100 });
    const advance = (to: string, work: object[] = []) => client.admin('POST', `/orders/usmf/${number}/advance`, { to, lines: work });
    const statusOf = async () => {
      const [line] = rowsOf(await client.get(`/SalesOrderLines?$filter=SalesOrderNumber eq '${number}'`));
      const [head] = rowsOf(await client.get(`/SalesOrderHeadersV2?$filter=SalesOrderNumber eq '${number}'`));
      expect(Object.keys(line ?? {}).filter((name) => name.startsWith('_'))).toEqual([]);
      return [head?.['SalesOrderProcessingStatus'], head?.['SalesOrderStatus'], line?.['SalesOrderLineStatus'], line?.['ConfirmedShippingDate']];
    };
    expect((await advance('PartiallyDelivered')).status).toBe(409);
    expect((await advance('PartiallyDelivered', [{ line: 1, quantity: 6 }])).status).toBe(409);
    expect((await advance('PartiallyDelivered', [{ line: 2, quantity: 1 }])).status).toBe(409);
    expect((await advance('PartiallyDelivered', [{ line: 1, quantity: 3, promised: '2099-12-15' }])).status).toBe(200);
    expect(await statusOf()).toEqual(['PartiallyDelivered', 'Backorder', 'Backorder', '2099-12-15T12:00:00Z']);
    expect((await advance('PartiallyInvoiced')).status).toBe(200);
    expect((await advance('PartiallyInvoiced')).status).toBe(409);
    expect((await advance('Paid')).status).toBe(409);
    expect((await advance('Delivered')).status).toBe(200);
    expect((await statusOf()).slice(0, 3)).toEqual(['DeliveredPartiallyInvoiced', 'Delivered', 'Delivered']);
    expect((await advance('Invoiced')).status).toBe(200);
    const invoices = rowsOf(await client.get(`/SalesInvoiceHeadersV2?$filter=SalesOrderNumber eq '${number}'`));
    expect(invoices.map((one) => one['TotalInvoiceAmount'])).toEqual([324, 216]);
    const ledger = async () => Promise.all(invoices.map(async (one) => rowsOf(await client.get(`/CustTransactions?$filter=Voucher eq '${String(one['LedgerVoucher'])}'`))[0]));
    for (const row of await ledger()) expect(row).toMatchObject({ SettleAmountCur: 0, Closed: '1900-01-01T12:00:00Z' });
    expect((await advance('Paid')).status).toBe(200);
    for (const row of await ledger()) expect([row?.['SettleAmountCur'], String(row?.['Closed']).startsWith('2')]).toEqual([row?.['AmountCur'], true]);
  });
});

describe('stock', () => {
  it('goes on order with a line, leaves with its delivery, and adds up all the way', async () => {
    const look = async (): Promise<Record<string, number>> => (await client.get("/WarehousesOnHandV2?$filter=ItemNumber eq 'P-0003' and InventoryWarehouseId eq '13'")).body.value[0] as Record<string, number>;
    const number = await makeOrder();
    const before = await look();
    await client.post(lines, { dataAreaId: 'usmf', SalesOrderNumber: number, ItemNumber: 'P-0003', OrderedSalesQuantity: 4, ShippingSiteId: '1', ShippingWarehouseId: '13' });
    const ordered = await look();
    await client.admin('POST', `/orders/usmf/${number}/advance`, { to: 'Delivered' });
    const delivered = await look();
    const moved = (row: Record<string, number>): number[] => ['OnHandQuantity', 'AvailableOnHandQuantity', 'ReservedOnHandQuantity', 'OnOrderQuantity'].map((name) => Number(row[name]) - Number(before[name]));
    expect([moved(ordered), moved(delivered)]).toEqual([[0, 0, 0, 4], [-4, -4, 0, 0]]);
    expect([before, ordered, delivered].every(addsUp)).toBe(true);
  });
});

describe('refused writes change nothing and say why', () => {
  const line = { dataAreaId: 'usmf', OrderedSalesQuantity: 1 };
  it.each([
    ['an unknown customer', orders, { ...header, OrderingCustomerAccountNumber: 'NOPE' }, /'NOPE' in field 'Customer account' is not found/],
    ['a customer on hold', orders, { ...header, OrderingCustomerAccountNumber: 'C-00013', InvoiceCustomerAccountNumber: 'C-00013' }, /C-00013 is on hold: All/],
    ['an unknown currency', orders, { ...header, CurrencyCode: 'XXX' }, /'XXX' in field 'Currency' is not found/],
    ['a missing currency', orders, { ...header, CurrencyCode: undefined }, /Field 'CurrencyCode' must be filled in/],
    ['a number of its own', orders, { ...header, SalesOrderNumber: 'MINE' }, /does not allow manual numbers/],
    ['a status', orders, { ...header, SalesOrderStatus: 'Invoiced' }, /'SalesOrderStatus' does not allow editing/],
    ['an unknown property', orders, { ...header, Nope: 1 }, /Could not find a property named 'Nope'/],
    ['a bad enum member', orders, { ...header, IsSalesProcessingStopped: 'Maybe' }, /Cannot convert the literal/],
    ['a number as text', orders, { ...header, CurrencyCode: 5 }, /Cannot convert the literal/],
    ['a line of an unknown order', lines, { ...line, SalesOrderNumber: 'NOPE', ItemNumber: 'P-0001' }, /'NOPE' in field 'Sales order' is not found/],
    ['an unknown item', lines, { ...line, SalesOrderNumber: 'SO-05001', ItemNumber: 'NOPE' }, /'NOPE' in field 'Item number' is not found/],
    ['a posted document', '/SalesInvoiceHeadersV2', { dataAreaId: 'usmf' }, /is read-only/],
    ['a customer without a group', '/CustomersV3', { dataAreaId: 'usmf', OrganizationName: 'X', SalesCurrencyCode: 'USD' }, /'CustomerGroupId' must be filled in/],
    ['a customer without a name', '/CustomersV3', { dataAreaId: 'usmf', CustomerGroupId: '10', SalesCurrencyCode: 'USD' }, /Field 'Name' must be filled in/],
  ])('%s', async (_what, path, body, message) => {
    const answer = await client.post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.innererror.message).toMatch(message);
  });

  it.each([
    ['a stopped item', { ItemNumber: 'P-0041' }, /is stopped for Sales order/],
    ['an item that is not released', { ItemNumber: 'P-0043' }, /is not found in the related table 'Released products'/],
    ['an unknown unit', { ItemNumber: 'P-0001', SalesUnitSymbol: 'nope' }, /'nope' in field 'Unit' is not found/],
    ['an unknown warehouse', { ItemNumber: 'P-0001', ShippingSiteId: '1', ShippingWarehouseId: '99' }, /'99' in field 'Warehouse' is not found/],
    ['a stocked item without a site', { ItemNumber: 'P-0003' }, /Inventory dimension Site is mandatory/],
  ])('%s on a line', async (_what, more, message) => {
    const answer = await client.post(lines, { ...line, SalesOrderNumber: await makeOrder(), ...more });
    expect(answer.status).toBe(400);
    expect(answer.body.error.innererror.message).toMatch(message);
  });

  it('another company without cross-company, on create and on change', async () => {
    expect((await client.post('/SalesOrderHeadersV2', { ...header, dataAreaId: 'demf' })).status).toBe(400);
    const made = await client.post(orders, { ...header, dataAreaId: 'demf' });
    const answer = await client.send('PATCH', `/SalesOrderHeadersV2(dataAreaId='demf',SalesOrderNumber='${made.body.SalesOrderNumber as string}')`, { SalesOrderName: 'x' });
    expect([answer.status, answer.body.error.innererror.message]).toEqual([400, 'No resources were found when selecting for update.']);
  });
  it('malformed JSON', async () => {
    expect((await client.send('POST', orders, '{"dataAreaId":')).status).toBe(400);
  });
});

describe('a customer', () => {
  it('gets an account from the server, or keeps its own, and is refused when it exists', async () => {
    const body = { dataAreaId: 'usmf', CustomerGroupId: '10', SalesCurrencyCode: 'USD', OrganizationName: "Bellows 'n' Co" };
    const made = await client.post('/CustomersV3', body);
    expect([made.status, made.body.CustomerAccount]).toEqual([201, 'C-00201']);
    expect((await client.post('/CustomersV3', { ...body, CustomerAccount: 'OWN-1' })).body.CustomerAccount).toBe('OWN-1');
    const again = await client.post('/CustomersV3', { ...body, CustomerAccount: 'own-1' });
    expect(again.body.error.innererror.message).toMatch(/The record already exists/);
  });
});

describe('available to promise', () => {
  it('answers one entry per day and warehouse, rising with each receipt', async () => {
    const made = await client.post('/CDSInventoryOnHandRequests', { dataAreaId: 'usmf', RequestId: 'ask-1', ProductNumber: 'P-0001', OrderQuantity: 5, IsATPCalculation: 'Yes' });
    const entries = (await client.get("/CDSInventoryOnHandEntries?$filter=RequestId eq 'ask-1' and InventoryWarehouseId eq '13'&$orderby=ATPDate")).body.value as { ATPQuantity: number }[];
    expect(made.status).toBe(201);
    const quantities = entries.map((entry) => entry.ATPQuantity);
    expect(quantities.length).toBeGreaterThan(0);
    expect(quantities).toEqual([...quantities].sort((one, other) => one - other));
  });
});
