import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, rowsOf, type Client } from './client.ts';

let fno: RunningFno;
let client: Client;
beforeAll(async () => {
  fno = await startFno({ port: 0 });
  client = await connect(fno, '/data');
});
afterAll(() => fno.close());
afterEach(async () => expect(await reshape([])).toBe(204));

const reshape = async (changes: unknown): Promise<number> => (await fetch(`${fno.baseUrl}/__sandbox/metadata`, { method: 'PUT', body: JSON.stringify(changes) })).status;
const create = (more: Record<string, unknown>) => client.post('/SalesOrderHeadersV2?cross-company=true', { dataAreaId: 'usmf', OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00001', CurrencyCode: 'USD', ...more });

describe('an environment that was updated', () => {
  it('does not know a property that went, in $metadata, reads and writes, until it comes back', async () => {
    expect((await create({ SalesOrderName: 'Before' })).status).toBe(201);
    expect(await reshape([{ set: 'SalesOrderHeadersV2', drop: ['SalesOrderName'] }])).toBe(204);
    const refused = await create({ SalesOrderName: 'After' });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("Could not find a property named 'SalesOrderName' on type 'Microsoft.Dynamics.DataEntities.SalesOrderHeaderV2'")]);
    expect((await create({})).status).toBe(201);
    const [row] = rowsOf(await client.get('/SalesOrderHeadersV2?$top=1'));
    expect(row).not.toHaveProperty('SalesOrderName');
    const text = (await client.get('/$metadata')).text;
    expect([...text.matchAll(/Name="SalesOrderName"/g)]).toHaveLength(1);
    expect(await reshape([])).toBe(204);
    expect((await create({ SalesOrderName: 'Back' })).status).toBe(201);
  });

  it('takes no row without a property that became mandatory, whether it had it before or not', async () => {
    expect(await reshape([{ set: 'SalesOrderHeadersV2', demand: ['SalesOrderName', 'ContosoRouteId'] }])).toBe(204);
    const refused = await create({ SalesOrderName: 'Named' });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("Field 'ContosoRouteId' must be filled in.")]);
    expect((await create({ ContosoRouteId: 'R1' })).status).toBe(400);
    expect((await create({ SalesOrderName: 'Named', ContosoRouteId: 'R1' })).status).toBe(201);
  });

  it('is only changed in words that it understands', async () => {
    expect(await reshape([{ set: 'NoSuchSet', drop: [] }])).toBe(404);
    expect(await reshape({ set: 'SalesOrderHeadersV2' })).toBe(400);
  });
});
