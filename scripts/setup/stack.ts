import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readyz } from '../../server/contract/system.ts';
import { makeBackendClient, type BackendClient } from './backend-client.ts';
import { configure } from './configure.ts';
import { backendReady, erpsReady, salesforceReady, type Endpoints } from './endpoints.ts';
import { openKeyPair } from './key-pair.ts';
import backendFlags from './backend-flags.json' with { type: 'json' };
import { startPart, type Ended, type Part } from './part.ts';
import { choosePorts, type Ports } from './ports.ts';
import { makeOrgHand, type OrgHand } from './sandbox-org.ts';

export interface StackOptions {
  /** First of five ports: page, backend, Salesforce org, F&O, Business Central. 0 takes any free ones. */
  portBase?: number;
  /** Keeps everything that outlives the processes. */
  dataFolder: string;
  /** PostgreSQL instead of the embedded store. */
  databaseUrl?: string;
  /** Namespace that the package has in the org. */
  namespace?: string;
  /** Features of the org whose fields are not there without them. */
  multiCurrency?: boolean;
  personAccounts?: boolean;
  /** False leaves the page server out. */
  page?: boolean;
  settleMs?: number;
  recheckMs?: number;
  pollMs?: number;
  /** Further settings of the backend process. */
  backendEnvironment?: Readonly<Record<string, string>>;
  /** Gives the start up; what has started is stopped then. */
  signal?: AbortSignal;
  /** Told what comes up, one line each. */
  say?: (line: string) => void;
}

export interface Stack {
  readonly endpoints: Endpoints;
  readonly operator: BackendClient;
  readonly org: OrgHand;
  readonly ports: Ports;
  readonly pids: Readonly<Record<'erps' | 'salesforce' | 'backend', number>>;
  /** Resolves when a part ends that nobody ended. */
  readonly died: Promise<Ended>;
  /** Ends the backend by this signal and waits until it is gone. */
  killBackend(signal: NodeJS.Signals): Promise<void>;
  /** Starts the backend again on the same port and data, and waits until it is ready. */
  startBackend(): Promise<void>;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const audience = 'crossledger-sandbox';
const readyWithinMs = 90_000;
const progressMs = 5000;

interface Setting extends StackOptions {
  ports: Ports;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** Starts the simulated far ends and the real backend as child processes, and configures the backend through its own HTTP API. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const abort = new AbortController();
  const setting: Setting = { ...options, ports: await choosePorts(options.portBase ?? 0), signal: AbortSignal.any([abort.signal, ...(options.signal ? [options.signal] : [])]), say: options.say ?? (() => undefined) };
  for (const folder of ['logs', 'erps', 'salesforce', 'backend', 'keys']) mkdirSync(path.join(options.dataFolder, folder), { recursive: true, mode: 0o700 });
  const giveUp = (cause: unknown): never => {
    abort.abort();
    throw cause;
  };
  const starts = [startErps(setting).catch(giveUp), startOrg(setting).catch(giveUp), startServer(setting).catch(giveUp)] as const;
  const firstFailure = Promise.all(starts).then(() => undefined, (cause: unknown) => ({ cause }));
  const [erps, salesforce, backend] = (await Promise.allSettled(starts)).map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as [ErpsPart?, OrgPart?, BackendPart?];
  if (!erps || !salesforce || !backend) {
    await stopAll([backend, erps, salesforce]);
    throw (await firstFailure)?.cause;
  }
  const parts: Parts = { erps, salesforce, backend };
  try {
    return makeStack(setting, parts, await configureStack(setting, parts));
  } catch (cause) {
    await stopAll([backend, erps, salesforce]);
    throw cause;
  }
}

type ErpsPart = Awaited<ReturnType<typeof startErps>>;
type OrgPart = Awaited<ReturnType<typeof startOrg>>;
type BackendPart = Awaited<ReturnType<typeof startServer>>;
interface Parts {
  erps: ErpsPart;
  salesforce: OrgPart;
  backend: BackendPart;
}

const startErps = ({ ports, dataFolder, signal, say }: Setting) =>
  announced(say, 'F&O and Business Central', startPart({
    name: 'the simulated ERPs',
    args: ['sandbox/erps/main.ts', '--fno-port', `${ports.fno}`, '--bc-port', `${ports.businessCentral}`, '--data', path.join(dataFolder, 'erps')],
    cwd: root, logFile: path.join(dataFolder, 'logs/erps.log'), readyWithinMs, signal,
  }, erpsReady));

const startOrg = ({ ports, dataFolder, namespace = '', multiCurrency = false, personAccounts = false, page = true, signal, say }: Setting) =>
  announced(say, page ? 'Salesforce org and its pages' : 'Salesforce org', startPart({
    name: 'the simulated Salesforce org',
    args: [
      'sandbox/salesforce/main.ts', '--port', `${ports.salesforce}`, '--data', path.join(dataFolder, 'salesforce'), '--backend-url', `http://127.0.0.1:${ports.backend}`,
      '--audience', audience, '--namespace', namespace, ...(page ? ['--page-port', `${ports.page}`] : []),
      ...(multiCurrency ? ['--multi-currency'] : []), ...(personAccounts ? ['--person-accounts'] : []),
    ],
    cwd: root, logFile: path.join(dataFolder, 'logs/salesforce.log'), readyWithinMs, signal,
  }, salesforceReady));

const startServer = (setting: Setting) =>
  announced(setting.say, 'backend', startPart({
    name: 'the backend', args: [...backendFlags, 'server/main.ts'], cwd: root, environment: backendEnvironment(setting),
    logFile: path.join(setting.dataFolder, 'logs/backend.log'), readyWithinMs, signal: setting.signal,
  }, backendReady).then(whenItServes));

/** A process that says ready and does not serve is ended: nobody would know of it, and it holds its folder. */
async function whenItServes(part: Part<{ url: string }>): Promise<Part<{ url: string }>> {
  try {
    await fetchReady(part);
    return part;
  } catch (cause) {
    await part.stop();
    throw cause;
  }
}

const backendEnvironment = ({ ports, dataFolder, databaseUrl, pollMs = 5000, backendEnvironment: more }: Setting): Record<string, string> => ({
  CROSSLEDGER_PORT: `${ports.backend}`,
  CROSSLEDGER_DATA_DIR: path.join(dataFolder, 'backend'),
  CROSSLEDGER_MASTER_KEY_FILE: path.join(dataFolder, 'keys/master.key'),
  CROSSLEDGER_AUDIENCE: audience,
  CROSSLEDGER_ALLOW_LOOPBACK: 'true',
  CROSSLEDGER_PROFILE: 'demo',
  CROSSLEDGER_POLL_MS: `${pollMs}`,
  ...(databaseUrl !== undefined && { CROSSLEDGER_DATABASE_URL: databaseUrl }),
  ...more,
});

async function announced<T>(say: Setting['say'], what: string, work: Promise<T>): Promise<T> {
  const startedAt = Date.now();
  say(`… ${what}`);
  const progress = setInterval(() => say(`  ${what} still comes up, ${Math.round((Date.now() - startedAt) / 1000)} s`), progressMs);
  const done = await work.finally(() => clearInterval(progress));
  say(`✓ ${what}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return done;
}

async function fetchReady(part: Part<{ url: string }>): Promise<void> {
  const response = await fetch(part.ready.url + readyz.path, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`The backend listens on ${part.ready.url} and says that it is not ready (${response.status})`);
}

interface Configured {
  endpoints: Endpoints;
  operator: BackendClient;
  org: OrgHand;
}

async function configureStack(setting: Setting, { erps, salesforce, backend }: Parts): Promise<Configured> {
  const { instanceUrl, loginUrl, apiVersion, pageUrl } = salesforce.ready;
  const keyFile = (name: string): string => path.resolve(setting.dataFolder, 'keys', name);
  const operatorToken = readFileSync(path.join(setting.dataFolder, 'backend/operator-token'), 'utf8').trim();
  const [hand, operator] = [makeOrgHand(instanceUrl), makeBackendClient(backend.ready.url, operatorToken)];
  const [org, signIn, visitor] = [await hand.read(), await openKeyPair(keyFile('backend-sign-in.key')), await openKeyPair(keyFile('visitor-sign-in.key'))];
  const { settleMs = 3000, recheckMs = 5000 } = setting;
  setting.say('… pairing org and backend, connecting the ERPs');
  await configure({ backend: operator, hand, org, salesforce: { instanceUrl, loginUrl }, ...erps.ready, signIn, settleMs, recheckMs });
  const users = Object.fromEntries(org.users.map(({ alias, username }) => [alias, username]));
  const clientId = 'crossledger-visitor';
  await hand.registerClient({ clientId, publicKeyPem: visitor.publicKeyPem, usernames: Object.values(users) });
  const accessToken = await hand.issueToken('admin');
  const endpoints: Endpoints = {
    page: pageUrl ?? null,
    backend: backend.ready.url,
    operatorToken,
    salesforce: {
      instanceUrl, loginUrl, apiVersion, accessToken, username: users['admin'] ?? '', clientId, privateKeyFile: visitor.file,
      orgId: org.id, faults: `${instanceUrl}/__sandbox/faults`, users,
    },
    ...erps.ready,
  };
  return { endpoints, operator, org: hand };
}

function makeStack(setting: Setting, parts: Parts, configured: Configured): Stack {
  const died = Promise.withResolvers<Ended>();
  const watch = (part: Part<unknown>): void => void part.ended.then((end) => (end.wanted ? undefined : died.resolve(end)));
  Object.values(parts).forEach(watch);
  return {
    ...configured,
    ports: setting.ports,
    died: died.promise,
    get pids() {
      return { erps: parts.erps.pid, salesforce: parts.salesforce.pid, backend: parts.backend.pid };
    },
    async killBackend(signal) {
      parts.backend.kill(signal);
      await parts.backend.ended;
    },
    async startBackend() {
      parts.backend = await startServer(setting);
      watch(parts.backend);
    },
    stop: () => stopAll([parts.backend, parts.erps, parts.salesforce]),
  };
}

/** The backend first, so that what it has under way still finds its far ends. */
async function stopAll([backend, ...others]: readonly (Part<unknown> | undefined)[]): Promise<void> {
  await backend?.stop();
  await Promise.all(others.flatMap((part) => part?.stop() ?? []));
}
