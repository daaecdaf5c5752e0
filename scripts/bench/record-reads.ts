import { z } from 'zod';
import type { ErpEndpoints } from '../setup/endpoints.ts';
import { clearLog, expectOk, readLog, signInToErp } from './far-end.ts';
import type { Recording } from './job.ts';
import type { Account, Signer } from './signer.ts';

const customerRows = z.object({ value: z.array(z.object({ CustomerAccount: z.string(), dataAreaId: z.string() })) });

/** Customers of both companies, and for each the reads that Crossledger really made for its page, with the answers to them. */
export async function recordReads(fno: ErpEndpoints, connection: string, signer: Signer, count: number): Promise<Recording> {
  const { get } = await signInToErp(fno);
  const rows = customerRows.parse(JSON.parse(await get('/data/CustomersV3?cross-company=true&$select=dataAreaId,CustomerAccount'))).value;
  const recording: Recording = { answers: {}, customers: [] };
  const readPage = async (account: Account, index: number): Promise<string[]> => {
    await clearLog(fno);
    const { url, headers } = await signer.signRead(account, index);
    await expectOk(await fetch(url, { headers }));
    const paths = (await readLog(fno)).filter(({ method, status }) => method === 'GET' && status === 200).map(({ path }) => path);
    for (const path of paths) recording.answers[path] ??= await get(path);
    return paths;
  };
  const accounts = rows.slice(0, count).map(({ dataAreaId, CustomerAccount }) => ({ connection, company: dataAreaId, customer: CustomerAccount }));
  // The first page of a company also reads what the backend then remembers.
  for (const company of new Set(accounts.map((account) => account.company))) await readPage({ ...accounts.find((account) => account.company === company) } as Account, 0);
  for (const [index, account] of accounts.entries()) {
    const paths = await readPage(account, index);
    const kindOf = (path: string): string => decodeURIComponent(path).replaceAll(account.customer, '…').replaceAll(account.customer.replaceAll('-', '\\-'), '…').replaceAll(`'${account.company}'`, '…');
    recording.customers.push({ company: account.company, number: account.customer, reads: paths.map((path) => ({ path, kind: kindOf(path) })) });
  }
  return recording;
}
