import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, until, type Client } from './client.ts';

let fno: RunningFno;
let client: Client;

beforeAll(async () => {
  fno = await startFno({ port: 0 });
  client = await connect(fno, '/data');
});
afterAll(() => fno.close());
afterEach(() => client.admin('DELETE', '/faults'));

const post = { method: 'POST', path: '/data/SalesOrderHeadersV2' };

function create(reference: string): Promise<unknown> {
  return client.post('/SalesOrderHeadersV2', { dataAreaId: 'usmf', OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00001', CurrencyCode: 'USD', CustomersOrderReference: reference });
}

async function count(reference: string): Promise<number> {
  return (await client.get(`/SalesOrderHeadersV2?$filter=CustomersOrderReference eq '${reference}'`)).body.value.length as number;
}

describe('a broken connection', () => {
  it('before: nothing was done', async () => {
    await client.admin('POST', '/faults', { match: post, action: { drop: 'before' } });
    await expect(create('BEFORE')).rejects.toThrow();
    expect(await count('BEFORE')).toBe(0);
  });
  it('after: it was done and committed', async () => {
    await client.admin('POST', '/faults', { match: post, action: { drop: 'after' } });
    await expect(create('AFTER')).rejects.toThrow();
    expect(await count('AFTER')).toBe(1);
  });
  it('late: a look-up finds nothing at first, and the record some time later', async () => {
    await client.admin('POST', '/faults', { match: post, action: { drop: 'late', commitAfterMs: 300 } });
    await expect(create('LATE')).rejects.toThrow();
    expect(await count('LATE')).toBe(0);
    expect(await until(async () => ((await count('LATE')) === 1 ? true : undefined))).toBe(true);
    const log = (await client.admin('GET', '/log')).body as { outcome: string }[];
    expect(log.filter((entry) => entry.outcome === 'late done')).toHaveLength(1);
  });
});

describe('scripting', () => {
  it('answers status, headers and body as scripted, as often as scripted', async () => {
    await client.admin('POST', '/faults', { match: { path: 'Companies' }, times: 2, action: { status: 429, headers: { 'Retry-After': '7' }, body: { error: { code: '', message: 'slow down' } } } });
    const first = await client.get('/Companies');
    expect([first.status, first.headers.get('retry-after'), first.body.error.message]).toEqual([429, '7', 'slow down']);
    expect([(await client.get('/Companies')).status, (await client.get('/Companies')).status]).toEqual([429, 200]);
    expect(((await client.admin('GET', '/faults')).body as { hits: number }[])[0]?.hits).toBe(2);
  });
  it('skips the first matches and matches on the body', async () => {
    await client.admin('POST', '/faults', { match: { ...post, body: 'SKIP-\\d' }, after: 1, action: { status: 503 } });
    expect((await create('SKIP-1')) as { status: number }).toMatchObject({ status: 201 });
    expect((await create('OTHER')) as { status: number }).toMatchObject({ status: 201 });
    expect((await create('SKIP-2')) as { status: number }).toMatchObject({ status: 503 });
  });
  it('strikes the same requests again under the same seed', async () => {
    const run = async (): Promise<number[]> => {
      await client.admin('DELETE', '/faults');
      await client.admin('POST', '/faults', { match: { path: 'Companies' }, times: -1, probability: 0.5, seed: 7, action: { status: 500 } });
      const statuses: number[] = [];
      for (let at = 0; at < 20; at += 1) statuses.push((await client.get('/Companies')).status);
      return statuses;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });
  it('delays and fails the same request when both are scripted', async () => {
    await client.admin('POST', '/faults', [{ match: { path: 'Companies' }, action: { delayMs: 60 } }, { match: { path: 'Companies' }, action: { status: 500 } }]);
    const start = performance.now();
    expect((await client.get('/Companies')).status).toBe(500);
    expect(performance.now() - start).toBeGreaterThan(50);
  });
  it('serves maintenance as an HTML page', async () => {
    await client.admin('POST', '/faults', { action: { maintenance: true } });
    const answer = await client.get('/Companies');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
  });
  it('kills all tokens', async () => {
    await client.admin('POST', '/faults', { action: { expireTokens: true } });
    expect([(await client.get('/Companies')).status, (await client.get('/Companies')).status]).toEqual([401, 401]);
    client = await connect(fno, '/data');
    expect((await client.get('/Companies')).status).toBe(200);
  });
  it('refuses a fault that is none', async () => {
    expect((await client.admin('POST', '/faults', { action: { drop: 'sideways' } })).status).toBe(400);
    expect((await client.admin('POST', '/faults', { match: { path: '(' }, action: { status: 500 } })).status).toBe(400);
  });
  it('goes back to the seed on reset', async () => {
    await create('GONE');
    await client.admin('POST', '/reset');
    expect(await count('GONE')).toBe(0);
  });
});
