import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReplay, type RunningReplay } from '../../../sandbox/erps/replay/start-replay.ts';
import { connect, rowsOf, type Client } from './client.ts';

let replay: RunningReplay;
let client: Client;

beforeAll(async () => {
  replay = await startReplay({ folder: new URL('../../recordings/replay', import.meta.url).pathname });
  client = await connect(replay, '/data');
});
afterAll(() => replay.close());

describe('recorded rows', () => {
  it('are served value for value, all of them without a filter', async () => {
    const { body } = await client.get('/ReleasedProductsV2?cross-company=true');
    expect(body.value).toEqual([
      { '@odata.etag': 'W/"1"', dataAreaId: 'dat', ItemNumber: ' X-1', SalesPrice: 389.45, SalesPriceDate: '1900-01-01T12:00:00Z', SearchName: null },
      { '@odata.etag': 'W/"2"', dataAreaId: 'dat', ItemNumber: 'X-2', SalesPrice: 10, SalesPriceDate: '2026-07-09T12:00:00Z', SearchName: '' },
    ]);
  });
  it.each([
    ['text with its leading blank', "$filter=ItemNumber eq ' X-1'", [' X-1']],
    ['a number', '$filter=SalesPrice lt 100', ['X-2']],
    ['a date', '$filter=SalesPriceDate gt 1901-01-01T00:00:00Z', ['X-2']],
    ['an enum as text in the rows', "$filter=ItemNumber ne Microsoft.Dynamics.DataEntities.NoYes'X-2'", [' X-1']],
    ['order and top', '$orderby=SalesPrice&$top=1', ['X-2']],
    ['skip', '$orderby=ItemNumber&$skip=1', ['X-2']],
    ['a property that nobody recorded', "$filter=Nope eq 'x'", []],
  ])('can be asked for by %s', async (_what, query, items) => {
    const answer = await client.get(`/ReleasedProductsV2?${query}&$select=ItemNumber`);
    expect(rowsOf(answer).map((row) => row['ItemNumber'])).toEqual(items);
  });
  it('are read by key', async () => {
    expect((await client.get("/ReleasedProductsV2(dataAreaId='dat',ItemNumber='X-2')")).body.SalesPrice).toBe(10);
    expect((await client.get("/ReleasedProductsV2(dataAreaId='dat',ItemNumber='X-3')")).status).toBe(404);
  });
});

describe('other recorded exchanges', () => {
  it('answer a write as recorded, even 200 for a create, whatever was sent', async () => {
    const answer = await client.post('/SalesOrderHeadersV2', { dataAreaId: 'dat', CurrencyCode: 'EUR' });
    expect([answer.status, answer.body.SalesOrderNumber]).toEqual([200, 'DAT-1']);
  });
  it('prefer the exchange with the same body', async () => {
    expect((await client.post('/SalesOrderHeadersV2', { dataAreaId: 'dat', CurrencyCode: 'USD' })).body.SalesOrderNumber).toBe('DAT-2');
  });
  it('answer 204 to a recorded PATCH and 400 to a PATCH of another record', async () => {
    expect((await client.send('PATCH', "/CustomersV3(dataAreaId='dat',CustomerAccount='DAT-42')", {})).status).toBe(204);
    expect((await client.send('PATCH', "/CustomersV3(dataAreaId='dat',CustomerAccount='DAT-43')", {})).status).toBe(400);
  });
});

it('an empty list stays empty under any filter, an unknown set is 404, a missing token 401', async () => {
  expect((await client.get("/SalesOrderLinesV3?$filter=SalesOrderNumber eq 'DAT-1'")).body.value).toEqual([]);
  expect((await client.get('/SalesOrderLines')).status).toBe(404);
  expect((await fetch(`${replay.baseUrl}/data/CustomersV3`)).status).toBe(401);
});

it('names in $metadata the sets that were recorded', async () => {
  const { text } = await client.get('/$metadata');
  expect(text).toContain('EntitySet Name="SalesOrderLinesV3"');
  expect(text).not.toContain('EntitySet Name="SalesOrderLines"');
});
