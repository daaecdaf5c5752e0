/** Reads and faults of a simulated ERP, as any OData client would make them; shares nothing with the backend. */
export interface ErpEndpoint {
  baseUrl: string;
  tokenUrl: string;
  scope: string;
  clientId: string;
  clientSecret: string;
  faults: string;
}

export type Row = Record<string, unknown>;

export function erpHand(endpoint: ErpEndpoint) {
  let token: string | null = null;
  const signIn = async (): Promise<string> => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: endpoint.clientId, client_secret: endpoint.clientSecret, scope: endpoint.scope });
    const answer = (await (await fetch(endpoint.tokenUrl, { method: 'POST', body: form })).json()) as { access_token: string };
    return answer.access_token;
  };
  const get = async (pathAndQuery: string): Promise<{ value: Row[] } & Row> => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      token ??= await signIn();
      try {
        const response = await fetch(`${endpoint.baseUrl}${pathAndQuery}`, { headers: { authorization: `Bearer ${token}` } });
        if (response.ok) return (await response.json()) as { value: Row[] } & Row;
        if (response.status === 401) token = null;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // the planted faults drop this connection too
      }
    }
    throw new Error(`the ERP does not answer ${pathAndQuery}`);
  };
  return {
    get,
    /** Every row of a set, page by page. */
    async all(set: string, query: string): Promise<Row[]> {
      const rows: Row[] = [];
      for (let skip = 0; ; skip += 1000) {
        const page = (await get(`/data/${set}?cross-company=true&${query}&$top=1000&$skip=${skip}`)).value;
        rows.push(...page);
        if (page.length < 1000) return rows;
      }
    },
    /** One change, as a person makes it in the ERP. */
    async change(method: 'POST' | 'PATCH', pathAndQuery: string, body: unknown): Promise<void> {
      token = await signIn();
      const response = await fetch(`${endpoint.baseUrl}${pathAndQuery}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`the ERP refuses ${method} ${pathAndQuery}: ${await response.text()}`);
    },
    async plant(faults: unknown[]): Promise<void> {
      const response = await fetch(endpoint.faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(faults) });
      if (!response.ok) throw new Error(`fault refused: ${await response.text()}`);
    },
    clear: async (): Promise<void> => void (await fetch(endpoint.faults, { method: 'DELETE' })),
    log: async (): Promise<Row[]> => (await (await fetch(endpoint.faults.replace(/faults$/, 'log'))).json()) as Row[],
    clearLog: async (): Promise<void> => void (await fetch(endpoint.faults.replace(/faults$/, 'log'), { method: 'DELETE' })),
  };
}
