import { setTimeout as wait } from 'node:timers/promises';
import type { ErpEndpoints } from '../setup/endpoints.ts';
import type { Row } from './org-client.ts';

/** A simulated ERP as any OData client sees it; shares nothing with the backend. */
export interface ErpClient {
  /** All rows, page by page. */
  read(pathAndQuery: string): Promise<Row[]>;
}

const ATTEMPTS = 20;
const PAUSE_MS = 250;

export function makeErpClient(far: ErpEndpoints): ErpClient {
  let token: string | null = null;
  const signIn = async (): Promise<string> => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: far.clientId, client_secret: far.clientSecret, scope: far.scope });
    const answer = (await (await fetch(far.tokenUrl, { method: 'POST', body: form })).json()) as { access_token: string };
    return answer.access_token;
  };
  const page = async (url: string): Promise<{ value: Row[]; '@odata.nextLink'?: string }> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        token ??= await signIn();
        const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(20_000) });
        if (response.ok) return (await response.json()) as { value: Row[] };
        if (response.status === 401) token = null;
        throw new TypeError(`${url} answered ${response.status}: ${await response.text()}`);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await wait(PAUSE_MS);
      }
    }
  };
  return {
    async read(pathAndQuery) {
      const rows: Row[] = [];
      let url: string | undefined = far.baseUrl + pathAndQuery;
      while (url !== undefined) {
        const answer: { value: Row[]; '@odata.nextLink'?: string } = await page(url);
        rows.push(...answer.value);
        url = answer['@odata.nextLink'];
      }
      return rows;
    },
  };
}
