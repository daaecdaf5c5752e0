import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { putConnection } from '../../server/contract/admin.ts';
import { backendReady } from '../setup/endpoints.ts';
import { startPart, type Part } from '../setup/part.ts';
import { hasPostgres, startPostgres } from '../setup/postgres.ts';
import { startStack, type Stack } from '../setup/stack.ts';
import type { Recording } from './job.ts';
import { measureDrain, type DrainFigures } from './drain.ts';
import { residentMb } from './memory.ts';
import { measureCalls, type CallFigures } from './order-calls.ts';
import { measurePace, type PaceFigures } from './order-pace.ts';
import { connectUpstream, measurePanels, type Addresses, type PanelFigures } from './panel-reads.ts';
import type { Plan } from './plan.ts';
import { recordReads } from './record-reads.ts';
import { createSigner, type Signer } from './signer.ts';

export type StoreName = 'embedded' | 'postgres';

export interface StoreFigures {
  store: StoreName;
  panels: PanelFigures[];
  pace: PaceFigures;
  /** Of the backend process, not of PostgreSQL. */
  residentMb: { atStart: number; afterReads: number; afterPushes: number };
}

export interface BenchFigures {
  stores: StoreFigures[];
  /** The same on either store, so counted once; empty when the plan leaves it out. */
  calls: { erp: string; figures: CallFigures[] }[];
}

export interface BenchOptions {
  plan: Plan;
  say: (line: string) => void;
  /** Folder for a CPU profile of each backend. */
  profileFolder?: string;
}

interface Helpers {
  addresses: Addresses;
  recording: Recording;
  parts: Part<unknown>[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const MOST = '1000000';

/** Runs the plan on each store; a store that this machine lacks is named and left out. */
export async function runBench(options: BenchOptions): Promise<BenchFigures> {
  const figures: BenchFigures = { stores: [], calls: [] };
  let helpers: Helpers | null = null;
  try {
    await onEachStore(options.plan.stores, options, async (store, stack, signer, folder) => {
      helpers ??= await startHelpers(stack, signer, folder, options);
      figures.stores.push(await measureStore(store, stack, signer, helpers, options));
      if (!options.plan.calls || figures.calls.length > 0) return;
      options.say('… calls of each kind of order');
      for (const [connection, erp] of [['fno', 'F&O'], ['bc', 'Business Central']] as const) figures.calls.push({ erp, figures: await measureCalls(stack, () => signer.wake(), connection) });
    });
  } finally {
    await Promise.all((helpers as Helpers | null)?.parts.map((part) => part.stop()) ?? []);
  }
  return figures;
}

/** Won deals worked off at the ERP's own limit, on each of the stores. */
export async function runDrain(stores: readonly StoreName[], deals: number, options: Omit<BenchOptions, 'plan'>): Promise<{ store: StoreName; drain: DrainFigures }[]> {
  const figures: { store: StoreName; drain: DrainFigures }[] = [];
  await onEachStore(stores, options, async (store, stack, signer) => {
    figures.push({ store, drain: await measureDrain(stack, () => signer.wake(), deals, options.say) });
  });
  return figures;
}

type Measure = (store: StoreName, stack: Stack, signer: Signer, folder: string) => Promise<void>;

async function onEachStore(stores: readonly StoreName[], options: Omit<BenchOptions, 'plan'>, measure: Measure): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-bench-'));
  try {
    for (const store of stores) {
      if (store === 'postgres' && !hasPostgres()) {
        options.say('PostgreSQL is not installed, so it is not measured: apt-get install postgresql');
        continue;
      }
      // Commits are what is measured.
      const postgres = store === 'postgres' ? await startPostgres({ durable: true }) : null;
      try {
        const stack = await startStack(stackOptions(path.join(folder, store), postgres?.url, options));
        try {
          await measure(store, stack, await createSigner(stack.endpoints.backend, stack.operator, await stack.org.read()), folder);
        } finally {
          await stopStack(stack, options);
        }
      } finally {
        await postgres?.stop();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stackOptions(dataFolder: string, databaseUrl: string | undefined, { profileFolder }: Pick<BenchOptions, 'profileFolder'>) {
  mkdirSync(dataFolder, { recursive: true });
  const profile = profileFolder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(profileFolder)}` };
  return {
    dataFolder, page: false, ...(databaseUrl !== undefined && { databaseUrl }),
    backendEnvironment: { CROSSLEDGER_RATE_PER_ORG: MOST, CROSSLEDGER_RATE_PER_USER: MOST, ...profile },
  };
}

/** Orders still under way are of no use, so the backend is not given time to end them; a profile is written at a clean end only. */
async function stopStack(stack: Stack, { profileFolder }: Pick<BenchOptions, 'profileFolder'>): Promise<void> {
  if (profileFolder === undefined) await stack.killBackend('SIGKILL');
  await stack.stop();
}

/** Upstream, proxy and load generator, each a process of its own. */
async function startHelpers(stack: Stack, signer: Signer, folder: string, { plan, say }: BenchOptions): Promise<Helpers> {
  const { fno, salesforce } = stack.endpoints;
  say('… recording what a page asks of F&O');
  await stack.operator(putConnection, {
    params: { orgId: salesforce.orgId, connection: 'bench-recorded' },
    body: { erp: 'fno', label: 'Recording', baseUrl: fno.baseUrl, tokenUrl: fno.tokenUrl, scope: fno.scope, clientId: fno.clientId, clientSecret: fno.clientSecret, defaultCompany: fno.company, concurrency: 200, ratePerSecond: 1000 },
  });
  const recording = await recordReads(fno, 'bench-recorded', signer, plan.customers);
  const file = path.join(folder, 'recording.json');
  writeFileSync(file, JSON.stringify(recording));
  const start = (name: string, ...args: string[]) =>
    startPart({ name: `the ${name} of the bench`, args: [`scripts/bench/${name}.ts`, ...args], cwd: root, logFile: path.join(folder, `${name}.log`), readyWithinMs: 30_000 }, backendReady);
  const [upstream, load] = await Promise.all([start('upstream', file), start('load')]);
  const proxy = await start('proxy', file, upstream.ready.url);
  return { recording, parts: [load, proxy, upstream], addresses: { upstream: upstream.ready.url, proxy: proxy.ready.url, load: load.ready.url } };
}

async function measureStore(store: StoreName, stack: Stack, signer: Signer, { addresses, recording }: Helpers, { plan, say }: BenchOptions): Promise<StoreFigures> {
  const memory = (): number => residentMb(stack.pids.backend);
  const atStart = memory();
  say(`… panel reads, ${store}`);
  await connectUpstream(stack, addresses.upstream);
  const panels = await measurePanels(plan, addresses, recording, signer);
  const afterReads = memory();
  say(`… ${plan.deals} won deals, ${store}`);
  const pace = await measurePace(stack, () => signer.wake(), plan.deals);
  return { store, panels, pace, residentMb: { atStart, afterReads, afterPushes: memory() } };
}
