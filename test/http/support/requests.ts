import { ENDPOINTS } from '../../../server/contract/index.ts';
import type { Endpoint } from '../../../server/contract/endpoint.ts';
import { connectionInput } from './backend.ts';
import { makeKeys, type Target } from './sign.ts';

const reason = 'asked for by a test';
const certificate = makeKeys().publicPem;
const { label: _label, defaultCompany: _company, ...trialInput } = connectionInput();
const orgInput = {
  name: 'Renamed', sandbox: false, instanceUrl: 'https://fabrikam.my.salesforce.com', loginUrl: 'https://login.salesforce.com', clientId: 'consumer-key', username: 'integration@fabrikam.example',
};

/** One good body for each endpoint that takes one. An endpoint without an entry makes the walk fail, so none is forgotten. */
export const BODIES: Record<string, Record<string, unknown>> = {
  readOpportunityPanels: { parts: ['stock', 'prices', 'order'], customer: 'US-001', currency: 'USD', shipTo: { country: 'United States' }, lines: [{ lineId: '00k5g00000AaBbCAAV', productName: 'Speaker', itemNumber: ' D0001', quantity: '2', unitPrice: '120', date: '2026-12-01' }] },
  readPrices: { customer: 'US-001', currency: 'USD', lines: [{ itemNumber: ' D0001', quantity: '2', date: '2026-12-01' }] },
  readAvailability: { lines: [{ itemNumber: ' D0001', quantity: '2' }] },
  sendOrderAsOperator: { reason },
  retryPush: { reason },
  retryException: { reason },
  retryExceptions: { reason, pick: { by: 'all' } },
  editException: { reason, changes: { customerNumber: 'US-002' } },
  discardException: { reason },
  cancelOrder: { reason },
  releaseOrder: { reason },
  refuseOrder: { reason },
  releasePush: { reason },
  refusePush: { reason },
  setApproval: { amountAbove: [{ currency: 'USD', amount: '5000.00' }], discountPercentAbove: '20', newCustomer: true },
  putOrg: orgInput,
  addOrgKey: { kid: 'next', certificate },
  putConnection: connectionInput({ label: 'Renamed', environment: 'test', warehouseRanking: [{ country: 'DE', postalPrefix: '80', warehouses: ['31'] }, { warehouses: ['13', '11'] }], stockFigures: { show: 'levels', few: '5', many: '50' } }),
  tryConnection: trialInput,
  createPairingCode: { sandbox: false },
  setConnectionMode: { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason },
  setConnectionStop: { stopped: true, reason },
  setCriteria: { recordTypes: [], stages: ['Closed Won'], minimumAmount: '100.00' },
  setStopAll: { stopped: true, reason },
  putRouting: { rules: [{ country: 'DE', connection: 'main', company: 'demf' }] },
  saveMapping: { reason, text: 'object: order\nerp: fno\nset: SalesOrderHeadersV2\nversion: 1\nfields:\n  - { target: CurrencyCode, source: Crossledger.currency }\n' },
  checkMapping: { text: 'object: order\nerp: fno\nset: SalesOrderHeadersV2\nfields: []\n' },
  publishMapping: { version: 0, reason },
  dryRunMapping: { opportunityId: '0065g00000AaBbCAAV' },
  addOperator: { name: 'New one', role: 'viewer', orgs: ['*'] },
};

const QUERIES: Record<string, string> = { readAccountPanels: '?customer=US-001&parts=finance,invoices', readProductPanels: '?itemNumber=D0001&parts=stock', diffMapping: '?from=0&to=0', removeConnection: '?reason=asked+for' };

export interface PathNames {
  orgId: string;
  operatorId: string;
}

/** A good request for an endpoint. */
export function requestFor(endpoint: Endpoint, names: PathNames): Target {
  const values: Record<string, string> = { ...names, connection: 'main', object: 'order', mappingId: `${names.orgId}~main~order`, kid: 'first', key: 'ABCDEFGHIJKLMNOP', exceptionId: '6f1c2f0e-9b1e-4a52-8a39-0f0f5d6b7a11', accountId: '0015g00000AaBbCAAV', productId: '01t5g00000AaBbCAAV', opportunityId: '0065g00000AaBbCAAV' };
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for ${name} of ${endpoint.id}`);
    return value;
  });
  const body = BODIES[endpoint.id];
  if ((endpoint.body === undefined) !== (body === undefined)) throw new Error(`${endpoint.id} needs a sample body`);
  return { method: endpoint.method, path: path + (QUERIES[endpoint.id] ?? ''), ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

export const withAccess = (kind: 'open' | 'org' | 'operator'): Endpoint[] => ENDPOINTS.filter((endpoint) => endpoint.access.kind === kind);
/** Operators' endpoints that a Salesforce user with a custom permission may call for the own org, and those that none may. */
export const sharedWithOrg = (): Endpoint[] => ENDPOINTS.filter(isShared);
export const forOperatorsOnly = (): Endpoint[] => withAccess('operator').filter((endpoint) => !isShared(endpoint));
const isShared = ({ access }: Endpoint): boolean => access.kind === 'operator' && access.orgPermission !== undefined;
/** Of those who are known; pairing has a test of its own. */
export const withBody = (): Endpoint[] => ENDPOINTS.filter((endpoint) => endpoint.body !== undefined && endpoint.access.kind !== 'pairing');
