import type { OrderCheck } from '../../contract/check.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { OrdersDeps } from '../deps.ts';
import { checkOrder, type CheckWho } from './check.ts';
import { readCheckedPlan } from './kept-plan.ts';

type Requests = OrderCheck['requests'];
const MOST_CHANGES = 5;

/**
 * Plans the order anew and compares it with the plan that somebody saw. The connection says what a difference leads to (`onPlanChanged`): it
 * is sent all the same, held for an approver (the reason is returned), or refused with `order.plan-changed`, naming what changed; then
 * nothing is accepted until somebody has looked.
 */
export async function holdForChangedPlan(deps: OrdersDeps, who: CheckWho, opportunityId: string, planHash: string): Promise<string | null> {
  const check = await checkOrder(deps, who, opportunityId);
  if (check.planHash === planHash.toLowerCase()) return null;
  const connection = check.connection === null ? null : await deps.directory.connection(who.orgId, check.connection, { fresh: true });
  if (connection?.onPlanChanged === 'send') return null;
  const before = await readCheckedPlan(deps.db, who.orgId, check, planHash.toLowerCase());
  const changes = changesIn(before, check);
  // What could not be sent at all is no question for an approver.
  if (connection?.onPlanChanged === 'hold' && check.planHash !== null) return `it changed since the check: ${changes}`;
  throw new CrossledgerError('order.plan-changed', { changes });
}

function changesIn(before: Requests | null, check: OrderCheck): string {
  if (check.planHash === null) return check.findings.filter((one) => one.light === 'red' || one.code !== null).map((one) => one.says.replace(/\.$/, '')).slice(0, MOST_CHANGES).join('; ') || 'nothing would be sent any more';
  if (before === null) return 'the plan that was checked is not kept any more';
  const changes = describeChanges(before, check.requests);
  return [...changes.slice(0, MOST_CHANGES), ...(changes.length > MOST_CHANGES ? [`and ${changes.length - MOST_CHANGES} more`] : [])].join('; ');
}

/** Each changed field in words, `add order lines 2: SalesPrice 12 instead of 10`. */
export function describeChanges(before: Requests, after: Requests): string[] {
  const count = Math.max(before.length, after.length);
  return Array.from({ length: count }, (_, at) => at).flatMap((at) => {
    const [was, is] = [before[at], after[at]];
    if (was === undefined) return [`${is?.step ?? ''} was added`];
    if (is === undefined) return [`${was.step} was dropped`];
    if (was.step !== is.step || was.path !== is.path) return [`${is.step} instead of ${was.step}`];
    const name = `${is.step}${numberOf(after, at)}`;
    return [...new Set([...Object.keys(was.body), ...Object.keys(is.body)])].flatMap((field) => {
      const [old, now] = [JSON.stringify(was.body[field]), JSON.stringify(is.body[field])];
      return old === now ? [] : [`${name}: ${field} ${now ?? 'nothing'} instead of ${old ?? 'nothing'}`];
    });
  });
}

/** Which of several requests of one step. */
function numberOf(requests: Requests, at: number): string {
  const same = requests.filter((one) => one.step === requests[at]?.step);
  return same.length < 2 ? '' : ` ${same.findIndex((one) => one === requests[at]) + 1}`;
}
