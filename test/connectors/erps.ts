import { makeCatalogue, type Catalogue } from '../../sandbox/data/catalogue.ts';
import type { CompanyKey } from '../../sandbox/data/places.ts';
import { startErps, type RunningErps } from '../../sandbox/erps/main.ts';
import type { FaultInput } from '../../sandbox/erps/erp-options.ts';
import type { ConnectionSettings, Connector, Erp } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { hostsOf } from '../../server/net/address.ts';
import { createSend, type CallLine } from '../../server/net/client.ts';
import { createMemoryLimiter } from '../../server/net/memory-limiter.ts';
import { createPools, type Pools } from '../../server/net/pools.ts';
import { createTokenSource, type Credentials } from '../../server/net/tokens.ts';

/** One simulated ERP with the connector for it, as the conformance suite needs them. */
export interface Subject {
  erp: string;
  connector: Connector;
  /** Opens the connector anew, so that nothing is remembered. */
  open(settings?: Partial<ConnectionSettings>): Erp;
  company(key: CompanyKey): string;
  /** Item number as this ERP has it. */
  item(number: string): string;
  /** Calls made since the last look. */
  calls(): CallLine[];
  fault(...faults: FaultInput[]): Promise<void>;
  clearFaults(): Promise<void>;
}

export interface Erps {
  catalogue: Catalogue;
  subjects: Map<string, Subject>;
  close(): Promise<void>;
}

/** What the suite must know about each ERP beside its connector; one line for each new one. */
const ABOUT: Readonly<Record<string, (erps: RunningErps, catalogue: Catalogue) => { endpoint: Credentials & { faults: string }; baseUrl: string; company: (key: CompanyKey) => string; keepsBlanks: boolean }>> = {
  fno: ({ fno }, catalogue) => ({ endpoint: fno, baseUrl: fno.baseUrl, company: (key) => catalogue.companies.find((one) => one.key === key)?.fno.dataAreaId ?? '', keepsBlanks: true }),
  'business-central': ({ businessCentral }, catalogue) => ({
    endpoint: businessCentral,
    baseUrl: `${businessCentral.baseUrl}${businessCentral.environmentPath}`,
    company: (key) => catalogue.companies.find((one) => one.key === key)?.businessCentral.id ?? '',
    keepsBlanks: false,
  }),
};

export async function openErps(): Promise<Erps> {
  const erps = await startErps({ replicaLagMs: 0 });
  const catalogue = makeCatalogue();
  const pools = createPools();
  const subjects = new Map(Object.entries(CONNECTORS).map(([name, connector]) => [name, makeSubject(name, connector, erps, catalogue, pools)]));
  return {
    catalogue,
    subjects,
    async close() {
      await erps.close();
      await pools.close();
    },
  };
}

function makeSubject(erp: string, connector: Connector, erps: RunningErps, catalogue: Catalogue, pools: Pools): Subject {
  const about = ABOUT[erp]?.(erps, catalogue);
  if (about === undefined) throw new Error(`the suite knows no sandbox for ${erp}`);
  const { endpoint } = about;
  let lines: CallLine[] = [];
  return {
    erp,
    connector,
    company: about.company,
    item: (number) => (about.keepsBlanks ? number : number.trim()),
    open(settings = {}) {
      const send = createSend({
        connection: erp,
        pools,
        limiter: createMemoryLimiter(systemClock, () => ({ concurrency: 5, ratePerSecond: 5_000, burst: 5_000, liveShare: 0.25 })),
        tokens: createTokenSource(endpoint, pools, systemClock),
        allowedHosts: hostsOf(endpoint.tokenUrl, about.baseUrl),
        log: (line) => lines.push(line),
        random: () => 0,
      });
      const blank = { keyField: undefined, orderLinkTemplate: 'https://erp.example.com/?cmp={company}&order={number}', customerGroup: '10', site: undefined, warehouse: undefined };
      return connector.open({ id: `org/${erp}`, baseUrl: about.baseUrl, defaultCompany: about.company('us'), ...blank, ...settings }, send, systemClock);
    },
    calls() {
      const made = lines;
      lines = [];
      return made;
    },
    async fault(...faults) {
      const response = await fetch(endpoint.faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(faults) });
      if (response.status !== 201) throw new Error(`faults: ${response.status} ${await response.text()}`);
    },
    async clearFaults() {
      await fetch(endpoint.faults, { method: 'DELETE' });
    },
  };
}
