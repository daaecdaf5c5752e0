import { afterEach, expect, it } from 'vitest';
import { startBusinessCentral, type BusinessCentralOptions, type RunningBusinessCentral } from '../../../sandbox/erps/business-central/start-business-central.ts';
import { connect, until, type Client } from './client.ts';

let running: RunningBusinessCentral | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function start(options: Partial<BusinessCentralOptions>): Promise<Client> {
  running = await startBusinessCentral({ port: 0, ...options });
  return connect(running, `${running.environmentPath}/api/v2.0/companies(${running.company})`);
}

const replica = { 'data-access-intent': 'ReadOnly' };

it('shows a new order at once, and to a read-only reader only after the replica has caught up', async () => {
  const client = await start({ replicaLagMs: 1500, serviceMs: 0 });
  const path = "/salesOrders?$filter=externalDocumentNumber eq 'LAG'&$select=number";
  await client.post('/salesOrders', { customerNumber: 'C-00001', externalDocumentNumber: 'LAG' });
  expect((await client.get(path)).body.value).toHaveLength(1);
  expect((await client.get(path, replica)).body.value).toHaveLength(0);
  expect(await until(async () => ((await client.get(path, replica)).body.value.length === 1 ? true : undefined))).toBe(true);
});

it('shows a changed and a deleted record to a read-only reader as they were', async () => {
  const client = await start({ replicaLagMs: 60_000, serviceMs: 0 });
  const [order] = (await client.get('/salesOrders?$top=1')).body.value;
  await client.send('PATCH', `/salesOrders(${order.id as string})`, { email: 'new@example.com' }, { 'if-match': '*' });
  expect((await client.get(`/salesOrders(${order.id as string})`, replica)).body.email).toBe(order.email);
  await client.send('DELETE', `/salesOrders(${order.id as string})`, undefined, { 'if-match': '*' });
  expect((await client.get(`/salesOrders?$filter=number eq '${order.number as string}'`, replica)).body.value).toHaveLength(1);
  await client.admin('PUT', '/replica', { lagMs: 0 });
  expect((await client.get(`/salesOrders?$filter=number eq '${order.number as string}'`, replica)).body.value).toHaveLength(0);
});

it('runs five requests at once, lets 95 wait, and refuses the rest with 429', async () => {
  const client = await start({ serviceMs: 0 });
  await client.admin('POST', '/faults', { match: { path: 'items' }, times: -1, action: { delayMs: 400 } });
  const answers = await Promise.all(Array.from({ length: 105 }, () => client.get('/items?$top=1&$select=number').catch(() => undefined)));
  const statuses = answers.map((answer) => answer?.status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  expect(statuses.filter((status) => status === 200)).toHaveLength(100);
  const refused = answers.find((answer) => answer?.status === 429);
  expect(refused?.body.error.code).toBe('Application_TooManyRequests');
});
