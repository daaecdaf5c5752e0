import { CONNECTORS } from '../connectors/index.ts';
import type { Erp } from '../connectors/connector.ts';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { hostsOf } from '../net/address.ts';
import { createSend } from '../net/client.ts';
import type { Limiter } from '../net/http-client.ts';
import { DEFAULT_LIMITS, type LimiterSettings } from '../net/memory-limiter.ts';
import type { Pools } from '../net/pools.ts';
import { createTokenSource } from '../net/tokens.ts';
import type { ErpCalls } from './erp-calls.ts';
import type { Connection } from '../registry/connection.ts';
import { checkEnvironment } from '../registry/environment.ts';
import type { ReadOptions, Registry } from '../registry/registry.ts';

export interface ErpsDeps {
  registry: Registry;
  clock: Clock;
  log: Log;
  limiter: Limiter;
  pools: Pools;
  /** Filled with the limits of every opened connection, by its id. */
  limits: Map<string, LimiterSettings>;
  calls: ErpCalls;
}

/** Opened ERPs, one for each connection and version of its settings: token, breaker and shared reads belong to it. A sandbox org gets no production ERP, to read or to write. */
export function createErps(deps: ErpsDeps): (orgId: string, name: string) => Promise<Erp> {
  const opened = new Map<string, { version: string; erp: Promise<Erp> }>();
  return async (orgId, name) => {
    const connection = await allowedConnection(deps, orgId, name);
    const id = `${orgId}/${name}`;
    const version = JSON.stringify([connection.settings, await deps.registry.secretVersion(orgId, name)]);
    const known = opened.get(id);
    if (known?.version === version) return known.erp;
    const erp = openErp(deps, id, connection);
    opened.set(id, { version, erp });
    erp.catch(() => opened.delete(id));
    return erp;
  };
}

/** With a sign-in and a breaker of its own: what was kept of earlier calls says nothing about this one. */
export async function openErpAnew(deps: ErpsDeps, orgId: string, name: string): Promise<Erp> {
  return openErp(deps, `${orgId}/${name}`, await allowedConnection(deps, orgId, name, { fresh: true }));
}

async function allowedConnection({ registry }: ErpsDeps, orgId: string, name: string, options?: ReadOptions): Promise<Connection> {
  const [connection, org] = await Promise.all([registry.connection(orgId, name, options), registry.org(orgId, options)]);
  if (connection === null || org === null) throw new CrossledgerError('connection.unknown', { connection: name });
  checkEnvironment(org, connection);
  return connection;
}

async function openErp(deps: ErpsDeps, id: string, { orgId, name, settings }: Connection): Promise<Erp> {
  const connector = CONNECTORS[settings.erp];
  if (connector === undefined) throw new CrossledgerError('connection.unknown', { connection: name });
  deps.limits.set(id, { ...DEFAULT_LIMITS, concurrency: Math.min(settings.concurrency, connector.mostAtOnce ?? settings.concurrency), ratePerSecond: settings.ratePerSecond, burst: settings.ratePerSecond });
  const secret = await deps.registry.connectionSecret(orgId, name);
  const tokens = createTokenSource({ tokenUrl: settings.tokenUrl, clientId: settings.clientId, clientSecret: secret?.reveal() ?? '', scope: settings.scope }, deps.pools, deps.clock);
  const send = deps.calls.around(id, createSend({
    connection: id,
    pools: deps.pools,
    limiter: deps.limiter,
    tokens,
    allowedHosts: hostsOf(settings.baseUrl),
    clock: deps.clock,
    log: (line) => deps.log.debug('erp.called', { ...line }),
  }));
  return connector.open({
    id, baseUrl: settings.baseUrl, defaultCompany: settings.defaultCompany, keyField: settings.keyField, orderLinkTemplate: settings.orderLinkTemplate,
    customerGroup: settings.customerGroup, site: settings.site, warehouse: settings.warehouse, orderWrite: settings.orderWrite,
    companies: Object.fromEntries(Object.entries(settings.companies).map(([company, defaults]) => [company.toLowerCase(), defaults])),
  }, send, deps.clock);
}
