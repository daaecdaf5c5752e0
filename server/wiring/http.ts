import { sql } from 'kysely';
import type { Config } from '../config/config.ts';
import type { Erp } from '../connectors/connector.ts';
import type { Clock } from '../kernel/clock.ts';
import { toId18 } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createHttp } from '../http/http.ts';
import { startServer, type RunningServer } from '../http/server.ts';
import type { Services } from '../http/services.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OrdersDeps } from '../orders/deps.ts';
import { checkOrder } from '../orders/check/check.ts';
import { availabilityOf, pricesOf } from '../orders/check/price-list.ts';
import { listPushes, retryPush, sendOrder, showPush } from '../orders/service.ts';
import { accountPanelsOf } from '../panels/account.ts';
import { mappingServices } from './mapping-services.ts';
import type { PanelsDeps } from '../panels/deps.ts';
import { opportunityPanelsOf } from '../panels/opportunity.ts';
import { productPanelsOf } from '../panels/product.ts';
import type { Registry } from '../registry/registry.ts';
import { doctorServices } from './doctor.ts';
import { exceptionServices } from './exceptions.ts';
import { connectionServices, type TryConnection } from './connection-services.ts';
import { healthOf, type HealthDeps } from './health.ts';
import { auditServices } from './audit.ts';
import packageJson from '../../package.json' with { type: 'json' };

export interface HttpDeps {
  config: Config;
  log: Log;
  clock: Clock;
  registry: Registry;
  orders: OrdersDeps;
  panels: PanelsDeps;
  jobs: Jobs;
  health: HealthDeps;
  wake: (orgId: string) => void;
  /** For tests of a connection: with a sign-in of its own. */
  openErp: (orgId: string, name: string) => Promise<Erp>;
  tryConnection: TryConnection;
}

/** Hands the services to the HTTP edge and listens. */
export async function startHttp(deps: HttpDeps): Promise<RunningServer> {
  const { config, log, clock, registry, orders } = deps;
  const app = createHttp({
    registry, log, clock, services: servicesOf(deps),
    audience: config.audience,
    version: packageJson.version,
    rates: config.rates,
    isReady: async () => {
      await sql`select 1`.execute(orders.db);
      return true;
    },
    pushesByState: async () => {
      const rows = await orders.db.selectFrom('pushes').select(['state', sql<string>`count(*)`.as('count')]).groupBy('state').execute();
      return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
    },
  });
  return startServer(app, { host: config.host, port: config.port });
}

function servicesOf({ orders, panels, jobs, wake, registry, health, openErp, tryConnection }: HttpDeps): Services {
  return {
    readAccountPanels: (caller, _params, query, requestId) => accountPanelsOf(panels, caller.orgId, query, requestId),
    readOpportunityPanels: (caller, params, body, requestId) => opportunityPanelsOf(panels, caller.orgId, params.opportunityId, body, requestId),
    readProductPanels: (caller, query, requestId) => productPanelsOf(panels, caller.orgId, query, requestId),
    sendOrder: (caller, opportunityId, requestId, planHash) => sendOrder(orders, jobs, { orgId: caller.orgId, actor: `user:${caller.userId}`, requestId }, opportunityId, { origin: 'button', planHash }),
    sendOrderAsOperator: (who, opportunityId, input) => sendOrder(orders, jobs, who, opportunityId, { origin: 'operator', ...input }),
    checkOrder: (orgId, opportunityId, requestId) => checkOrder(orders, { orgId, requestId }, opportunityId),
    readPrices: (orgId, body, requestId) => pricesOf(orders, { orgId, requestId }, body),
    readAvailability: (orgId, body, requestId) => availabilityOf(orders, { orgId, requestId }, body),
    wakeOutbox: wake,
    listPushes: (orgId, query) => listPushes(orders, toId18(orgId), query),
    showPush: (orgId, key) => showPush(orders, toId18(orgId), key),
    retryPush: (orgId, key, actor, reason, requestId) => retryPush(orders, jobs, { orgId: toId18(orgId), actor, requestId }, key, reason),
    ...exceptionServices(orders, jobs),
    ...auditServices(orders),
    ...doctorServices({ orders, registry, expressions: orders.expressions, openErp }),
    mappings: mappingServices({ orders, registry, expressions: orders.expressions }),
    readConnectionHealth: (orgId) => healthOf(health, orgId),
    ...connectionServices(orders, registry, tryConnection),
  };
}
