import type * as z from 'zod';
import type { pushRow } from '../contract/orders.ts';
import type { PushView } from '../contract/panels.ts';
import type { Push } from '../store/pushes.ts';
import { heldPlanHash } from './approval.ts';

export type PushListRow = z.infer<typeof pushRow>;

/** A push as the rep sees it: the ERP's side first, then what Salesforce refused. */
export function viewOf(push: Push): PushView {
  const hash = heldPlanHash(push);
  const untold = push.tell_message !== null && push.message === null;
  return {
    key: push.key,
    state: push.state as PushView['state'],
    message: untold ? push.tell_message : push.message,
    code: untold ? push.tell_code : push.code,
    fixer: untold ? 'admin' : (push.fixer as PushView['fixer']),
    orderNumber: push.order_number,
    link: push.link,
    acceptedAt: push.accepted_at,
    sentAt: push.sent_at,
    nextTryAt: push.next_try_at,
    ...(hash === null ? {} : { planHash: hash }),
  };
}

export const rowOf = (push: Push): PushListRow => ({
  ...viewOf(push),
  orgId: push.org_id,
  opportunityId: push.opportunity_id,
  cycle: push.cycle,
  origin: push.origin as PushListRow['origin'],
  connection: push.connection,
  company: push.company,
  attempts: push.attempts,
  updatedAt: push.updated_at,
});
