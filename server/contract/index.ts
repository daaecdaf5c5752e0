import type { Endpoint } from './endpoint.ts';
import * as admin from './admin.ts';
import * as audit from './audit.ts';
import * as approval from './approval.ts';
import * as check from './check.ts';
import * as health from './connection-health.ts';
import * as trial from './connection-trial.ts';
import * as doctor from './doctor.ts';
import * as exceptions from './exceptions.ts';
import * as mappings from './mappings.ts';
import * as orders from './orders.ts';
import * as pages from './pages.ts';
import * as pairing from './pairing.ts';
import * as panels from './panels.ts';
import * as prices from './prices.ts';
import * as system from './system.ts';

/** Every HTTP endpoint of the backend. */
export const ENDPOINTS: readonly Endpoint[] = [
  system.healthz, system.readyz, system.openapi, system.metrics, system.whoami,
  panels.readAccountPanels, panels.readOpportunityPanels, panels.readProductPanels,
  orders.sendOrder, orders.sendOrderAsOperator, orders.wakeOutbox, orders.listPushes, orders.showPush, orders.retryPush,
  check.checkOrder, check.checkOrderAsOperator, prices.readPrices, prices.readAvailability,
  exceptions.listExceptions, exceptions.showException, exceptions.retryException, exceptions.retryExceptions, exceptions.editException, exceptions.discardException, exceptions.cancelOrder,
  approval.releaseOrder, approval.refuseOrder, approval.releasePush, approval.refusePush,
  admin.listOrgs, admin.putOrg, admin.addOrgKey, admin.removeOrgKey,
  pairing.createPairingCode, pairing.pairOrg,
  admin.listConnections, admin.putConnection, admin.setConnectionMode, admin.setConnectionStop, admin.setCriteria, admin.setApproval, admin.probeConnection, admin.listWarehouses, trial.tryConnection, admin.removeConnection, admin.setStopAll, health.readConnectionHealth,
  admin.getRouting, admin.putRouting,
  admin.listOperators, admin.addOperator, admin.revokeOperator,
  mappings.listMappings, mappings.readMapping, mappings.saveMapping, mappings.publishMapping, mappings.mappingHistory, mappings.diffMapping, mappings.checkMapping, mappings.dryRunMapping,
  doctor.runDoctor, pages.readPages,
  audit.listAudit, audit.exportAudit, audit.readCertificate, audit.showCertificate,
];
