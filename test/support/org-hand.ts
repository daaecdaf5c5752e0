import type { Row } from './erp-hand.ts';

/** Faults, rules and logs of the simulated org, past its wire. */
export function sandboxOrg(instanceUrl: string) {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${instanceUrl}/__sandbox/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  return {
    plant: async (faults: unknown[]): Promise<void> => void (await call('POST', 'faults', faults)),
    clear: async (): Promise<void> => void (await call('DELETE', 'faults')),
    failRows: async (fault: Row): Promise<void> => void (await call('POST', 'row-faults', fault)),
    healRows: async (): Promise<void> => void (await call('DELETE', 'row-faults')),
    addRule: async (rule: Row): Promise<void> => void (await call('POST', 'validation-rules', rule)),
    removeRules: async (): Promise<void> => void (await call('DELETE', 'validation-rules')),
    /** What the backend asked of the org, by the name it gives itself. */
    callsOfBackend: async (): Promise<Row[]> => ((await call('GET', 'call-options')) as Row[]).filter((row) => row['client'] === 'Crossledger'),
    forgetCalls: async (): Promise<void> => void (await call('DELETE', 'call-options')),
    /** Apex as a component calls it. */
    apex: (token: string, method: string, parameters: Row): Promise<Response> =>
      fetch(`${instanceUrl}/__apex/${method}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(parameters) }),
  };
}
