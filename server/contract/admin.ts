import * as z from 'zod';
import { warehouse } from '../model/warehouse.ts';
import { defineEndpoint } from './endpoint.ts';
import { companyId, connectionName, salesforceId } from './names.ts';

const address = z.url({ protocol: /^https?$/ }).max(300);

const orgParams = z.strictObject({ orgId: salesforceId });
export const orgSettings = z.strictObject({
  name: z.string().min(1).max(120),
  sandbox: z.boolean(),
  enabled: z.boolean().default(true),
  instanceUrl: address,
  loginUrl: address,
  clientId: z.string().min(1).max(300),
  username: z.string().min(1).max(120),
  /** Currency of amounts in an org without multi-currency. */
  currency: z.string().regex(/^[A-Z]{3}$/).default('USD'),
  /** Namespace of the installed package; empty for an unpackaged deployment. */
  namespace: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,14}$|^$/).default(''),
  /** PEM of the key that signs Crossledger's own sign-in to this org. Write-only. */
  privateKey: z.string().max(10_000).optional(),
});
export const orgView = orgSettings.omit({ privateKey: true }).extend({
  id: z.string(),
  clientId: z.string().describe('empty after pairing, until somebody says how the backend signs in'),
  username: z.string().describe('empty as long as clientId is'),
  hasPrivateKey: z.boolean(),
  keys: z.array(z.object({ kid: z.string(), fingerprint: z.string(), active: z.boolean(), addedAt: z.string(), expiresAt: z.string().nullable() })),
});

export const listOrgs = defineEndpoint({
  id: 'listOrgs', method: 'GET', path: '/v1/orgs', summary: 'Orgs that the operator may see',
  access: { kind: 'operator', role: 'viewer' }, reply: z.object({ rows: z.array(orgView) }),
});
export const putOrg = defineEndpoint({
  id: 'putOrg', method: 'PUT', path: '/v1/orgs/:orgId', summary: 'Registers an org or changes its registration',
  access: { kind: 'operator', role: 'admin' }, params: orgParams, body: orgSettings, reply: orgView,
});
export const addOrgKey = defineEndpoint({
  id: 'addOrgKey', method: 'POST', path: '/v1/orgs/:orgId/keys', summary: 'Registers a certificate that the org signs with; two may be active at a time',
  access: { kind: 'operator', role: 'admin' }, params: orgParams,
  body: z.strictObject({ kid: z.string().min(1).max(80), certificate: z.string().min(100).max(10_000) }), reply: orgView, status: 201,
});
export const removeOrgKey = defineEndpoint({
  id: 'removeOrgKey', method: 'DELETE', path: '/v1/orgs/:orgId/keys/:kid', summary: 'Makes a certificate invalid at once',
  access: { kind: 'operator', role: 'admin' }, params: orgParams.extend({ kid: z.string().max(80) }), reply: orgView,
});

/** Best first; absent country and prefix fit every address. Blanks and dashes in postal codes do not count. */
export const warehouseRule = z.strictObject({
  country: z.string().min(2).max(80).optional(),
  postalPrefix: z.string().min(1).max(20).optional(),
  warehouses: z.array(z.string().min(1).max(20)).min(1).max(50),
});
export type WarehouseRule = z.infer<typeof warehouseRule>;
const positive = z.string().regex(/^(?=.*[1-9])\d{1,12}(\.\d{1,6})?$/, 'a decimal number above zero, as text');

export const connectionSettings = z.strictObject({
  erp: z.enum(['fno', 'business-central']),
  label: z.string().min(1).max(120),
  baseUrl: address,
  tokenUrl: address,
  scope: z.string().min(1).max(300),
  clientId: z.string().min(1).max(200),
  /** Write-only; kept when absent. */
  clientSecret: z.string().min(1).max(500).optional(),
  environment: z.enum(['production', 'test']).optional().describe('a sandbox org never works on production; absent: as the address tells, and production when it tells nothing'),
  /** Used when neither record nor routing names one. */
  defaultCompany: companyId,
  /** Field that carries the idempotency key; the other one takes the customer's PO number. */
  keyField: z.enum(['CustomersOrderReference', 'CustomerRequisitionNumber', 'externalDocumentNumber']).optional(),
  /** Answers of the ERP's own client, `{company}` and `{number}` filled in. */
  orderLinkTemplate: z.string().max(300).optional(),
  /** How long a lost request may still commit. F&O and Business Central: 10 minutes. */
  settleMs: z.int().min(1000).max(3_600_000).default(600_000),
  /** How soon a cause that somebody must remove is looked at again. */
  recheckMs: z.int().min(1000).max(86_400_000).default(300_000),
  concurrency: z.int().min(1).max(200).default(8),
  ratePerSecond: z.int().min(1).max(1000).default(50),
  panelDeadlineMs: z.int().min(100).max(20_000).default(2500),
  /** Days that last known data stay. */
  keepDays: z.int().min(0).max(90).default(7),
  /** When somebody sends with the hash of a check and the order would be another by now: send it, refuse and ask again, or hold it; `ask` when absent. */
  onPlanChanged: z.enum(['send', 'ask', 'hold']).optional(),
  cancelOrders: z.enum(['off', 'delete']).optional().describe('whether an operator may take an order back in the ERP; `delete` deletes it while nothing of it is picked, shipped or invoiced; off when absent'),
  contacts: z.enum(['off', 'create']).optional().describe('whether the primary contact of a deal is looked up in the ERP and created when it is not there; off when absent'),
  customerGroup: z.string().max(20).optional().describe('group of customers that Crossledger creates, where the ERP needs one'),
  site: z.string().max(20).optional(),
  warehouse: z.string().max(20).optional(),
  chargesItem: z.string().max(40).optional().describe('item, as the ERP numbers it, that charges of a whole deal are a line of'),
  orderWrite: z.enum(['batch', 'steps']).optional().describe('Business Central: `steps`, when absent, makes the header and then all lines in one transaction; `batch` sends the header with its lines in one write'),
  warehouseRanking: z.array(warehouseRule).max(200).optional().describe('from which warehouses goods go to an address; the first rule that fits decides; nothing is proposed when absent'),
  stockFigures: z.discriminatedUnion('show', [z.strictObject({ show: z.literal('exact') }), z.strictObject({ show: z.literal('levels'), few: positive, many: positive })]).optional()
    .describe('`levels` shows how much there is about instead of figures: below `few` few, above `many` more than that, between them in stock; exact when absent'),
  /** What a company does differently, by its id. */
  companies: z.record(companyId, z.strictObject({ customerGroup: z.string().max(20).optional(), site: z.string().max(20).optional(), warehouse: z.string().max(20).optional(), chargesItem: z.string().max(40).optional() })).default({}),
});
export type ConnectionSettingsInput = z.infer<typeof connectionSettings>;
/** When a person must let an order pass before anything is written to the ERP. Amounts are net, in the currency beside them. */
export const approvalRules = z.strictObject({
  /** One limit for each currency; an order in a currency without one is held. Empty: no limit at all. */
  amountAbove: z.array(z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), amount: z.string().regex(/^\d+(\.\d+)?$/) })).max(50).default([]),
  /** Of any line, with the discount of the whole order in it. */
  discountPercentAbove: z.string().regex(/^\d{1,3}(\.\d+)?$/).nullable().default(null),
  /** The order would create its customer in the ERP. */
  newCustomer: z.boolean().default(false),
  /** The order is more than the credit that the ERP says is left. */
  creditExceeded: z.boolean().default(false),
});
export type ApprovalRules = z.output<typeof approvalRules>;

export const connectionView = connectionSettings.omit({ clientSecret: true }).extend({
  name: z.string(), hasSecret: z.boolean(), mode: z.enum(['observe', 'send']), goLiveAt: z.string().nullable(), stopped: z.boolean(),
  criteria: z.object({ recordTypes: z.array(z.string()), stages: z.array(z.string()), minimumAmount: z.string().nullable() }),
  approval: approvalRules,
});
const connectionParams = z.strictObject({ orgId: salesforceId, connection: connectionName });

export const listConnections = defineEndpoint({
  id: 'listConnections', method: 'GET', path: '/v1/orgs/:orgId/connections', summary: 'ERP connections of an org',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' }, params: orgParams, reply: z.object({ rows: z.array(connectionView), stopAll: z.boolean() }),
});
export const putConnection = defineEndpoint({
  id: 'putConnection', method: 'PUT', path: '/v1/orgs/:orgId/connections/:connection', summary: 'Adds a connection, which then only observes, or changes its settings',
  access: { kind: 'operator', role: 'admin', orgPermission: 'Crossledger_Administer' }, params: connectionParams, body: connectionSettings, reply: connectionView,
});
export const setConnectionMode = defineEndpoint({
  id: 'setConnectionMode', method: 'POST', path: '/v1/orgs/:orgId/connections/:connection/mode', summary: 'Switches between observe and send; send needs the instant from which won deals go by themselves',
  access: { kind: 'operator', role: 'admin', orgPermission: 'Crossledger_Administer' }, params: connectionParams,
  body: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('observe'), reason: z.string().min(3).max(500) }),
    z.strictObject({ mode: z.literal('send'), goLiveAt: z.iso.datetime(), reason: z.string().min(3).max(500) }),
  ]),
  reply: connectionView,
});
export const setConnectionStop = defineEndpoint({
  id: 'setConnectionStop', method: 'POST', path: '/v1/orgs/:orgId/connections/:connection/stop', summary: 'The stop switch of one connection: nothing is written while it is on',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Administer' }, params: connectionParams,
  body: z.strictObject({ stopped: z.boolean(), reason: z.string().min(3).max(500) }), reply: connectionView,
});
export const setCriteria = defineEndpoint({
  id: 'setCriteria', method: 'PUT', path: '/v1/orgs/:orgId/connections/:connection/criteria', summary: 'Which deals go: record types, stages, minimum amount; empty lists mean all',
  access: { kind: 'operator', role: 'admin', orgPermission: 'Crossledger_Administer' }, params: connectionParams,
  body: z.strictObject({ recordTypes: z.array(z.string().max(80)).max(50), stages: z.array(z.string().max(80)).max(50), minimumAmount: z.string().regex(/^\d+(\.\d+)?$/).nullable() }),
  reply: connectionView,
});
export const setApproval = defineEndpoint({
  id: 'setApproval', method: 'PUT', path: '/v1/orgs/:orgId/connections/:connection/approval', summary: 'Which orders are held until somebody approves them',
  access: { kind: 'operator', role: 'admin', orgPermission: 'Crossledger_Administer' }, params: connectionParams, body: approvalRules, reply: connectionView,
});
export const probeConnection = defineEndpoint({
  id: 'probeConnection', method: 'POST', path: '/v1/orgs/:orgId/connections/:connection/probe', summary: 'Signs in to the ERP and reads what this environment can do; writes nothing',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Administer' }, params: connectionParams,
  reply: z.object({ ok: z.boolean(), companies: z.array(z.object({ id: z.string(), name: z.string() })), findings: z.array(z.string()) }),
});
export const listWarehouses = defineEndpoint({
  id: 'listWarehouses', method: 'GET', path: '/v1/orgs/:orgId/connections/:connection/warehouses', summary: 'Warehouses of the connection\'s companies as the ERP has them now: of the default company, of each that has settings of its own, and of those that routing names',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' }, params: connectionParams,
  reply: z.object({ rows: z.array(warehouse.extend({ company: z.string() })) }),
});
export const removeConnection = defineEndpoint({
  id: 'removeConnection', method: 'DELETE', path: '/v1/orgs/:orgId/connections/:connection', summary: 'Takes a connection out of use and forgets its secret; its history stays. Refused while unfinished orders, routing rules or open exceptions name it',
  access: { kind: 'operator', role: 'admin' }, params: connectionParams, query: z.strictObject({ reason: z.string().min(3).max(500) }), reply: z.object({ removed: connectionName }),
});
export const setStopAll = defineEndpoint({
  id: 'setStopAll', method: 'POST', path: '/v1/orgs/:orgId/stop', summary: 'The stop switch for all connections of an org',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Administer' }, params: orgParams, body: z.strictObject({ stopped: z.boolean(), reason: z.string().min(3).max(500) }),
  reply: z.object({ stopAll: z.boolean() }),
});

export const routingRule = z.strictObject({ country: z.string().max(80).nullable(), connection: connectionName, company: companyId });
export const getRouting = defineEndpoint({
  id: 'getRouting', method: 'GET', path: '/v1/orgs/:orgId/routing', summary: 'Rules that decide the connection when the account does not',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' }, params: orgParams, reply: z.object({ rules: z.array(routingRule) }),
});
export const putRouting = defineEndpoint({
  id: 'putRouting', method: 'PUT', path: '/v1/orgs/:orgId/routing', summary: 'Replaces the routing rules; the first that fits decides',
  access: { kind: 'operator', role: 'admin', orgPermission: 'Crossledger_Administer' }, params: orgParams, body: z.strictObject({ rules: z.array(routingRule).max(200) }), reply: z.object({ rules: z.array(routingRule) }),
});

export const operatorView = z.object({ id: z.string(), name: z.string(), role: z.enum(['viewer', 'operator', 'admin']), orgs: z.array(z.string()), createdAt: z.string(), revokedAt: z.string().nullable(), lastUsedAt: z.string().nullable() });
export const listOperators = defineEndpoint({
  id: 'listOperators', method: 'GET', path: '/v1/operators', summary: 'Operators', access: { kind: 'operator', role: 'admin' }, reply: z.object({ rows: z.array(operatorView) }),
});
export const addOperator = defineEndpoint({
  id: 'addOperator', method: 'POST', path: '/v1/operators', summary: 'Adds an operator; the token is shown this once. `*` in orgs means all',
  access: { kind: 'operator', role: 'admin' },
  body: z.strictObject({ name: z.string().min(1).max(80), role: z.enum(['viewer', 'operator', 'admin']), orgs: z.array(z.union([salesforceId, z.literal('*')])).min(1).max(100) }),
  reply: operatorView.extend({ token: z.string() }), status: 201,
});
export const revokeOperator = defineEndpoint({
  id: 'revokeOperator', method: 'DELETE', path: '/v1/operators/:operatorId', summary: 'Makes an operator\'s token invalid at once',
  access: { kind: 'operator', role: 'admin' }, params: z.strictObject({ operatorId: z.uuid() }), reply: operatorView,
});
