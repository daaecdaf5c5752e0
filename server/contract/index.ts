import type { Endpoint } from './endpoint.ts';
import * as admin from './admin.ts';
import * as orders from './orders.ts';
import * as panels from './panels.ts';
import * as system from './system.ts';

/** Every HTTP endpoint of the backend. */
export const ENDPOINTS: readonly Endpoint[] = [
  system.healthz, system.readyz, system.openapi, system.metrics, system.whoami,
  panels.readAccountPanels, panels.readOpportunityPanels,
  orders.sendOrder, orders.wakeOutbox, orders.listPushes, orders.showPush, orders.retryPush,
  admin.listOrgs, admin.putOrg, admin.addOrgKey, admin.removeOrgKey,
  admin.listConnections, admin.putConnection, admin.setConnectionMode, admin.setConnectionStop, admin.setCriteria, admin.probeConnection, admin.setStopAll,
  admin.getRouting, admin.putRouting,
  admin.listOperators, admin.addOperator, admin.revokeOperator,
];
