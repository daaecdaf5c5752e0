import * as contract from '../../contract/admin.ts';
import { readConnectionHealth } from '../../contract/connection-health.ts';
import { tryConnection } from '../../contract/connection-trial.ts';
import { toId18 } from '../../kernel/ids.ts';
import type { Connection } from '../../registry/connection.ts';
import type { Org } from '../../registry/org-bundle.ts';
import type { Actor } from '../../registry/parts.ts';
import { unknown } from '../../registry/refuse.ts';
import type { Registry } from '../../registry/registry.ts';
import { actorOf, type Caller } from '../caller.ts';
import { maySee } from '../operator-token.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

const by = (call: { caller: Caller; requestId: string }): Actor => ({ actor: actorOf(call.caller), requestId: call.requestId });

const orgView = ({ stopAll: _stopAll, keys, ...org }: Org) => ({ ...org, keys: keys.map(({ kid, fingerprint, active, addedAt, expiresAt }) => ({ kid, fingerprint, active, addedAt, expiresAt })) });
const connectionView = ({ settings, orgId: _orgId, ...rest }: Connection) => ({ ...settings, ...rest });

export const adminRoutes = (registry: Registry, services: Services): Route[] => [
  ...orgRoutes(registry), ...connectionRoutes(registry, services), ...switchRoutes(registry), ...routingRoutes(registry),
];

const orgRoutes = (registry: Registry): Route[] => [
  handle(contract.listOrgs, async ({ caller }) => ({ rows: (await registry.orgs()).filter((org) => maySee(caller, org.id)).map(orgView) })),
  handle(contract.putOrg, async (call) => orgView(await registry.putOrg(call.params.orgId, call.body, by(call)))),
  handle(contract.addOrgKey, async (call) => orgView(await registry.addOrgKey(call.params.orgId, call.body.kid, call.body.certificate, by(call)))),
  handle(contract.removeOrgKey, async (call) => orgView(await registry.removeOrgKey(call.params.orgId, call.params.kid, by(call)))),
];

const connectionRoutes = (registry: Registry, services: Services): Route[] => [
  handle(contract.listConnections, async ({ params }) => {
    const org = await requireOrg(registry, params.orgId);
    return { rows: (await registry.connections(org.id, { fresh: true })).map(connectionView), stopAll: org.stopAll };
  }),
  handle(contract.putConnection, async (call) => connectionView(await registry.putConnection(call.params.orgId, call.params.connection, call.body, by(call)))),
  handle(contract.setCriteria, async (call) => connectionView(await registry.setCriteria(call.params.orgId, call.params.connection, call.body, by(call)))),
  handle(contract.setApproval, async (call) => connectionView(await registry.setApproval(call.params.orgId, call.params.connection, call.body, by(call)))),
  handle(readConnectionHealth, ({ params }) => services.readConnectionHealth(toId18(params.orgId))),
  handle(contract.removeConnection, async (call) => {
    await registry.removeConnection(call.params.orgId, call.params.connection, call.query.reason, by(call));
    return { removed: call.params.connection };
  }),
  handle(tryConnection, ({ params, body, requestId }) => services.tryConnection({ orgId: toId18(params.orgId), name: params.connection }, body, requestId)),
  handle(contract.listWarehouses, ({ params, requestId }) => services.listWarehouses(toId18(params.orgId), params.connection, requestId)),
  handle(contract.probeConnection, ({ params, requestId }) => services.probeConnection(toId18(params.orgId), params.connection, requestId)),
];

const switchRoutes = (registry: Registry): Route[] => [
  handle(contract.setConnectionMode, async (call) => {
    const { mode, reason } = call.body;
    const goLiveAt = call.body.mode === 'send' ? call.body.goLiveAt : null;
    return connectionView(await registry.setConnectionMode(call.params.orgId, call.params.connection, { mode, goLiveAt, reason }, by(call)));
  }),
  handle(contract.setConnectionStop, async (call) => connectionView(await registry.setConnectionStop(call.params.orgId, call.params.connection, call.body.stopped, call.body.reason, by(call)))),
  handle(contract.setStopAll, async (call) => ({ stopAll: (await registry.setStopAll(call.params.orgId, call.body.stopped, call.body.reason, by(call))).stopAll })),
];

const routingRoutes = (registry: Registry): Route[] => [
  handle(contract.getRouting, async ({ params }) => {
    await requireOrg(registry, params.orgId);
    return { rules: await registry.routingRules(params.orgId, { fresh: true }) };
  }),
  handle(contract.putRouting, async (call) => ({ rules: await registry.putRouting(call.params.orgId, call.body.rules, by(call)) })),
];

async function requireOrg(registry: Registry, orgId: string) {
  const org = await registry.org(orgId, { fresh: true });
  if (org === null) throw unknown('Org', toId18(orgId));
  return org;
}
