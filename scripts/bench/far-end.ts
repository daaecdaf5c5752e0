import { z } from 'zod';
import type { ErpEndpoints } from '../setup/endpoints.ts';
import { READ_HEADERS } from './job.ts';

const logged = z.array(z.object({ at: z.string(), method: z.string(), path: z.string(), status: z.number(), inFlight: z.number(), outcome: z.string() }));
export type LoggedCall = z.infer<typeof logged>[number];

const logUrl = ({ faults }: { faults: string }): string => faults.replace(/faults$/, 'log');

/** What a simulated far end was asked since its log was cleared, at most 20,000 requests. */
export const readLog = async (farEnd: { faults: string }): Promise<LoggedCall[]> => logged.parse(await (await fetch(logUrl(farEnd))).json());

export const clearLog = async (farEnd: { faults: string }): Promise<void> => void (await fetch(logUrl(farEnd), { method: 'DELETE' }));

export async function plantFaults({ faults }: { faults: string }, planted: readonly object[]): Promise<void> {
  await expectOk(await fetch(faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(planted) }));
}

export const clearFaults = async ({ faults }: { faults: string }): Promise<void> => void (await fetch(faults, { method: 'DELETE' }));

/** Requests to a simulated ERP with a token of its own. Answers the body; throws what is refused. */
export interface ErpClient {
  get: (path: string) => Promise<string>;
  post: (path: string, body: object) => Promise<string>;
}

export async function signInToErp(erp: ErpEndpoints): Promise<ErpClient> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: erp.clientId, client_secret: erp.clientSecret, scope: erp.scope });
  const token = z.object({ access_token: z.string() }).parse(JSON.parse(await expectOk(await fetch(erp.tokenUrl, { method: 'POST', body: form })))).access_token;
  const headers = { ...READ_HEADERS, authorization: `Bearer ${token}` };
  return {
    get: async (path) => expectOk(await fetch(erp.baseUrl + path, { headers })),
    post: async (path, body) => expectOk(await fetch(erp.baseUrl + path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })),
  };
}

const page = z.object({ value: z.array(z.record(z.string(), z.unknown())) });

/** Every row of a set, page by page. */
export async function readAll({ get }: ErpClient, pathAndQuery: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (;;) {
    const found = page.parse(JSON.parse(await get(`${pathAndQuery}&$top=1000&$skip=${rows.length}`))).value;
    rows.push(...found);
    if (found.length < 1000) return rows;
  }
}

export async function expectOk(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}
