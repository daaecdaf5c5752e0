import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';

type Fields = Record<string, unknown>;

export interface TinyOrg {
  instanceUrl: string;
  records: Map<string, { apiName: string; fields: Fields }>;
  /** Answers of Apex methods by `Class.method`; a thrown error becomes a user-defined exception. */
  apex: Map<string, (parameters: Fields, alias: string) => unknown>;
  /** Refuses a save with this sentence. */
  refuse: { field: string; message: string } | null;
  /** Path and user of each request. */
  seen: { alias: string; method: string; path: string }[];
  permissions: Record<string, string[]>;
  issueToken(alias: string): Promise<string>;
  expireTokens(): void;
  close(): Promise<void>;
}

const USERS: Record<string, { user_id: string; name: string; locale: string }> = {
  rep: { user_id: '005000000000001AAA', name: 'Rita Rep', locale: 'en_US' },
  plain: { user_id: '005000000000002AAA', name: 'Paul Plain', locale: 'de_DE' },
  admin: { user_id: '005000000000003AAA', name: 'Ada Admin', locale: 'en_US' },
};
const STAGES = [['Prospecting', false, false], ['Negotiation/Review', false, false], ['Closed Won', true, true], ['Closed Lost', true, false]] as const;
const FIELD_TYPES: Record<string, string> = { Amount: 'Currency', CloseDate: 'Date', Probability: 'Percent' };

/** Just enough of an org's wire for the page server: token check, UI API, queries and Apex over real HTTP. */
export async function startTinyOrg(): Promise<TinyOrg> {
  let generation = 0;
  const app = express();
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const org: TinyOrg = {
    instanceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records: seedRecords(),
    apex: new Map(),
    refuse: null,
    seen: [],
    permissions: { rep: ['Send_Orders'], plain: [], admin: [] },
    issueToken: async (alias) => `token-${generation}-${alias}`,
    expireTokens: () => void (generation += 1),
    close: () => stop(server),
  };
  app.use(express.json({ type: () => true, strict: false }));
  app.use((request, response, next) => {
    const [, at, alias = ''] = /^Bearer token-(\d+)-(\w+)$/.exec(request.headers.authorization ?? '') ?? [];
    org.seen.push({ alias, method: request.method, path: request.originalUrl });
    if (Number(at) !== generation) return void response.status(401).json([{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]);
    response.locals['alias'] = alias;
    next();
  });
  addReads(app, org);
  addWrites(app, org);
  return org;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const aliasOf = (response: Response): string => response.locals['alias'] as string;

function addReads(app: Express, org: TinyOrg): void {
  app.get('/services/oauth2/userinfo', (_request, response) => {
    const held = Object.fromEntries((org.permissions[aliasOf(response)] ?? []).map((name) => [name, true]));
    response.json({ ...USERS[aliasOf(response)], zoneinfo: 'America/Los_Angeles', custom_permissions: held });
  });
  app.get('/services/data/v66.0/sobjects', (_request, response) => response.json({ sobjects: [{ name: 'Account', keyPrefix: '001' }, { name: 'Opportunity', keyPrefix: '006' }] }));
  app.get('/services/data/v66.0/query', (request, response) => response.json({ totalSize: 0, done: true, records: runQuery(org, text(request.query['q'])) }));
  app.get('/services/data/v66.0/ui-api/object-info/:object', (request, response) => response.json(describe(org, String(request.params['object']))));
  app.get('/services/data/v66.0/ui-api/records/:id', (request, response) => readRecord(org, request, response));
}

function readRecord(org: TinyOrg, request: Request, response: Response): void {
  const id = String(request.params['id']);
  const record = org.records.get(id);
  if (!record) return void response.status(404).json([{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
  const hidden = (path: string): boolean => aliasOf(response) === 'plain' && path.endsWith('__c');
  const shown: Fields = {};
  for (const name of ['fields', 'optionalFields']) {
    for (const path of text(request.query[name]).split(',').filter(Boolean).map((field) => field.split('.').slice(1))) {
      const value = readPath(org, record.fields, path);
      const missing = value === undefined || hidden(path.join('.'));
      if (missing && name === 'fields') return void response.status(400).json([{ errorCode: 'INVALID_FIELD', message: `No such column '${path.join('.')}' on entity '${record.apiName}'` }]);
      if (!missing) place(shown, path, value);
    }
  }
  response.json({ apiName: record.apiName, id, fields: shown });
}

/** A lookup's own field is named after it: `Account.Name` goes through `AccountId`. */
function readPath(org: TinyOrg, fields: Fields, [first = '', ...rest]: string[]): unknown {
  if (!rest.length) return fields[first];
  const parent = org.records.get(text(fields[`${first}Id`]));
  return parent ? readPath(org, { ...parent.fields, Id: fields[`${first}Id`] }, rest) : undefined;
}

function place(target: Fields, [first = '', ...rest]: string[], value: unknown): void {
  if (!rest.length) return void (target[first] = { value, displayValue: null });
  const parent = (target[first] ??= { displayValue: null, value: { fields: {} } }) as { value: { fields: Fields } };
  place(parent.value.fields, rest, value);
}

function describe(org: TinyOrg, object: string): unknown {
  const sample = [...org.records.values()].find((record) => record.apiName === object)?.fields ?? { Name: '' };
  const fields = Object.keys(sample).map((apiName) => [apiName, { apiName, label: apiName.replace(/__c$/, '').replaceAll('_', ' '), dataType: FIELD_TYPES[apiName] ?? 'String', updateable: !apiName.endsWith('Id'), relationshipName: apiName.endsWith('Id') ? apiName.slice(0, -2) : null }]);
  return { apiName: object, label: object, labelPlural: `${object}s`, fields: Object.fromEntries(fields) };
}

function runQuery(org: TinyOrg, soql: string): unknown[] {
  const object = /FROM (\w+)/.exec(soql)?.[1];
  if (object === 'OpportunityStage') return STAGES.map(([MasterLabel, IsClosed, IsWon], i) => ({ MasterLabel, IsClosed, IsWon, SortOrder: i + 1 }));
  const rows = [...org.records].filter(([, record]) => record.apiName === object);
  return rows.map(([Id, { fields }]) => ({ Id, ...fields, ...(fields['AccountId'] ? { Account: org.records.get(text(fields['AccountId']))?.fields } : {}) }));
}

function addWrites(app: Express, org: TinyOrg): void {
  app.patch('/services/data/v66.0/ui-api/records/:id', (request, response) => {
    const record = org.records.get(String(request.params['id']));
    const { fields } = request.body as { fields: Fields };
    if (!record) return void response.status(404).json([{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
    if (org.refuse && org.refuse.field in fields) return void response.status(400).json([{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: org.refuse.message, fields: [] }]);
    Object.assign(record.fields, fields);
    response.json({ apiName: record.apiName, id: request.params['id'], fields: {} });
  });
  app.post('/__apex/:method', async (request, response) => {
    try {
      const answer = org.apex.get(request.params['method'] ?? '');
      if (!answer) throw new Error(`No Apex method ${request.params['method']}`);
      response.json((await answer(request.body as Fields, aliasOf(response))) ?? null);
    } catch (error) {
      response.status(500).json({ exceptionType: 'System.AuraHandledException', isUserDefinedException: false, message: (error as Error).message, stackTrace: '' });
    }
  });
}

function seedRecords(): TinyOrg['records'] {
  return new Map([
    ['001000000000001AAA', { apiName: 'Account', fields: { Name: 'Contoso Retail San Diego', Type: 'Customer - Direct', Phone: '(512) 555-0100', Industry: 'Retail', ERP_Account_Number__c: 'US-001' } }],
    ['006000000000001AAA', { apiName: 'Opportunity', fields: { Name: 'Contoso speakers', AccountId: '001000000000001AAA', StageName: 'Prospecting', CloseDate: '2026-12-01', Amount: 4500.5, Probability: 10, Secret__c: 's' } }],
    ['00k000000000001AAA', { apiName: 'OpportunityLineItem', fields: { ProductCode: 'D0001', Quantity: 2, UnitPrice: 100, TotalPrice: 200, Product2: { Name: 'Mid-range speaker' } } }],
  ]);
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
