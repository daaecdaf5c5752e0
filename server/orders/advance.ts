import { randomUUID } from 'node:crypto';
import { asError, CrossledgerError, messageOf } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Database } from '../store/database.ts';
import { changePush, earlierUnfinished, findPush, type Push } from '../store/pushes.ts';
import { dropLease, extendLease, takeLease } from '../store/leases.ts';
import { backoffMs } from './backoff.ts';
import { callContext, orderPort, type PushRun } from './context.ts';
import { ensureCustomer } from './customer.ts';
import type { ConnectionState, Directory } from './directory.ts';
import { checkDeal, draftOrder } from './draft.ts';
import { checkGate } from './gate.ts';
import { findPlace } from './place.ts';
import { sendDraft } from './send.ts';
import { tellDeal } from './tell.ts';

export interface OrdersDeps {
  db: Database;
  clock: Clock;
  directory: Directory;
  log: Log;
  /** Name of this instance, owner of its leases. */
  instance: string;
}

/** Longer than all reads of a slow ERP together; the lease of a dead instance is free all the same. */
const LEASE_MS = 240_000;
const DEFAULT_RECHECK_MS = 300_000;
/** Longest time that a push is tried by itself before somebody must decide. */
const PATIENCE_MS = 30 * 86_400_000;
const EARLIER_MS = 15_000;
/** Nothing failed: only its time has not come. */
const WAITS = new Set(['erp.throttled', 'erp.settling', 'customer.busy', 'order.earlier']);

/** Brings one push as far as it gets now. Runs again from the top after any interruption. */
export async function advancePush(deps: OrdersDeps, orgId: string, key: string): Promise<void> {
  // An owner for each run: two jobs of one push exclude each other inside one process too.
  const lease = { name: `push/${orgId}/${key}`, owner: `${deps.instance}/${randomUUID()}` };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return;
  try {
    const push = await findPush(deps.db, orgId, key);
    if (push === undefined || push.next_try_at === null) return;
    const recheckMs = isOpen(push) ? await work(deps, push, lease) : DEFAULT_RECHECK_MS;
    await tellDeal(deps.db, await deps.directory.org(orgId), orgId, key, { recheckMs: await tellAgainMs(deps, push, recheckMs) });
    await closeWhenTold(deps.db, orgId, key);
  } catch (thrown) {
    await changePush(deps.db, orgId, key, { nextTryInMs: DEFAULT_RECHECK_MS });
    throw thrown;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}

const isOpen = (push: Push): boolean => ['accepted', 'working', 'waiting', 'blocked', 'observed'].includes(push.state);

async function tellAgainMs(deps: OrdersDeps, push: Push, recheckMs: number): Promise<number> {
  return isOpen(push) ? recheckMs : ((await knownConnection(deps, push))?.recheckMs ?? recheckMs);
}

/** A dead or refused push whose deal has been told needs no further look. */
async function closeWhenTold(db: Database, orgId: string, key: string): Promise<void> {
  const push = await findPush(db, orgId, key);
  if (push !== undefined && (push.state === 'dead' || push.state === 'refused' || push.state === 'written-back') && push.tell_code === null) await changePush(db, orgId, key, { nextTryInMs: null });
}

/** Returns how soon a cause that somebody must remove is looked at again. */
async function work(deps: OrdersDeps, push: Push, lease: PushRun['lease']): Promise<number> {
  let connection: ConnectionState | null = await knownConnection(deps, push);
  try {
    await changePush(deps.db, push.org_id, push.key, push.state === 'accepted' ? { state: 'working' } : {});
    if ((await earlierUnfinished(deps.db, push)) !== undefined) throw new CrossledgerError('order.earlier', {}, { retryAfterMs: EARLIER_MS });
    await runPush(deps, push, lease, (found) => { connection = found; });
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'internal.fault') deps.log.error('push.failed', { key: push.key, orgId: push.org_id, problem: messageOf(error.cause ?? error), stack: error.cause instanceof Error ? (error.cause.stack ?? '') : '' });
    // A run that lost its lease has nothing more to say about the push.
    if (await extendLease(deps.db, lease.name, lease.owner, LEASE_MS)) await settle(deps, push, error, connection);
  }
  return connection?.recheckMs ?? DEFAULT_RECHECK_MS;
}

/** Where it was to go last time: its pace counts until the place is found again. */
const knownConnection = async (deps: OrdersDeps, push: Push): Promise<ConnectionState | null> =>
  push.connection === null ? null : deps.directory.connection(push.org_id, push.connection);

async function runPush(deps: OrdersDeps, push: Push, lease: PushRun['lease'], onConnection: (connection: ConnectionState) => void): Promise<void> {
  const { db, clock, directory } = deps;
  const org = await directory.org(push.org_id);
  const deal = await org.readDeal(push.opportunity_id);
  if (deal === null) throw new CrossledgerError('record.unknown', { what: 'Opportunity', id: push.opportunity_id });
  checkCycle(push, deal);
  const account = deal.account;
  const place = await findPlace(directory, push.org_id, { accountName: account?.name ?? '', connection: account?.connection ?? null, company: account?.company ?? null, country: account?.country ?? null }, { fresh: true });
  onConnection(place.connection);
  await changePush(db, push.org_id, push.key, { connection: place.connection.name, company: place.company });
  const mayWrite = gateAnswer(push, deal, place.connection);
  checkDeal(deal);
  const erp = await directory.erp(push.org_id, place.connection.name);
  const run: PushRun = { db, clock, push, deal, org, place, erp, orders: orderPort(erp, place.connection.label), lease };
  if (mayWrite !== null) {
    await observe(run, mayWrite);
    return;
  }
  const customer = await ensureCustomer(run);
  const draft = await plan(run, customer.number);
  const order = await sendDraft(run, draft);
  await changePush(db, push.org_id, push.key, { state: 'sent', customer_number: customer.number, order_number: order.number, link: order.link, code: null, message: null, fixer: null, sent_at: new Date(clock.now()).toISOString(), nextTryInMs: 0 });
  deps.log.info('order.sent', { orgId: push.org_id, key: push.key, connection: place.connection.name, object: order.number });
}

/** A deal that was reopened since has another order, or none: an order under way for the former win is not filled any more. */
function checkCycle(push: Push, deal: PushRun['deal']): void {
  const reopened = deal.cycle !== push.cycle || (push.origin !== 'button' && !deal.isWon);
  if (reopened && push.order_number !== null) throw new CrossledgerError('order.differs', { number: push.order_number, difference: 'the deal was reopened before the order was complete' });
  if (deal.cycle !== push.cycle) throw new CrossledgerError('order.superseded');
}

/** Null when it may be sent; in observe the reason, so that the plan is still shown; else throws. */
function gateAnswer(push: Push, deal: PushRun['deal'], connection: ConnectionState): CrossledgerError | null {
  try {
    checkGate(push, deal, connection);
    return null;
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'connection.observing') return error;
    throw error;
  }
}

async function plan(run: PushRun, customerNumber: string) {
  const items = [...new Set(run.deal.lines.map((line) => line.itemNumber ?? ''))];
  const [products, known] = await Promise.all([
    run.erp.reads.products(run.place.company, items, callContext(run)),
    run.erp.reads.knowsCurrency(run.place.company, run.deal.currency, callContext(run)),
  ]);
  if (!known) throw new CrossledgerError('order.currency', { company: run.place.company, currency: run.deal.currency });
  const draft = draftOrder(run.deal, { key: run.push.key, company: run.place.company, customerNumber }, products);
  await changePush(run.db, run.push.org_id, run.push.key, { plan: JSON.stringify(draft) });
  return draft;
}

/** Reads only: stores what would be sent. */
async function observe(run: PushRun, reason: CrossledgerError): Promise<void> {
  await plan(run, run.deal.account?.customerNumber ?? '(a customer would be looked up, or created)');
  await changePush(run.db, run.push.org_id, run.push.key, { state: 'observed', code: reason.code, message: reason.sentence, fixer: reason.entry.fixer, nextTryInMs: run.place.connection.recheckMs });
}

/** Stores why it did not go through, and when it is tried again. */
async function settle(deps: OrdersDeps, push: Push, error: CrossledgerError, connection: ConnectionState | null): Promise<void> {
  const attempts = WAITS.has(error.code) ? push.attempts : push.attempts + 1;
  const words = { code: error.code, message: error.sentence, fixer: error.entry.fixer, attempts };
  const recheckMs = connection?.recheckMs ?? DEFAULT_RECHECK_MS;
  const overdue = !WAITS.has(error.code) && deps.clock.now() - Date.parse(push.accepted_at) > PATIENCE_MS;
  const change = (state: Push['state'], nextTryInMs: number | null) => changePush(deps.db, push.org_id, push.key, { ...words, state, nextTryInMs });
  if (error.code === 'connection.observing') return change('observed', recheckMs);
  if (error.code === 'order.not-won' || error.code === 'order.superseded' || error.code === 'connection.before-go-live' || error.code === 'connection.criteria') return change('refused', 0);
  if (error.entry.retry === 'never' || overdue) return change('dead', 0);
  if (error.entry.retry === 'after-fix') return change('blocked', recheckMs);
  return change('waiting', error.retryAfterMs ?? backoffMs(attempts));
}
