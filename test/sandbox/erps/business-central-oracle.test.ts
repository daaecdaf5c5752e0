import { afterAll, beforeAll, it } from 'vitest';
import { startBusinessCentral, type RunningBusinessCentral } from '../../../sandbox/erps/business-central/start-business-central.ts';
import { connect, type Client } from './client.ts';
import { expectAgreement, readSamples, type Sample } from './oracle.ts';

let running: RunningBusinessCentral;
let client: Client;
const ids: Record<string, string> = {};

/** The contract's example records, by the sandbox's names for them; an order made for each test stands for its order. */
const names = { '"10000"': '"C-00001"', "'10000'": "'C-00001'", '"20000"': '"C-00002"', '1896-S': 'P-0001', 'CRONUS International Ltd.': 'CRONUS USA' };

beforeAll(async () => {
  running = await startBusinessCentral({ port: 0, serviceMs: 0 });
  client = await connect(running, `${running.environmentPath}/api/v2.0`);
  const company = `/companies(${running.company})`;
  const idOf = async (path: string): Promise<string> => (await client.get(`${company}${path}`)).body.value[0].id as string;
  ids['f2a5738a-44e3-ea11-bb43-000d3a2feca1'] = await idOf("/customers?$filter=number eq 'C-00001'");
  ids['fca5738a-44e3-ea11-bb43-000d3a2feca1'] = await idOf("/items?$filter=number eq 'P-0001'");
  ids['7ce0af2e-0963-460f-9b1f-0014aea3e117'] = ids['fca5738a-44e3-ea11-bb43-000d3a2feca1'] ?? '';
  const invoice = (await client.get(`${company}/salesInvoices?$filter=status eq 'Open'&$top=1`)).body.value[0] as { id: string; number: string };
  ids['9e0f5c9c-44e3-ea11-bb43-000d3a2feca1'] = invoice.id;
  ids['PS-INV103001'] = invoice.number;
  ids['5d7c4f5e-0b4b-ef11-bfe2-6045bdc8a001'] = await idOf('/customerPaymentJournals');
});
afterAll(() => running.close());

const samples = readSamples('business-central.samples.json', names);

async function localize(sample: Sample): Promise<Sample> {
  const order = await client.post(`/companies(${running.company})/salesOrders`, { customerNumber: 'C-00001', salesOrderLines: [{ lineObjectNumber: 'P-0001', quantity: 1 }] });
  let text = JSON.stringify(sample).replaceAll('b6f4017a-b749-ee11-ad0b-a1422c0f7f1f', order.body.id as string);
  for (const [from, to] of Object.entries(ids)) text = text.replaceAll(from, to);
  return JSON.parse(text) as Sample;
}

it.each(samples.map((sample) => [sample.id, sample.title, sample] as const))('%s: %s', async (id, _title, stored) => {
  const sample = await localize(stored);
  const { method, headers, body } = sample.request;
  const url = sample.request.url.replace('https://api.businesscentral.dynamics.com/v2.0/{tenantId}/Production', `${running.baseUrl}${running.environmentPath}`);
  const sent: Record<string, string> = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  delete sent['authorization'];
  if (id === 'error.unauthorized') sent['authorization'] = 'Bearer expired';
  if (id === 'salesOrders.patch') sent['if-match'] = '*';
  expectAgreement(await client.send(method, url, body, sent), sample);
});
