import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startErps } from '../../../sandbox/erps/main.ts';
import { connect } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'crossledger-erps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const order = { dataAreaId: 'usmf', OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00001', CurrencyCode: 'USD', CustomersOrderReference: 'KEPT' };

it('finds its data again after a start with a torn last line, keeps its base date, and goes on with the next number', async () => {
  const first = await startErps({ dataFolder: folder, baseDate: '2026-03-01' });
  const before = await connect(first.fno, '/data');
  const { SalesOrderNumber: number } = (await before.post('/SalesOrderHeadersV2', order)).body as { SalesOrderNumber: string };
  await first.close();
  appendFileSync(join(folder, 'fno.jsonl'), '{"table":"Sales');

  const second = await startErps({ dataFolder: folder, baseDate: '2026-05-05' });
  const after = await connect(second.fno, '/data');
  const found = (await after.get("/SalesOrderHeadersV2?$filter=CustomersOrderReference eq 'KEPT'")).body.value as { SalesOrderNumber: string }[];
  const next = (await after.post('/SalesOrderHeadersV2', order)).body as { SalesOrderNumber: string };
  const [aged] = (await after.get('/CustAIAgedBalances?$top=1')).body.value as { AgingDate: string }[];
  await second.close();
  expect(found.map((row) => row.SalesOrderNumber)).toEqual([number]);
  expect(Number(next.SalesOrderNumber.slice(3))).toBe(Number(number.slice(3)) + 1);
  expect(aged?.AgingDate).toBe('2026-02-28T12:00:00Z');
});
