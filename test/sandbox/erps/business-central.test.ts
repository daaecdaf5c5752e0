import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBusinessCentral, type RunningBusinessCentral } from '../../../sandbox/erps/business-central/start-business-central.ts';
import { connect, rowsOf, type Client } from './client.ts';

let running: RunningBusinessCentral;
let client: Client;
let analytics: Client;
let customerId: string;

beforeAll(async () => {
  running = await startBusinessCentral({ port: 0, serviceMs: 0 });
  const company = `/companies(${running.company})`;
  client = await connect(running, `${running.environmentPath}/api/v2.0${company}`);
  analytics = await connect(running, `${running.environmentPath}/api/microsoft/analytics/v1.0${company}`);
  customerId = (await client.get("/customers?$filter=number eq 'C-00001'")).body.value[0].id as string;
});
afterAll(() => running.close());

async function makeOrder(more: Record<string, unknown> = {}): Promise<{ id: string; number: string; '@odata.etag': string }> {
  const answer = await client.post('/salesOrders', { customerNumber: 'C-00001', ...more });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; number: string; '@odata.etag': string };
}

describe('strictness', () => {
  it.each([
    ['an unknown set', '/Nope', 404, 'BadRequest_NotFound'],
    ['an unknown property', '/customers?$select=nope', 400, 'BadRequest'],
    ['an unknown id', '/customers(00000000-1111-2222-3333-444444444444)', 404, 'Internal_RecordNotFound'],
    ['a key that is no id', '/customers(x1)', 400, /^(BadRequest|Application_InvalidGUID)$/],
    ['lines without their document', '/salesOrderLines', 400, 'Application_DialogException'],
    ['an OR over two fields', "/customers?$filter=number eq 'a' or displayName eq 'b'", 400, 'Application_FilterErrorException'],
    ['any', "/salesOrders?$filter=salesOrderLines/any(l:l/quantity gt 1)", 400, 'BadRequest_MethodNotImplemented'],
    ['an unknown enum member', "/customers?$filter=blocked eq 'Nope'", 400, 'Unknown'],
  ])('refuses %s', async (_what, path, status, code) => {
    const answer = await client.get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toMatch(code);
    expect(answer.body.error.message).toMatch(/CorrelationId: {2}[0-9a-f-]{36}\.$/);
  });
  it('refuses an unknown company and a missing token', async () => {
    const other = await client.get(`${running.baseUrl}${running.environmentPath}/api/v2.0/companies(00000000-1111-2222-3333-444444444444)/items`);
    const none = await fetch(`${running.baseUrl}${running.environmentPath}/api/v2.0/companies`);
    expect([other.status, other.body.error.code, none.status]).toEqual([404, 'Internal_CompanyNotFound', 401]);
  });
  it('keeps companies apart, though an OR over one field and text functions work', async () => {
    const found = await client.get("/customers?$filter=number eq 'C-00001' or number eq 'C-00008'&$select=number");
    expect(rowsOf(found).map((row) => row['number'])).toEqual(['C-00001']); // C-00008 is in the other company
    expect((await client.get("/customers?$filter=contains(displayName,'Hara')")).body.value.length).toBeGreaterThan(0);
  });
});

describe('writing', () => {
  it('makes an order with its lines in one POST, as a draft, and totals it', async () => {
    const answer = await client.post('/salesOrders?$expand=salesOrderLines', { customerNumber: 'C-00001', externalDocumentNumber: 'DEEP', salesOrderLines: [{ lineType: 'Item', lineObjectNumber: 'P-0001', quantity: 2, unitPrice: 10.5 }, { lineType: 'Comment', description: 'hello' }] });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'Draft', totalAmountExcludingTax: 21, externalDocumentNumber: 'DEEP' });
    const lines = answer.body.salesOrderLines as { sequence: number }[];
    expect(lines.map((line) => line.sequence)).toEqual([10_000, 20_000]);
  });
  it('keeps nothing of a deep insert of which one line is refused', async () => {
    const answer = await client.post('/salesOrders', { customerNumber: 'C-00001', externalDocumentNumber: 'HALF', salesOrderLines: [{ lineObjectNumber: 'P-0001', quantity: 1 }, { lineObjectNumber: 'NOPE', quantity: 1 }] });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'Internal_InvalidTableRelation']);
    expect((await client.get("/salesOrders?$filter=externalDocumentNumber eq 'HALF'")).body.value).toEqual([]);
  });
  it('wants If-Match: 400 without, 409 with a stale one, and takes *', async () => {
    const order = await makeOrder();
    const change = (etag?: string): Promise<{ status: number; body: { error: { code: string } } }> => client.send('PATCH', `/salesOrders(${order.id})`, { email: 'x@example.com' }, etag === undefined ? {} : { 'if-match': etag });
    expect((await change()).body.error.code).toBe('BadRequest_InvalidToken');
    expect((await change(order['@odata.etag'])).status).toBe(200);
    const stale = await change(order['@odata.etag']);
    expect([stale.status, stale.body.error.code]).toEqual([409, 'Request_EntityChanged']);
    expect((await change('*')).status).toBe(200);
  });
  it.each([
    ['a read-only property', { customerNumber: 'C-00001', status: 'Open' }, 'BadRequest_InvalidOperation'],
    ['a number of its own', { customerNumber: 'C-00001', number: 'X' }, 'BadRequest_InvalidOperation'],
    ['a text that is too long', { customerNumber: 'C-00001', externalDocumentNumber: 'X'.repeat(36) }, 'Application_StringExceededLength'],
    ['an unknown property', { customerNumber: 'C-00001', documentLines: [] }, 'BadRequest'],
    ['an unknown currency', { customerNumber: 'C-00001', currencyCode: 'XXX' }, 'Application_DialogException'],
    ['a blocked customer', { customerNumber: 'C-00013' }, 'Application_DialogException'],
    ['an id and a number that differ', { customerNumber: 'C-00002', customerId: '00000000-1111-2222-3333-444444444444' }, 'Application_DialogException'],
  ])('refuses %s', async (_what, body, code) => {
    const answer = await client.post('/salesOrders', body);
    expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  });
  it('takes an enum as it is encoded and as its caption, and refuses any other', async () => {
    for (const type of ['Non_x002D_Inventory', 'Non-Inventory']) {
      const made = await client.post('/items', { number: `T-${type.length}`, displayName: 'x', type });
      expect(made.body.type).toBe('Non_x002D_Inventory');
    }
    const refused = await client.post('/items', { number: 'T-0', type: 'Nope' });
    expect(refused.body.error).toMatchObject({ code: 'Unknown', message: expect.stringContaining('The existing options are: Inventory,Service,Non-Inventory') });
  });
  it('refuses inventory on a new item', async () => {
    expect((await client.post('/items', { number: 'T-9', inventory: 4 })).body.error.message).toMatch(/^Inventory cannot be changed/);
  });
  it('turns a shipped and invoiced order into an invoice that names it', async () => {
    const order = await makeOrder({ externalDocumentNumber: 'SHIP', salesOrderLines: [{ lineObjectNumber: 'P-0002', quantity: 1 }] });
    expect((await client.send('POST', `/salesOrders(${order.id})/Microsoft.NAV.shipAndInvoice`)).status).toBe(204);
    expect((await client.get(`/salesOrders(${order.id})`)).status).toBe(404);
    const [invoice] = (await client.get(`/salesInvoices?$filter=orderNumber eq '${order.number}'`)).body.value;
    expect(invoice).toMatchObject({ status: 'Open', externalDocumentNumber: 'SHIP' });
  });
  it('ships and invoices an order in parts, takes each piece from stock once, and takes the money when it is gone', async () => {
    const inventoryOf = async () => Number((await client.get("/items?$filter=number eq 'P-0002'")).body.value[0].inventory);
    const before = await inventoryOf();
    const order = await makeOrder({ salesOrderLines: [{ lineObjectNumber: 'P-0002', quantity: 5, unitPrice: 10 }] });
    const advance = async (to: string, work: object[] = []) =>
      (await fetch(`${running.baseUrl}/__sandbox/orders/${running.company}/${order.number}/advance`, { method: 'POST', body: JSON.stringify({ to, lines: work }) })).status;
    const line = async () => rowsOf(await client.get(`/salesOrders(${order.id})/salesOrderLines`))[0];
    expect([await advance('PartlyShipped', [{ line: 10_000, quantity: 6 }]), await advance('PartlyShipped', [{ line: 7, quantity: 1 }]), await advance('PartlyInvoiced'), await advance('Paid')]).toEqual([409, 409, 409, 409]);
    expect(await advance('PartlyShipped', [{ line: 10_000, quantity: 3, promised: '2099-12-15' }])).toBe(200);
    expect(await line()).toMatchObject({ shippedQuantity: 3, invoicedQuantity: 0, shipQuantity: 2, shipmentDate: '2099-12-15' });
    expect((await client.get(`/salesOrders(${order.id})`)).body).toMatchObject({ status: 'Open', fullyShipped: false });
    expect(await advance('PartlyInvoiced')).toBe(200);
    expect(await line()).toMatchObject({ shippedQuantity: 3, invoicedQuantity: 3 });
    await client.send('POST', `/salesOrders(${order.id})/Microsoft.NAV.shipAndInvoice`);
    const shipments = rowsOf(await client.get(`/salesShipments?$filter=orderNumber eq '${order.number}'&$expand=salesShipmentLines`)) as { salesShipmentLines: { quantity: number }[] }[];
    expect(shipments.map((one) => one.salesShipmentLines.map(({ quantity }) => quantity))).toEqual([[3], [2]]);
    expect(before - (await inventoryOf())).toBe(5);
    expect((await client.post('/salesShipments', { customerNumber: 'C-00001' })).status).toBe(405);
    const invoices = async () => rowsOf(await client.get(`/salesInvoices?$filter=orderNumber eq '${order.number}'`)).map((one) => [one['totalAmountIncludingTax'], one['remainingAmount'], one['status']]);
    expect(await invoices()).toEqual([[30, 30, 'Open'], [20, 20, 'Open']]);
    expect(await advance('Paid')).toBe(200);
    expect(await invoices()).toEqual([[30, 0, 'Paid'], [20, 0, 'Paid']]);
  });
  it('answers a batch with 200 and keeps nothing of a snapshot of which one part failed', async () => {
    const url = `${running.baseUrl}${running.environmentPath}/api/v2.0/$batch`;
    const operation = (id: string, displayName: unknown): unknown => ({ id, method: 'PATCH', url: `companies(${running.company})/customers(${customerId})`, headers: { 'If-Match': '*' }, body: { displayName } });
    const requests = [operation('1', 'Changed'), operation('2', 5)];
    const answer = await client.send('POST', url, { requests }, { isolation: 'snapshot' });
    const parts = answer.body.responses as { status: number }[];
    expect([answer.status, ...parts.map((part) => part.status)]).toEqual([200, 200, 400]);
    expect((await client.get(`/customers(${customerId})`)).body.displayName).not.toBe('Changed');
    await client.send('POST', url, { requests });
    expect((await client.get(`/customers(${customerId})`)).body.displayName).toBe('Changed');
  });
});

describe('figures', () => {
  it('gives the balance by expand, equal to the ledger and to the ageing', async () => {
    const [customer] = (await client.get("/customers?$filter=number eq 'C-00005'&$expand=customerFinancialDetail")).body.value;
    const aged = (await client.get(`/agedAccountsReceivables(${customer.id as string})`)).body;
    const ledger = (await analytics.get("/customerLedgerEntries?$filter=dcleCustomerNo eq 'C-00005'")).body.value as { dcleAmountLCY: number }[];
    expect(aged.balanceDue).toBe(customer.customerFinancialDetail.balance);
    expect(ledger.reduce((sum, row) => sum + row.dcleAmountLCY, 0)).toBeCloseTo(aged.balanceDue as number, 1);
  });
  it('shows a new order line as demand in the analytics API, which is read-only', async () => {
    await makeOrder({ requestedDeliveryDate: '2031-01-01', salesOrderLines: [{ lineObjectNumber: 'P-0004', quantity: 7 }] });
    const demand = (await analytics.get("/outstandingSalesLines?$filter=itemNo eq 'P-0004' and shipmentDate ge 2031-01-01")).body.value;
    expect(demand).toMatchObject([{ outstandingQtyBase: 7, documentType: 'Order' }]);
    expect((await analytics.post('/outstandingSalesLines', {})).status).toBe(405);
  });
  it.each(['shipped by a clerk', 'shipped and invoiced'])('keeps the ledger by location equal to the inventory when an order is %s', async (way) => {
    const look = async (): Promise<{ inventory: number; byLocation: Record<string, number>; demand: number }> => {
      const [item] = (await client.get("/items?$filter=number eq 'P-0004'")).body.value as { inventory: number }[];
      const byLocation: Record<string, number> = {};
      for (const entry of rowsOf(await analytics.get("/itemLedgerEntries?$filter=itemNo eq 'P-0004'"))) byLocation[String(entry['locationCode'])] = (byLocation[String(entry['locationCode'])] ?? 0) + Number(entry['remainingQuantity']);
      const demand = rowsOf(await analytics.get("/outstandingSalesLines?$filter=itemNo eq 'P-0004'")).reduce((sum, row) => sum + Number(row['outstandingQtyBase']), 0);
      return { inventory: item?.inventory ?? NaN, byLocation, demand };
    };
    const [location] = (await client.get("/locations?$filter=code eq 'MAIN'")).body.value as { id: string }[];
    const before = await look();
    const order = await makeOrder({ salesOrderLines: [{ lineObjectNumber: 'P-0004', quantity: 3, locationId: location?.id }] });
    expect(await look()).toEqual({ ...before, demand: before.demand + 3 });
    if (way === 'shipped by a clerk') await client.admin('POST', `/orders/${running.company}/${order.number}/advance`, { to: 'Shipped' });
    const shipped = { inventory: before.inventory - 3, byLocation: { ...before.byLocation, MAIN: (before.byLocation['MAIN'] ?? 0) - 3 }, demand: before.demand };
    if (way === 'shipped by a clerk') expect(await look()).toEqual(shipped);
    await client.send('POST', `/salesOrders(${order.id})/Microsoft.NAV.shipAndInvoice`);
    expect(await look()).toEqual(shipped);
    expect(Object.values(shipped.byLocation).reduce((sum, one) => sum + one, 0)).toBe(shipped.inventory);
  });
  it('has items with demand and incoming supply at a location', async () => {
    const places = async (set: string): Promise<Set<string>> => new Set(rowsOf(await analytics.get(`/${set}`)).map((row) => `${String(row['itemNo'])} ${String(row['locationCode'])}`));
    const [demand, supply] = await Promise.all([places('outstandingSalesLines'), places('outstandingPurchaseLines')]);
    expect([...demand].filter((place) => supply.has(place)).length).toBeGreaterThan(10);
  });
  it('expands several levels', async () => {
    const order = await makeOrder({ salesOrderLines: [{ lineObjectNumber: 'P-0001', quantity: 1 }] });
    const answer = await client.get(`/salesOrders(${order.id})?$expand=salesOrderLines($expand=item($select=number))`);
    expect(answer.body.salesOrderLines[0].item.number).toBe('P-0001');
  });
});

describe('orders and their lines', () => {
  it('keeps the external document number as a code: in capitals, without blanks around it, and not unique', async () => {
    const first = await makeOrder({ externalDocumentNumber: ' po-7/abc ' });
    await makeOrder({ externalDocumentNumber: 'PO-7/ABC' });
    const found = rowsOf(await client.get("/salesOrders?$filter=endswith(externalDocumentNumber,'/ABC')&$select=number,externalDocumentNumber"));
    expect(found.map((row) => row['externalDocumentNumber'])).toEqual(['PO-7/ABC', 'PO-7/ABC']);
    expect(found[0]?.['number']).toBe(first.number);
  });

  it('takes a sequence of ones own, once, and numbers on from the highest', async () => {
    const { id } = await makeOrder();
    const add = (more: object) => client.post(`/salesOrders(${id})/salesOrderLines`, { lineType: 'Item', lineObjectNumber: 'P-0001', quantity: 1, ...more });
    expect((await add({ sequence: 30_000 })).body.sequence).toBe(30_000);
    expect((await add({})).body.sequence).toBe(40_000);
    const again = await add({ sequence: 30_000 });
    expect([again.status, again.body.error.code]).toEqual([400, 'Application_DialogException']);
    expect(again.body.error.message).toMatch(/^You cannot insert a line because a line already exists\./);
  });

  it('refuses another sequence on a change', async () => {
    const { id } = await makeOrder();
    const made = await client.post(`/salesOrders(${id})/salesOrderLines`, { lineObjectNumber: 'P-0001', quantity: 1 });
    const changed = await client.send('PATCH', `/salesOrderLines(${made.body.id as string})`, { sequence: 7 }, { 'if-match': '*' });
    expect(changed.body.error.message).toMatch(/^The value for sequence cannot be modified/);
  });

  it('writes one discount both ways, rounded before it is taken off', async () => {
    const { id } = await makeOrder();
    const add = (more: object) => client.post(`/salesOrders(${id})/salesOrderLines`, { lineObjectNumber: 'P-0001', quantity: 2, unitPrice: 10.5, ...more });
    expect((await add({ discountPercent: 12.5 })).body).toMatchObject({ discountAmount: 2.63, netAmount: 18.37 });
    expect((await add({ discountAmount: 4.2 })).body).toMatchObject({ discountPercent: 20, netAmount: 16.8 });
    expect((await client.get(`/salesOrders(${id})`)).body.totalAmountExcludingTax).toBe(35.17);
  });

  describe('an amount off the whole order', () => {
    const twoLines = { salesOrderLines: [{ lineObjectNumber: 'P-0001', quantity: 2, unitPrice: 10.5 }, { lineObjectNumber: 'P-0001', quantity: 3, unitPrice: 3.33 }] };
    const change = (id: string, discountAmount: number) => client.send('PATCH', `/salesOrders(${id})`, { discountAmount }, { 'if-match': '*' });
    const look = async (id: string): Promise<unknown[]> => {
      const body = (await client.get(`/salesOrders(${id})?$expand=salesOrderLines`)).body as Record<string, unknown>;
      const lines = (body['salesOrderLines'] as Record<string, number>[]).toSorted((a, b) => Number(a['sequence']) - Number(b['sequence']));
      return [body['discountAmount'], body['totalAmountExcludingTax'], ...lines.map((line) => [line['amountExcludingTax'], line['invoiceDiscountAllocation'], line['netAmount']])];
    };

    it('is spread over the lines, what rounding takes from one going on to the next', async () => {
      const { id } = await makeOrder(twoLines);
      expect(await look(id)).toEqual([0, 30.99, [21, 0, 21], [9.99, 0, 9.99]]);
      expect((await change(id, 1.55)).status).toBe(200);
      // By hand: 1.55 × 21 / 30.99 is 1.0503…
      expect(await look(id)).toEqual([1.55, 29.44, [21, 1.05, 19.95], [9.99, 0.5, 9.49]]);
      await change(id, 0);
      expect(await look(id)).toEqual([0, 30.99, [21, 0, 21], [9.99, 0, 9.99]]);
    });

    it('stays and is spread anew when a line comes, changes or goes', async () => {
      const { id } = await makeOrder(twoLines);
      await change(id, 3);
      const added = await client.post(`/salesOrders(${id})/salesOrderLines`, { lineObjectNumber: 'P-0001', quantity: 1, unitPrice: 30.99 });
      // By hand: the same again was added, so the new line takes half of it. 3 × 21 / 61.98 is 1.0165, 3 × 30.99 / 61.98 is 1.5.
      expect(await look(id)).toEqual([3, 58.98, [21, 1.02, 19.98], [9.99, 0.48, 9.51], [30.99, 1.5, 29.49]]);
      await client.send('PATCH', `/salesOrderLines(${added.body.id as string})`, { quantity: 0 }, { 'if-match': '*' });
      expect(await look(id)).toEqual([3, 27.99, [21, 2.03, 18.97], [9.99, 0.97, 9.02], [0, 0, 0]]);
      await client.send('DELETE', `/salesOrderLines(${added.body.id as string})`, undefined, { 'if-match': '*' });
      expect((await look(id)).slice(0, 2)).toEqual([3, 27.99]);
    });

    it('is refused without lines, above what they come to, below nothing, and once the order is released', async () => {
      const none = await client.post('/salesOrders', { customerNumber: 'C-00001', discountAmount: 1, ...twoLines });
      expect([none.status, none.body.error.message]).toEqual([400, expect.stringContaining('Cannot apply an invoice discount')]);
      const { id, number } = await makeOrder(twoLines);
      expect((await change(id, 31)).body.error.message).toContain('maximum Invoice Discount Amount that you can apply is 30.99');
      expect((await change(id, -1)).status).toBe(400);
      await fetch(`${running.baseUrl}/__sandbox/orders/${running.company}/${number}/advance`, { method: 'POST', body: JSON.stringify({ to: 'Open' }) });
      expect((await change(id, 1)).body.error.message).toContain("Status must be equal to 'Open'");
      expect(await look(id)).toEqual([0, 30.99, [21, 0, 21], [9.99, 0, 9.99]]);
    });

    it('is off the invoice that the order becomes', async () => {
      const { id, number } = await makeOrder(twoLines);
      await change(id, 1.55);
      await client.send('POST', `/salesOrders(${id})/Microsoft.NAV.shipAndInvoice`);
      const [invoice] = rowsOf(await client.get(`/salesInvoices?$filter=orderNumber eq '${number}'`));
      expect(invoice).toMatchObject({ totalAmountExcludingTax: 29.44, remainingAmount: 29.44 });
    });
  });

  it('stops a batch at the first refusal, unless it is asked to go on', async () => {
    const url = `${running.baseUrl}${running.environmentPath}/api/v2.0/$batch`;
    const operation = (id: string, displayName: unknown): unknown => ({ id, method: 'PATCH', url: `companies(${running.company})/customers(${customerId})`, headers: { 'If-Match': '*' }, body: { displayName } });
    const requests = [operation('1', 'First'), operation('2', 5), operation('3', 'Third')];
    const statuses = async (headers: Record<string, string>): Promise<number[]> => ((await client.send('POST', url, { requests }, headers)).body.responses as { status: number }[]).map((part) => part.status);
    expect(await statuses({})).toEqual([200, 400]);
    expect((await client.get(`/customers(${customerId})`)).body.displayName).toBe('First');
    expect(await statuses({ prefer: 'odata.continue-on-error' })).toEqual([200, 400, 200]);
    expect((await client.get(`/customers(${customerId})`)).body.displayName).toBe('Third');
    expect(await statuses({ isolation: 'snapshot' })).toEqual([200, 400]);
    expect((await client.get(`/customers(${customerId})`)).body.displayName).toBe('Third');
  });

  it('creates customers by its number series and knows no balance to be written', async () => {
    const made = await client.post('/customers', { displayName: 'Series Ltd', type: 'Company', currencyCode: 'USD' });
    expect(made.body.number).toMatch(/^C-\d{5}$/);
    expect((await client.post('/customers', { displayName: 'Odd', balance: 5 })).body.error.code).toBe('BadRequest');
    expect((await client.post('/customers', { displayName: 'Odd', balanceDue: 5 })).body.error).toMatchObject({ code: 'BadRequest_InvalidOperation' });
  });
});
