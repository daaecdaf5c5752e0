import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CrossledgerError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/audit-hash.ts';
import { instant } from '../kernel/clock.ts';
import type { OrderDraft } from '../model/order.ts';
import { createdCustomer } from '../store/customer-creates.ts';
import { changePush, type Push } from '../store/pushes.ts';
import { hasSteps } from '../store/steps.ts';
import { NEW_CUSTOMER, hasRules, trippedRules } from './approval-rules.ts';
import { callContext, type PushRun } from './context.ts';

const approved = z.object({ hash: z.string(), by: z.string(), reason: z.string(), at: z.string() });
/** Which plan was let pass, and by whom; `rules` when no rule wanted a person. */
export type Approved = z.infer<typeof approved>;
const BY_RULES = 'rules';

/** SHA-256 of a plan as it is stored, whatever the order of its fields. */
export const planHash = (draft: unknown): string => createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(draft)))).digest('hex');

/**
 * Throws order.held when a rule of the connection wants a person to decide about this plan and nobody has. A release counts for
 * exactly the plan that it was given for. Call it when the plan is made and nothing is written yet.
 */
export async function judgeApproval(run: PushRun, draft: OrderDraft): Promise<void> {
  const rules = run.place.connection.approval;
  if (!hasRules(rules)) return;
  const hash = planHash(draft);
  if (await hasPassed(run, draft, hash)) return;
  const isNew = draft.customerNumber === NEW_CUSTOMER;
  const finance = rules.creditExceeded && !isNew ? await run.erp.reads.finance(draft.company, draft.customerNumber, callContext(run)) : null;
  const tripped = trippedRules(rules, draft, finance);
  if (tripped.length > 0) throw new CrossledgerError('order.held', { rule: tripped.join('; ') });
  await storeApproved(run, { hash, by: BY_RULES, reason: '', at: instant(run.clock.now()) });
}

const storeApproved = (run: PushRun, passed: Approved): Promise<void> => changePush(run.db, run.push.org_id, run.push.key, { approved: JSON.stringify(passed) });

/** What the rules let pass is judged again until something was written; after that, the order itself would count against its customer's credit. */
async function hasPassed(run: PushRun, draft: OrderDraft, hash: string): Promise<boolean> {
  const passed = approved.safeParse(run.push.approved).data;
  if (passed === undefined) return false;
  if (passed.hash !== hash && !(await isCreatedSince(run, draft, passed.hash))) return false;
  return passed.by !== BY_RULES || (await hasSteps(run.db, run.push.org_id, run.push.key));
}

/** The plan passed with a customer that was to be created, and this is that customer. */
async function isCreatedSince(run: PushRun, draft: OrderDraft, hash: string): Promise<boolean> {
  if (run.deal.account === null || hash !== planHash(asNewCustomer(draft, draft.customerNumber))) return false;
  const place = { orgId: run.push.org_id, connection: run.place.connection.name, company: run.place.company.toLowerCase(), accountId: run.deal.account.id };
  return (await createdCustomer(run.db, place)) === draft.customerNumber;
}

/** The plan with the number of its customer blotted out wherever a mapping put it. */
function asNewCustomer(value: unknown, number: string): unknown {
  if (value === number) return NEW_CUSTOMER;
  if (Array.isArray(value)) return value.map((item) => asNewCustomer(item, number));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asNewCustomer(item, number)])) : value;
}

/** Of the plan that waits for a decision; null when none does. */
export const heldPlanHash = (push: Pick<Push, 'state' | 'plan'>): string | null => (push.state === 'held' && push.plan !== null ? planHash(push.plan) : null);
