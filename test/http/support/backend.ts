import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { createHttp } from '../../../server/http/http.ts';
import { startServer } from '../../../server/http/server.ts';
import type { Services } from '../../../server/http/services.ts';
import { toId18 } from '../../../server/kernel/ids.ts';
import { createLog } from '../../../server/kernel/log.ts';
import { newMasterKeyText, parseMasterKey } from '../../../server/kernel/secret.ts';
import { createRegistry, type Registry } from '../../../server/registry/registry.ts';
import { copyEmptyDatabase } from '../../support/empty-database.ts';
import { openStore, type Store } from '../../../server/store/database.ts';
import { recordingServices, type ServiceCall } from './services.ts';
import { AUDIENCE, claimsFor, makeKeys, signToken, type Keys, type Target } from './sign.ts';

export interface TestOrg {
  id: string;
  userId: string;
  sandbox: boolean;
  keys: Keys;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into it freely
}

export interface TestBackend {
  url: string;
  store: Store;
  registry: Registry;
  a: TestOrg;
  b: TestOrg;
  /** The first start's admin of all orgs. */
  adminToken: string;
  logLines: string[];
  calls: ServiceCall[];
  dataFolder: string;
  /** Moves the backend's clock, in milliseconds. */
  shift: { ms: number };
  ready: { value: boolean };
  /** Sends exactly this; a body goes as application/json unless told otherwise. */
  send(target: Target, headers?: Record<string, string>): Promise<Answer>;
  /** As a rep of an org, correctly signed. */
  asOrg(org: TestOrg, target: Target, headers?: Record<string, string>): Promise<Answer>;
  asOperator(token: string, target: Target): Promise<Answer>;
  addOperator(role: 'viewer' | 'operator' | 'admin', orgs: string[]): Promise<{ id: string; token: string }>;
  stop(): Promise<void>;
}

const SETUP = { actor: 'crossledger', requestId: 'setup-000' };
export const CLIENT_SECRET = 'erp-client-secret-of-contoso';

export const connectionInput = (over: Record<string, unknown> = {}) => ({
  erp: 'fno' as const, label: 'Contoso F&O', baseUrl: 'https://contoso.operations.dynamics.com', tokenUrl: 'https://login.microsoftonline.com/contoso/oauth2/v2.0/token',
  scope: 'https://contoso.operations.dynamics.com/.default', clientId: 'client', clientSecret: CLIENT_SECRET, defaultCompany: 'usmf', ...over,
});

/** A real backend over a real embedded store on a free port, with two registered orgs; only panels and orders are stand-ins, but for the `services` given. */
export async function startBackend(options: { rates?: { perOrgPerSecond: number; perUserPerSecond: number }; services?: (store: Store) => Partial<Services> } = {}): Promise<TestBackend> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'crossledger-http-'));
  await copyEmptyDatabase(dataFolder);
  const store = await openStore({ databaseUrl: null, dataFolder });
  const shift = { ms: 0 };
  const clock = { now: () => Date.now() + shift.ms };
  const masterKey = parseMasterKey(newMasterKeyText());
  if (masterKey === null) throw new Error('no master key');
  const registry = createRegistry({ db: store.db, clock, masterKey, addressRules: { allowedHosts: ['*.dynamics.com', 'login.microsoftonline.com', '*.salesforce.com'], allowLoopback: true } });
  const a = await addOrg(registry, { id: toId18('00D5g00000AaBbC'), userId: toId18('0055g00000AaBbC'), sandbox: false, keys: makeKeys() });
  const b = await addOrg(registry, { id: toId18('00D5g00000XxYyZ'), userId: toId18('0055g00000XxYyZ'), sandbox: true, keys: makeKeys() });
  await registry.ensureFirstOperator(dataFolder);
  const logLines: string[] = [];
  const calls: ServiceCall[] = [];
  const ready = { value: true };
  const app = createHttp({
    registry, clock, audience: AUDIENCE, version: '0.1.0', rates: options.rates ?? { perOrgPerSecond: 1000, perUserPerSecond: 1000 },
    log: createLog({ level: 'debug', write: (line) => { logLines.push(line); } }), services: { ...recordingServices(calls, b.id), ...options.services?.(store) },
    isReady: async () => ready.value, pushesByState: async () => ({ accepted: 3 }),
  });
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  const send = (target: Target, headers: Record<string, string> = {}): Promise<Answer> => sendTo(server.url, target, headers);
  return {
    url: server.url, store, registry, a, b, logLines, calls, dataFolder, shift, ready, send,
    adminToken: readFileSync(path.join(dataFolder, 'operator-token'), 'utf8').trim(),
    asOrg: (org, target, headers) => send(target, { authorization: `Bearer ${signToken(claimsFor(org, target), org.keys.privateKey)}`, ...headers }),
    asOperator: (token, target) => send(target, { authorization: `Bearer ${token}` }),
    addOperator: async (role, orgs) => {
      const { operator, token } = await registry.addOperator({ name: `${role} of Contoso`, role, orgs }, SETUP);
      return { id: operator.id, token: token.reveal() };
    },
    stop: async () => { await server.close(); await store.close(); rmSync(dataFolder, { recursive: true, force: true }); },
  };
}

async function addOrg(registry: Registry, org: TestOrg): Promise<TestOrg> {
  await registry.putOrg(org.id, {
    name: org.sandbox ? 'Fabrikam' : 'Contoso', sandbox: org.sandbox, enabled: true, instanceUrl: 'https://contoso.my.salesforce.com', loginUrl: 'https://login.salesforce.com',
    clientId: 'consumer-key', username: 'integration@contoso.example', currency: 'USD', namespace: '',
  }, SETUP);
  await registry.addOrgKey(org.id, 'first', org.keys.publicPem, SETUP);
  await registry.putConnection(org.id, 'main', { ...connectionInput(org.sandbox ? { baseUrl: 'https://fabrikam.sandbox.operations.dynamics.com' } : {}), settleMs: 600_000, recheckMs: 300_000, concurrency: 8, ratePerSecond: 50, panelDeadlineMs: 2500, keepDays: 7, companies: {} }, SETUP);
  return org;
}

async function sendTo(url: string, target: Target, headers: Record<string, string>): Promise<Answer> {
  const typed = target.body === undefined || 'content-type' in headers ? headers : { 'content-type': 'application/json', ...headers };
  const response = await request(url + target.path, { method: target.method as 'GET', headers: typed, body: target.body ?? null });
  const text = await response.body.text();
  return { status: response.statusCode, headers: response.headers, text, json: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
