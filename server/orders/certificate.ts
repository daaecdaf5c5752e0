import { instant } from '../kernel/clock.ts';
import { asError, CrossledgerError } from '../kernel/errors.ts';
import type { AuditLink } from '../kernel/audit-hash.ts';
import type { Certificate } from '../contract/audit.ts';
import type { Order, OrderDraft } from '../model/order.ts';
import { listAudit } from '../store/audit.ts';
import { findPush, type Push } from '../store/pushes.ts';
import { listSteps, type Step } from '../store/steps.ts';
import { compareWithPlan, type Keeping } from './compare-with-plan.ts';
import type { OrdersDeps } from './deps.ts';
import { LOOK_UP } from './look-up.ts';

/** Entries of the trail that a certificate shows. */
const TRAIL = 200;
/** Longest wait for the ERP: somebody waits for the certificate. */
const LOOK_UP_MS = 15_000;

interface LiveLookUp extends Keeping {
  at: string;
  problem: string | null;
  orders: Order[];
  /** Whether this ERP releases by its own rule. */
  erpReleases: boolean;
}

/**
 * What is known of one order, and what the ERP has for its key at this moment: the key is looked up while the certificate is made, so
 * its last sentence is true of that instant. Writes nothing. Throws record.unknown; an ERP that does not answer is part of the answer.
 */
export async function certificateOf(deps: OrdersDeps, orgId: string, key: string, requestId: string): Promise<Certificate> {
  const push = await findPush(deps.db, orgId, key.toUpperCase());
  if (push === undefined) throw new CrossledgerError('record.unknown', { what: 'Push', id: key });
  const live = await lookUpNow(deps, push, requestId);
  const steps = await listSteps(deps.db, orgId, push.key);
  const trail = (await listAudit(deps.db, orgId, { subject: push.key, limit: TRAIL })).reverse();
  const alive = live.orders.filter((order) => !order.cancelled);
  const [only] = alive;
  const verdict = live.problem !== null ? 'unknown' : only === undefined ? 'none' : alive.length === 1 ? 'one' : 'several';
  const lastAnswered = steps.findLast((step) => step.step === LOOK_UP && step.outcome === 'done') ?? null;
  return {
    ...headOf(push, trail),
    steps: steps.map((step) => ({ step: step.step, attempt: step.attempt, at: step.sent_at, doneAt: step.done_at, outcome: step.outcome, detail: step.detail })),
    order: push.order_number === null ? null : { number: push.order_number, customerNumber: push.customer_number, link: push.link, sentAt: push.sent_at },
    readBack: verdict === 'one' && only !== undefined ? compareWithPlan(live, push.plan, only, live.at) : null,
    released: releasedOf(push, steps, live),
    writtenBack: writtenBackOf(push, trail),
    lookUp: { at: live.at, answered: live.problem === null, problem: live.problem, orders: live.orders.map(foundOf), lastAnsweredAt: live.problem === null ? live.at : (lastAnswered?.done_at ?? null) },
    verdict,
    statement: statementOf(push, live, alive, lastAnswered),
    trail: trail.map(({ before: _before, after: _after, ...entry }) => entry),
  };
}

async function lookUpNow(deps: OrdersDeps, push: Push, requestId: string): Promise<LiveLookUp> {
  const nothing = { orders: [], erpReleases: false, asKept: (draft: OrderDraft) => draft };
  const at = () => instant(deps.clock.now());
  if (push.connection === null || push.company === null) return { ...nothing, at: at(), problem: 'it is not decided yet which company it belongs to, and nothing was sent' };
  try {
    const { orderPush: port, percentRounding } = (await deps.directory.erp(push.org_id, push.connection)).capabilities;
    if (port === undefined) return { ...nothing, at: at(), problem: 'no orders are sent to this ERP' };
    const orders = await port.ordersByKey(push.company, push.key, { lane: 'live', deadlineAt: deps.clock.now() + Math.min(LOOK_UP_MS, deps.callMs), requestId });
    return { at: at(), problem: null, orders, erpReleases: !port.releases, percentRounding, asKept: (draft) => port.asKept?.(draft) ?? draft };
  } catch (thrown) {
    return { ...nothing, at: at(), problem: asError(thrown).message };
  }
}

function headOf(push: Push, trail: readonly AuditLink[]) {
  const asked = trail.find((entry) => entry.action === 'order.asked-for');
  return {
    key: push.key, orgId: push.org_id, opportunityId: push.opportunity_id, correlationId: push.correlation_id, connection: push.connection, company: push.company,
    intent: { cycle: push.cycle, origin: push.origin, actor: asked?.actor ?? null, wantedAt: push.wanted_at, acceptedAt: push.accepted_at },
    state: push.state, attempts: push.attempts,
  };
}

function releasedOf(push: Push, steps: readonly Step[], live: LiveLookUp): Certificate['released'] {
  const release = steps.findLast((step) => step.step === 'release' && step.outcome === 'done');
  if (live.erpReleases) return push.sent_at === null ? null : { at: null, by: 'erp' };
  return release === undefined ? null : { at: release.done_at, by: 'crossledger' };
}

/** Salesforce has the number from the moment that the trail says, or, where a process died in between, from the push's last change on. */
function writtenBackOf(push: Push, trail: readonly AuditLink[]): Certificate['writtenBack'] {
  if (push.state !== 'written-back') return null;
  const entry = trail.findLast((one) => one.action === 'order.written-back');
  return { at: entry?.at ?? push.updated_at, orderNumber: push.order_number };
}

const foundOf = (order: Order): Certificate['lookUp']['orders'][number] => ({
  number: order.number, customerNumber: order.customerNumber, status: order.status, cancelled: order.cancelled, held: order.held,
  total: order.total, currency: order.currency, lines: order.lines.length, link: order.link,
});

function statementOf(push: Push, live: LiveLookUp, alive: readonly Order[], lastAnswered: Step | null): string {
  if (live.problem !== null) {
    const before = lastAnswered === null ? 'It was never looked up.' : `When it last answered, at ${lastAnswered.done_at ?? lastAnswered.sent_at}, it had ${lastAnswered.detail ?? 'an unknown number of orders'}.`;
    return push.company === null ? `Nothing can be looked up for this key: ${live.problem}.` : `How many orders exist for this key in company ${push.company} is not known at ${live.at}: ${withoutDot(live.problem)}. ${before}`;
  }
  const where = `for this key in company ${push.company ?? ''}`;
  const numbers = alive.map((order) => order.number).join(', ');
  const cancelled = live.orders.filter((order) => order.cancelled).map((order) => order.number);
  const beside = cancelled.length === 0 ? '' : ` Cancelled before: ${cancelled.join(', ')}.`;
  if (alive.length === 0) return `No order exists ${where}, looked up at ${live.at}.${beside}`;
  if (alive.length === 1) return `Exactly one order exists ${where} (${numbers}), looked up at ${live.at}.${beside}`;
  return `${alive.length} orders exist ${where} (${numbers}), looked up at ${live.at}.${beside}`;
}

const withoutDot = (sentence: string): string => sentence.replace(/\.$/, '');
