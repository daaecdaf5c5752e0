import { makeCatalogue, type Catalogue } from '../../sandbox/data/catalogue.ts';
import type { CompanyKey } from '../../sandbox/data/places.ts';
import { startErps, type RunningErps } from '../../sandbox/erps/main.ts';
import type { ErpEndpoint, FaultInput } from '../../sandbox/erps/erp-options.ts';
import type { ConnectionSettings, Connector, Erp } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { CrossledgerError, messageOf } from '../../server/kernel/errors.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { hostsOf } from '../../server/net/address.ts';
import { createSend, type CallLine } from '../../server/net/client.ts';
import { createMemoryLimiter } from '../../server/net/memory-limiter.ts';
import { createPools, type Pools } from '../../server/net/pools.ts';
import { createTokenSource } from '../../server/net/tokens.ts';
import { connect, rowsOf, type Client } from '../sandbox/erps/client.ts';

/** One simulated ERP with the connector for it, as the conformance suite needs them. */
export interface Subject {
  erp: string;
  connector: Connector;
  /** Where the sandbox takes faults and shows its log, with a slash at its end. */
  admin: string;
  /** Opens the connector anew, so that nothing is remembered. */
  open(settings?: Partial<ConnectionSettings>): Erp;
  company(key: CompanyKey): string;
  /** Item number as this ERP has it. */
  item(number: string): string;
  /** Somebody in the ERP delivers and invoices the whole order. */
  postOrder(company: string, number: string): Promise<void>;
  /** Somebody in the ERP takes the order on before it is delivered. */
  release(company: string, number: string): Promise<void>;
  /** Somebody in the ERP takes the order on and promises dates for lines, by their places from 0. */
  promise(company: string, number: string, lines: readonly LineWork[]): Promise<void>;
  /** Somebody in the ERP ships quantities of lines, and may promise a new date for the rest; invoices what is shipped; or takes the money. */
  work(company: string, number: string, to: 'partly shipped' | 'partly invoiced' | 'paid', lines?: readonly LineWork[]): Promise<void>;
  /** An ordinary client of this ERP, below `/data` or below the company. */
  client(company: string): Promise<Client>;
  /** Calls made since the last look. */
  calls(): CallLine[];
  /** Bodies of the writes that arrive while `work` runs. */
  writesOf(work: () => Promise<unknown>): Promise<string[]>;
  fault(...faults: FaultInput[]): Promise<void>;
  clearFaults(): Promise<void>;
}

export interface Erps {
  catalogue: Catalogue;
  subjects: Map<string, Subject>;
  /** Throws for an ERP without connector. */
  subjectOf(erp: string): Subject;
  close(): Promise<void>;
}

export interface LineWork {
  at: number;
  quantity?: number;
  promised?: string;
}

interface About {
  endpoint: ErpEndpoint;
  baseUrl: string;
  company: (key: CompanyKey) => string;
  keepsBlanks: boolean;
  postOrder: (company: string, number: string) => Promise<void>;
  root: (company: string) => string;
  /** The word for an order that somebody has taken on. */
  released: string;
  words: Record<'partly shipped' | 'partly invoiced' | 'paid', string>;
  /** The number of the first line; those after it are its multiples. */
  firstLine: number;
}

/** Settings under each of which orders are sent and must keep the same promises. */
export const ORDER_SETTINGS: Readonly<Record<string, readonly Partial<ConnectionSettings>[]>> = {
  fno: [{}],
  'business-central': [{ orderWrite: 'steps' }, { orderWrite: 'batch' }],
};

/** What the suite must know about each ERP beside its connector; one entry for each new one. */
const ABOUT: Readonly<Record<string, (erps: RunningErps, catalogue: Catalogue) => About>> = {
  fno: ({ fno }, catalogue) => ({
    endpoint: fno,
    baseUrl: fno.baseUrl,
    company: (key) => catalogue.companies.find((one) => one.key === key)?.fno.dataAreaId ?? '',
    keepsBlanks: true,
    root: () => '/data',
    released: 'Confirmed',
    words: { 'partly shipped': 'PartiallyDelivered', 'partly invoiced': 'PartiallyInvoiced', paid: 'Paid' },
    firstLine: 1,
    async postOrder(company, number) {
      await advance(fno.baseUrl, company, number, 'Invoiced');
    },
  }),
  'business-central': ({ businessCentral }, catalogue) => ({
    endpoint: businessCentral,
    baseUrl: `${businessCentral.baseUrl}${businessCentral.environmentPath}`,
    company: (key) => catalogue.companies.find((one) => one.key === key)?.businessCentral.id ?? '',
    keepsBlanks: false,
    root: (company) => `${businessCentral.environmentPath}/api/v2.0/companies(${company})`,
    released: 'Open',
    words: { 'partly shipped': 'PartlyShipped', 'partly invoiced': 'PartlyInvoiced', paid: 'Paid' },
    firstLine: 10_000,
    async postOrder(company, number) {
      const client = await connect(businessCentral, `${businessCentral.environmentPath}/api/v2.0/companies(${company})`);
      const [order] = rowsOf(await client.get(`/salesOrders?$filter=number eq '${number}'`));
      const answer = await client.send('POST', `/salesOrders(${String(order?.['id'])})/Microsoft.NAV.shipAndInvoice`);
      if (answer.status !== 204) throw new Error(`posting ${number}: ${answer.text}`);
    },
  }),
};

async function advance(origin: string, company: string, number: string, to: string, lines: readonly object[] = []): Promise<void> {
  const answer = await fetch(`${origin}/__sandbox/orders/${company}/${number}/advance`, { method: 'POST', body: JSON.stringify({ to, lines }) });
  if (answer.status !== 200) throw new Error(`${to} of ${number}: ${await answer.text()}`);
}

export async function openErps(): Promise<Erps> {
  const erps = await startErps({ replicaLagMs: 0 });
  const catalogue = makeCatalogue();
  const pools = createPools();
  const subjects = new Map(Object.entries(CONNECTORS).map(([name, connector]) => [name, makeSubject(name, connector, erps, catalogue, pools)]));
  return {
    catalogue,
    subjects,
    subjectOf: (erp) => subjects.get(erp) ?? raise(`no connector for ${erp}`),
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
  const numbered = (work: readonly LineWork[]) => work.map(({ at, ...rest }) => ({ line: (at + 1) * about.firstLine, ...rest }));
  return {
    erp,
    connector,
    admin: endpoint.faults.replace(/faults$/, ''),
    company: about.company,
    item: (number) => (about.keepsBlanks ? number : number.trim()),
    postOrder: about.postOrder,
    client: (company) => connect(endpoint, about.root(company)),
    release: (company, number) => advance(new URL(about.baseUrl).origin, company, number, about.released),
    promise: (company, number, lines) => advance(new URL(about.baseUrl).origin, company, number, about.released, numbered(lines)),
    work: (company, number, to, lines = []) => advance(new URL(about.baseUrl).origin, company, number, about.words[to], numbered(lines)),
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
    async writesOf(work) {
      const log = endpoint.faults.replace(/faults$/, 'log');
      await fetch(log, { method: 'DELETE' });
      await fetch(log, { method: 'POST', body: JSON.stringify({ bodies: true }) });
      try {
        await work();
      } finally {
        await fetch(log, { method: 'POST', body: JSON.stringify({ bodies: false }) });
      }
      const requests = (await (await fetch(log)).json()) as { method: string; path: string; body?: string }[];
      return requests.filter((one) => one.method !== 'GET' && !/oauth2|token/.test(one.path)).map((one) => one.body ?? '');
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

let keys = 0;
/** A key of the product's own making, new each time. */
export const newKey = (): string => orderKey('00D000000000001EAA', `006${String(++keys).padStart(12, '0')}`, 0);

export const work = (withinMs = 10_000): CallContext => ({ lane: 'work', deadlineAt: Date.now() + withinMs, requestId: 'push' });

/** The error that it ends in. */
export async function failure(promise: Promise<unknown>): Promise<CrossledgerError> {
  const thrown: unknown = await promise.then(() => undefined, (error: unknown) => error);
  if (!(thrown instanceof CrossledgerError)) throw new Error(`expected a refusal, got ${messageOf(thrown)}`);
  return thrown;
}

const raise = (problem: string): never => { throw new Error(problem); };
