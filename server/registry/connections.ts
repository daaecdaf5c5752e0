import { approvalRules, type ApprovalRules, type ConnectionSettingsInput } from '../contract/admin.ts';
import type { ConnectionTrial } from '../contract/connection-trial.ts';
import { addressProblem, isLoopback, type AddressRules } from '../kernel/address.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { compareDecimals } from '../kernel/money.ts';
import { Secret, seal } from '../kernel/secret.ts';
import type { Database } from '../store/database.ts';
import { forgetCustomers } from '../store/customer-creates.ts';
import { countOpenAftermath } from '../store/exceptions.ts';
import { countBegun } from '../store/steps.ts';
import { connectionFrom, type Connection, type Criteria } from './connection.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { checkEnvironment } from './environment.ts';
import { checkAddress, invalid, unknown } from './refuse.ts';

const KEY_FIELDS: Record<ConnectionSettingsInput['erp'], readonly string[]> = {
  fno: ['CustomersOrderReference', 'CustomerRequisitionNumber'],
  'business-central': ['externalDocumentNumber'],
};

export const secretOwner = (orgId: string, name: string): string => `connection/${orgId}/${name}/clientSecret`;

/**
 * Adds a connection, which then only observes, or changes its settings; an absent secret is kept. One that leads to another environment
 * only observes again: what was sent to the one before is not known there, so nothing of it may be unfinished. A sandbox org gets none to production.
 */
export async function putConnection(parts: RegistryParts, orgId: string, name: string, input: ConnectionSettingsInput, by: Actor): Promise<void> {
  checkSettings(input, parts.addressRules);
  const { clientSecret, ...settings } = input;
  const sealed = clientSecret === undefined ? {} : { secret_sealed: seal(parts.masterKey, secretOwner(orgId, name), new Secret(clientSecret)) };
  const values = { erp: settings.erp, settings: JSON.stringify(settings), ...sealed };
  await parts.db.transaction().execute(async (db) => {
    checkEnvironment(await requireOrg(db, orgId), { name, settings });
    const before = await findConnection(db, orgId, name);
    if (before) checkChange(before, input);
    const former = before ?? (await findRemoved(db, orgId, name));
    const moves = former !== null && isMoved(former, input);
    if (moves) await refuseUnfinished(db, orgId, name);
    if (moves || before === null) await forgetCustomers(db, orgId, name);
    const fresh = { secret_sealed: null, ...OBSERVES, stopped: false, criteria: JSON.stringify(NO_CRITERIA), approval: JSON.stringify(approvalRules.parse({})), removed_at: null };
    // A removed one of this name begins anew: nothing that was decided for it comes back.
    await db.insertInto('connections').values({ org_id: orgId, name, ...fresh, ...values })
      .onConflict((c) => c.columns(['org_id', 'name']).doUpdateSet(before ? { ...values, ...(moves ? OBSERVES : {}) } : { ...fresh, ...values })).execute();
    await auditChange(parts, db, by, { action: before ? 'connection.changed' : 'connection.added', orgId, name, before, secretReplaced: clientSecret !== undefined });
  });
}

/** A look-up in another environment would not find what was begun here, and it would be sent once more there, or cancelled there. Nothing keeps back what was only planned: a wrong address can be put right. */
async function refuseUnfinished(db: Database, orgId: string, name: string): Promise<void> {
  const count = (await countBegun(db, orgId, name)) + (await countOpenAftermath(db, orgId, name));
  if (count > 0) throw new CrossledgerError('connection.unfinished', { connection: name, count });
}

const OBSERVES = { mode: 'observe', go_live_at: null };
const NO_CRITERIA: Criteria = { recordTypes: [], stages: [], minimumAmount: null };

function checkAddresses({ baseUrl, tokenUrl }: Pick<ConnectionSettingsInput, 'baseUrl' | 'tokenUrl'>, rules: AddressRules): void {
  checkAddress(baseUrl, rules);
  checkAddress(tokenUrl, rules);
}

function checkSettings(input: ConnectionSettingsInput, rules: AddressRules): void {
  checkAddresses(input, rules);
  if (input.keyField !== undefined && !KEY_FIELDS[input.erp].includes(input.keyField)) throw invalid(`keyField of ${input.erp} must be ${KEY_FIELDS[input.erp].join(' or ')}`);
  if (input.orderWrite !== undefined && input.erp !== 'business-central') throw invalid(`orderWrite is for business-central, not for ${input.erp}`);
  const { stockFigures } = input;
  if (stockFigures?.show === 'levels' && compareDecimals(stockFigures.few, stockFigures.many) > 0) throw invalid('stockFigures: few may not be above many');
  if (input.orderLinkTemplate === undefined) return;
  const problem = addressProblem(input.orderLinkTemplate.replaceAll('{company}', 'c').replaceAll('{number}', 'n'), rules);
  if (problem !== null) throw invalid(`orderLinkTemplate is not allowed: ${problem}`);
}

/**
 * What saving these settings would refuse, refused without saving, but for orders under way: those may finish until then. Returns the secret that they would sign in with. Null when nobody gave one.
 */
export function checkTrial({ addressRules }: RegistryParts, { sandbox, before, kept }: { sandbox: boolean; before: Connection | null; kept: Secret | null }, name: string, trial: ConnectionTrial): Secret | null {
  checkAddresses(trial, addressRules);
  checkEnvironment({ sandbox }, { name, settings: trial });
  if (before) checkChange(before, trial);
  return trial.clientSecret === undefined ? kept : new Secret(trial.clientSecret);
}

type SignIn = Pick<ConnectionSettingsInput, 'erp' | 'baseUrl' | 'tokenUrl' | 'scope' | 'clientId' | 'clientSecret'>;

/** On one's own machine, where an ERP can only be a simulation, it stays the same one behind another port. */
function plain(address: string): string {
  const url = new URL(address);
  if (isLoopback(url.hostname)) url.port = '';
  return url.href.replace(/\/+$/, '').toLowerCase();
}

const isMoved = (before: Connection, input: Pick<SignIn, 'baseUrl'>): boolean => plain(before.settings.baseUrl) !== plain(input.baseUrl);
const originOf = (url: string): string => new URL(url).origin;

/** Neither a kept secret nor a token that was got with it goes to a host, or for a use, that it was not given for. */
function checkChange(before: Connection, input: SignIn): void {
  if (before.settings.erp !== input.erp) throw invalid(`erp of a connection cannot change (it is ${before.settings.erp}); add another connection`);
  if (!before.hasSecret || input.clientSecret !== undefined) return;
  const { tokenUrl, baseUrl, scope, clientId } = before.settings;
  const changed = [
    ...(originOf(tokenUrl) === originOf(input.tokenUrl) ? [] : ['tokenUrl moves to another host']),
    ...(originOf(baseUrl) === originOf(input.baseUrl) ? [] : ['baseUrl moves to another host']),
    ...(scope === input.scope ? [] : ['scope changes']),
    ...(clientId === input.clientId ? [] : ['clientId changes']),
  ];
  if (changed.length > 0) throw invalid(`clientSecret must be given again when ${changed.join(' and ')}`);
}

export async function setMode(parts: RegistryParts, orgId: string, name: string, change: { mode: 'observe' | 'send'; goLiveAt: string | null; reason: string }, by: Actor): Promise<void> {
  await update(parts, orgId, name, { mode: change.mode, go_live_at: change.goLiveAt }, { ...by, action: change.mode === 'send' ? 'connection.sending' : 'connection.observing', reason: change.reason });
}

export async function setStop(parts: RegistryParts, orgId: string, name: string, stopped: boolean, reason: string, by: Actor): Promise<void> {
  await update(parts, orgId, name, { stopped }, { ...by, action: stopped ? 'connection.stopped' : 'connection.started', reason });
}

export async function setCriteria(parts: RegistryParts, orgId: string, name: string, criteria: Criteria, by: Actor): Promise<void> {
  await update(parts, orgId, name, { criteria: JSON.stringify(criteria) }, { ...by, action: 'connection.criteria-changed' });
}

export async function setApproval(parts: RegistryParts, orgId: string, name: string, rules: ApprovalRules, by: Actor): Promise<void> {
  const currencies = rules.amountAbove.map((limit) => limit.currency);
  if (new Set(currencies).size < currencies.length) throw invalid('amountAbove names a currency twice');
  await update(parts, orgId, name, { approval: JSON.stringify(rules) }, { ...by, action: 'connection.approval-changed' });
}

type Changes = { mode: string; go_live_at: string | null } | { stopped: boolean } | { criteria: string } | { approval: string };

async function update(parts: RegistryParts, orgId: string, name: string, changes: Changes, by: Actor & { action: string; reason?: string }): Promise<void> {
  await parts.db.transaction().execute(async (db) => {
    const before = await findConnection(db, orgId, name);
    if (before === null) throw unknown('Connection', name);
    await db.updateTable('connections').set(changes).where('org_id', '=', orgId).where('name', '=', name).execute();
    await auditChange(parts, db, by, { action: by.action, orgId, name, before, reason: by.reason ?? null });
  });
}

async function auditChange(parts: RegistryParts, db: Database, by: Actor, change: { action: string; orgId: string; name: string; before: Connection | null; reason?: string | null; secretReplaced?: boolean }): Promise<void> {
  const after = await findConnection(db, change.orgId, change.name);
  await parts.audit(db, {
    orgId: change.orgId, actor: by.actor, action: change.action, subject: `connection/${change.name}`, reason: change.reason ?? null, requestId: by.requestId,
    before: change.before, after: change.secretReplaced === true ? { ...after, secretReplaced: true } : after,
  });
}

/** Locked until the transaction ends; null when there is none, or none any more. */
export async function findConnection(db: Database, orgId: string, name: string): Promise<Connection | null> {
  const row = await db.selectFrom('connections').selectAll().where('org_id', '=', orgId).where('name', '=', name).where('removed_at', 'is', null).forUpdate().executeTakeFirst();
  return row === undefined ? null : connectionFrom(row);
}

/** One of this name that was taken out of use: its orders name it all the same. */
async function findRemoved(db: Database, orgId: string, name: string): Promise<Connection | null> {
  const row = await db.selectFrom('connections').selectAll().where('org_id', '=', orgId).where('name', '=', name).where('removed_at', 'is not', null).executeTakeFirst();
  return row === undefined ? null : connectionFrom(row);
}

export async function requireOrg(db: Database, orgId: string): Promise<{ sandbox: boolean }> {
  const org = await db.selectFrom('orgs').select('sandbox').where('id', '=', orgId).forUpdate().executeTakeFirst();
  if (org === undefined) throw unknown('Org', orgId);
  return org;
}
