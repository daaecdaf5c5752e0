import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { backendReady } from '../setup/endpoints.ts';
import backendFlags from '../setup/backend-flags.json' with { type: 'json' };
import { startPart, type Part } from '../setup/part.ts';
import { startStack, type Stack } from '../setup/stack.ts';
import { NO_ORDERS, readPid, writeOrders, type Orders } from './control.ts';
import { labelRequest, labelSql } from './labels.ts';
import type { Store } from './plan.ts';
import { startPostgres, type ProvePostgres } from './postgres.ts';
import { startProxy, type FarName, type NetEvent, type Proxy, type Verdict } from './proxy.ts';

/** One backend process, and what stands between it and the world. */
export interface Instance {
  readonly name: string;
  /** Control folder that its preload reads. */
  readonly folder: string;
  readonly url: string;
  /** Sends it before it returns, to the process that runs or is coming up. */
  signal(signal: NodeJS.Signals): void;
  /** Whether the process is there, frozen or not. */
  isAlive(): boolean;
  /** The last line of its log. */
  lastWords(): string;
  /** Ends what is left of it and starts it on the same port and data; fails when it ends before it is ready. */
  restart(): Promise<void>;
  ask(change: Partial<Orders>): void;
}

export interface House {
  readonly stack: Stack;
  readonly instances: readonly Instance[];
  readonly postgres: ProvePostgres | null;
  /** Whoever looks at what passes between backends and far ends; one at a time. */
  watch(watcher: (instance: Instance, event: NetEvent) => Verdict): void;
  close(): Promise<void>;
}

export interface HouseOptions {
  store: Store;
  settleMs: number;
  callMs: number;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const preload = pathToFileURL(path.join(root, 'scripts/prove/preload.ts')).href;
const RECHECK_MS = 1000;
const POLL_MS = 500;

type Watcher = Parameters<House['watch']>[0];

/** The whole house with proxies in front of every far end, one backend on the embedded store or two on one PostgreSQL. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-prove-'));
  const closers: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const one of closers.reverse()) await one();
  };
  try {
    const postgres = options.store === 'postgres' ? await startPostgres() : null;
    if (postgres) closers.push(() => postgres.stop());
    let watcher: Watcher = () => null;
    const desks = (postgres === null ? ['one'] : ['one', 'two']).map((name) => makeDesk(path.join(folder, `control-${name}`), name));
    const instances: Instance[] = [];
    const openProxies = (at: number, far: Partial<Record<FarName, number>>) => openLinks(far, (event) => {
      const instance = instances[at]; // none during its first start, at which nobody looks
      return instance === undefined ? null : watcher(instance, event);
    }, closers);
    const databases = await Promise.all(desks.map((_, at) => openProxies(at, postgres === null ? {} : { database: postgres.port })));
    desks.forEach((desk, at) => desk.ask({ redirect: databases[at] ?? {} }));
    const [first, second] = desks;
    if (first === undefined) throw new Error('There is no backend');
    const stack = await startStack({
      dataFolder: path.join(folder, 'stack'), page: false, settleMs: options.settleMs, recheckMs: RECHECK_MS, pollMs: POLL_MS, ...(postgres && { databaseUrl: postgres.databaseUrl }),
      backendEnvironment: environmentOf(options, first.folder),
    });
    closers.push(() => stack.stop());
    instances.push(primary(stack, first, path.join(folder, 'stack')));
    if (second !== undefined && postgres !== null) instances.push(await startSecond(options, path.join(folder, 'stack'), postgres.databaseUrl, second, closers));
    const far = { fno: stack.ports.fno, bc: stack.ports.businessCentral, salesforce: stack.ports.salesforce };
    for (const [at, desk] of desks.entries()) desk.ask({ redirect: { ...databases[at], ...(await openProxies(at, far)) } });
    return { stack, instances, postgres, close, watch: (next) => void (watcher = next) };
  } catch (error) {
    await close();
    throw error;
  }
}

const environmentOf = ({ callMs }: HouseOptions, folder: string): Record<string, string> => ({
  NODE_OPTIONS: `--import ${preload}`, PROVE_FOLDER: folder, CROSSLEDGER_CALL_MS: `${callMs}`, CROSSLEDGER_RATE_PER_ORG: '100000', CROSSLEDGER_RATE_PER_USER: '100000',
});

interface Desk {
  name: string;
  folder: string;
  ask(change: Partial<Orders>): void;
}

function makeDesk(folder: string, name: string): Desk {
  mkdirSync(folder, { recursive: true });
  let orders = NO_ORDERS;
  return {
    name, folder,
    ask(change) {
      orders = { ...orders, ...change };
      writeOrders(folder, orders);
    },
  };
}

async function openLinks(targets: Partial<Record<FarName, number>>, onEvent: (event: NetEvent) => Verdict, closers: (() => Promise<void>)[]): Promise<Record<string, number>> {
  const redirect: Record<string, number> = {};
  for (const [far, target] of Object.entries(targets) as [FarName, number][]) {
    const proxy: Proxy = await startProxy({ far, target, labelOf: far === 'database' ? labelSql : labelRequest, onEvent });
    closers.push(() => proxy.close());
    redirect[target] = proxy.port;
  }
  return redirect;
}

const primary = (stack: Stack, desk: Desk, dataFolder: string): Instance => ({
  ...desk,
  url: stack.endpoints.backend,
  signal: (signal) => send(readPid(desk.folder), signal),
  isAlive: () => isThere(readPid(desk.folder)),
  lastWords: () => lastLine(path.join(dataFolder, 'logs/backend.log')),
  async restart() {
    await stack.killBackend('SIGKILL');
    await stack.startBackend();
  },
});

async function startSecond(options: HouseOptions, dataFolder: string, databaseUrl: string, desk: Desk, closers: (() => Promise<void>)[]): Promise<Instance> {
  let port = 0;
  const start = (): Promise<Part<{ url: string }>> => startPart({
    name: 'the second backend', args: [...backendFlags, 'server/main.ts'], cwd: root, logFile: path.join(dataFolder, 'logs/second.log'), readyWithinMs: 90_000,
    environment: {
      CROSSLEDGER_PORT: `${port}`, CROSSLEDGER_DATA_DIR: path.join(dataFolder, 'second'), CROSSLEDGER_MASTER_KEY_FILE: path.join(dataFolder, 'keys/master.key'), CROSSLEDGER_AUDIENCE: 'crossledger-sandbox',
      CROSSLEDGER_ALLOW_LOOPBACK: 'true', CROSSLEDGER_PROFILE: 'demo', CROSSLEDGER_POLL_MS: `${POLL_MS}`, CROSSLEDGER_DATABASE_URL: databaseUrl, ...environmentOf(options, desk.folder),
    },
  }, backendReady);
  let part = await start();
  port = Number(new URL(part.ready.url).port);
  closers.push(() => part.stop());
  return {
    ...desk,
    url: part.ready.url,
    signal: (signal) => send(readPid(desk.folder), signal),
    isAlive: () => isThere(readPid(desk.folder)),
    lastWords: () => lastLine(path.join(dataFolder, 'logs/second.log')),
    async restart() {
      part.kill('SIGKILL');
      await part.ended;
      part = await start();
    },
  };
}

const lastLine = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)?.slice(0, 500) ?? '';

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone already
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}

/** Asks until it is so; false when the time is over. */
export async function waitUntil(ask: () => boolean | Promise<boolean>, withinMs: number, everyMs = 50): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await ask())) {
    if (performance.now() > end) return false;
    await wait(everyMs);
  }
  return true;
}
