import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, type Client } from './client.ts';
import { expectAgreement, readSamples, type Sample } from './oracle.ts';

let fno: RunningFno;
let client: Client;
let order: string;

/** The contract's example records, by the sandbox's names for them. */
const names = { 'US-001': 'C-00001', 'US-003': 'C-00003', D0001: 'P-0001', L0001: 'P-0002', '"ContactPersonId": "000000040"': '"ContactPersonId": "000000041"', SalesInvoiceHeadersV4: 'SalesInvoiceHeadersV2' };

beforeAll(async () => {
  fno = await startFno({ port: 0 });
  client = await connect(fno, '');
  const header = { dataAreaId: 'usmf', OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00001', CurrencyCode: 'USD' };
  order = (await client.post('/data/SalesOrderHeadersV2', header)).body.SalesOrderNumber as string;
});
afterAll(() => fno.close());

const samples = readSamples('fno.samples.json', names);

/** Orders of the samples do not exist here: an order made for the test stands for them. */
function localize(sample: Sample): Sample {
  const own = JSON.stringify(sample).replaceAll(/000891|000002/g, order).replaceAll('"ItemNumber":"P-0001","OrderedSalesQuantity":1}', '"ItemNumber":"P-0003","OrderedSalesQuantity":1}');
  return JSON.parse(own) as Sample;
}

it.each(samples.map((sample) => [sample.id, sample.title, sample] as const))('%s: %s', async (id, _title, stored) => {
  const sample = localize(stored);
  const { method, headers, body, bodyText } = sample.request;
  const url = sample.request.url.replace('https://contoso.operations.dynamics.com', '');
  const sent: Record<string, string> = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  delete sent['authorization'];
  if (id === 'error.401') sent['authorization'] = 'Bearer expired';
  if (id === 'update.order.header') sent['if-match'] = '*';
  const answer = await client.send(method, url, bodyText ?? body, sent);
  expectAgreement(answer, sample);
  if (id === 'batch.ok') expect(answer.text.match(/HTTP\/1\.1 201 Created/g)).toHaveLength(2);
});
