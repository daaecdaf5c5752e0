import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CrossledgerError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/audit-hash.ts';
import { instant } from '../kernel/clock.ts';
import type { OrderDraft } from '../model/order.ts';
import { createdCustomer } from '../store/customer-creates.ts';
import { changePush, type Push } from '../store/pushes.ts';
import { hasSteps } from '../store/steps.ts';
import { NEW_CONTACT, NEW_CUSTOMER, hasRules, trippedRules } from './approval-rules.ts';
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
  if (!isJudged(run)) return;
  const hash = planHash(draft);
  if (await hasPassed(run, draft, hash)) return;
  const isNew = draft.customerNumber === NEW_CUSTOMER;
  const rules = run.place.connection.approval;
  const finance = rules?.creditExceeded === true && !isNew ? await run.erp.reads.finance(draft.company, draft.customerNumber, callContext(run)) : null;
  const tripped = [...(run.push.hold_reason === null ? [] : [run.push.hold_reason]), ...(hasRules(rules) ? trippedRules(rules, draft, finance, run.erp.capabilities.percentRounding) : [])];
  if (tripped.length > 0) throw new CrossledgerError('order.held', { rule: tripped.join('; ') });
  await storeApproved(run, { hash, by: BY_RULES, reason: '', at: instant(run.clock.now()) });
}

/** Whether a person may have to let the order pass. */
export const isJudged = ({ push, place }: PushRun): boolean => push.hold_reason !== null || hasRules(place.connection.approval);

const storeApproved = (run: PushRun, passed: Approved): Promise<void> => changePush(run.db, run.push.org_id, run.push.key, { approved: JSON.stringify(passed) });

/** What the rules let pass is judged again until something was written; after that, the order itself would count against its customer's credit. */
async function hasPassed(run: PushRun, draft: OrderDraft, hash: string): Promise<boolean> {
  const passed = approved.safeParse(run.push.approved).data;
  if (passed === undefined) return false;
  if (passed.hash !== hash && !(await isKnownSince(run, draft, passed.hash))) return false;
  return passed.by !== BY_RULES || (await hasSteps(run.db, run.push.org_id, run.push.key));
}

/** The plan passed with a customer or a contact that was still to be created, and these are they. */
async function isKnownSince(run: PushRun, draft: OrderDraft, hash: string): Promise<boolean> {
  const contact = run.contactNumber ?? null;
  const before: unknown[] = [draft, ...(contact === null ? [] : [blotOut(draft, contact, NEW_CONTACT)])];
  const all = (await isCreatedFromHere(run, draft.customerNumber)) ? [...before, ...before.map((plan) => blotOut(plan, draft.customerNumber, NEW_CUSTOMER))] : before;
  return all.some((plan) => planHash(plan) === hash);
}

async function isCreatedFromHere(run: PushRun, customerNumber: string): Promise<boolean> {
  if (run.deal.account === null) return false;
  const place = { orgId: run.push.org_id, connection: run.place.connection.name, company: run.place.company.toLowerCase(), accountId: run.deal.account.id };
  return (await createdCustomer(run.db, place)) === customerNumber;
}

/** The plan with a number blotted out wherever a mapping put it. */
function blotOut(value: unknown, number: string, by: string): unknown {
  if (value === number) return by;
  if (Array.isArray(value)) return value.map((item) => blotOut(item, number, by));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, blotOut(item, number, by)])) : value;
}

/** Of the plan that waits for a decision; null when none does. */
export const heldPlanHash = (push: Pick<Push, 'state' | 'plan'>): string | null => (push.state === 'held' && push.plan !== null ? planHash(push.plan) : null);
