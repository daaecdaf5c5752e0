import type { Stack } from '../setup/stack.ts';
import type { PlannedFault } from './plan.ts';

/** The fault scripts of all simulated far ends. */
export interface FaultyFarEnds {
  plant(faults: readonly PlannedFault[]): Promise<void>;
  clear(): Promise<void>;
}

export function makeFaultyFarEnds({ endpoints }: Stack): FaultyFarEnds {
  const erps = [endpoints.fno.faults, endpoints.businessCentral.faults];
  const call = async (url: string, method: 'POST' | 'DELETE', body?: unknown): Promise<void> => {
    const response = await fetch(url, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  };
  return {
    async plant(faults) {
      const of = (far: PlannedFault['far']): unknown[] => faults.filter((fault) => fault.far === far).map((fault) => fault.fault);
      for (const url of erps) await call(url, 'POST', of('erps'));
      await call(endpoints.salesforce.faults, 'POST', of('salesforce'));
    },
    clear: async () => void (await Promise.all([...erps, endpoints.salesforce.faults].map((url) => call(url, 'DELETE')))),
  };
}
