import { CONNECTORS } from '../connectors/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { ConnectionState, Directory } from '../orders/directory.ts';
import type { Connection } from '../registry/connection.ts';
import type { Org } from '../registry/org-bundle.ts';
import type { Registry } from '../registry/registry.ts';
import { openOrg } from '../salesforce/org.ts';
import type { OrgPort } from '../salesforce/org-port.ts';
import type { OrgAccess } from '../salesforce/sign-in.ts';
import type { Erp } from '../connectors/connector.ts';
import { createMappings } from './mappings.ts';

/** Joins registry, connectors and Salesforce for those who read panels and send orders. */
export function createDirectory(registry: Registry, clock: Clock, erp: (orgId: string, name: string) => Promise<Erp>): Directory {
  const orgs = new Map<string, { version: string; org: OrgPort }>();

  const openKnown = async (orgId: string): Promise<OrgPort> => {
    const org = await registry.org(orgId);
    if (org === null) throw new CrossledgerError('record.unknown', { what: 'Org', id: orgId });
    if (!org.enabled) throw new CrossledgerError('salesforce.sign-in', { problem: 'the org is switched off in Crossledger' });
    const version = JSON.stringify([org, await registry.privateKeyVersion(orgId)]);
    const known = orgs.get(orgId);
    if (known?.version === version) return known.org;
    const opened = openOrg(await orgAccess(registry, org), clock);
    orgs.set(orgId, { version, org: opened });
    return opened;
  };

  return {
    org: openKnown,
    erp,
    ...createMappings(registry),
    routing: (orgId) => registry.routingRules(orgId),
    connectionNames: async (orgId) => (await registry.connections(orgId)).map((connection) => connection.name),
    connection: async (orgId, name, options) => {
      const [connection, org] = await Promise.all([registry.connection(orgId, name, options), registry.org(orgId, options)]);
      return connection === null ? null : stateOf(connection, org?.stopAll ?? true);
    },
  };
}

/** With what the backend signs in to an org. */
export async function orgAccess(registry: Registry, org: Org): Promise<OrgAccess> {
  const key = await registry.orgPrivateKey(org.id);
  if (key === null) throw new CrossledgerError('salesforce.sign-in', { problem: 'no private key is registered for this org' });
  const { id: orgId, instanceUrl, loginUrl, clientId, username, namespace, currency, sandbox } = org;
  return { orgId, instanceUrl, loginUrl, clientId, username, namespace, currency, sandbox, privateKeyPem: () => key.reveal() };
}

function stateOf(connection: Connection, stopAll: boolean): ConnectionState {
  const { settings, mode, goLiveAt, stopped, criteria, approval, name } = connection;
  const { defaultCompany, settleMs, recheckMs, panelDeadlineMs, keepDays, onPlanChanged, cancelOrders, contacts, warehouseRanking, stockFigures } = settings;
  const { site, warehouse, customerGroup, chargesItem, companies } = settings;
  const byCompany = new Map(Object.entries(companies).map(([company, defaults]) => [company.toLowerCase(), defaults]));
  const companyDefaults = (company: string) => ({ site, warehouse, customerGroup, chargesItem, ...byCompany.get(company.toLowerCase()) });
  const label = CONNECTORS[settings.erp]?.label ?? settings.erp;
  return { name, label, mode, goLiveAt, stopped: stopped || stopAll, criteria, approval, defaultCompany, companyDefaults, settleMs, recheckMs, panelDeadlineMs, keepDays, onPlanChanged, cancelOrders, contacts, warehouseRanking, stockFigures };
}
