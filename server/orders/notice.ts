import type { DealNotice } from '../salesforce/org-port.ts';
import type { Push } from '../store/pushes.ts';

/** What the rep reads in ERP Order Status, by state. */
const STATUS: Record<string, string> = {
  observed: 'Not sent',
  accepted: 'Queued for ERP',
  working: 'Queued for ERP',
  waiting: 'Waiting for ERP',
  blocked: 'Needs attention',
  held: 'Held for approval',
  sent: 'In ERP',
  'written-back': 'In ERP',
  dead: 'Not sent',
  refused: 'Not sent',
  discarded: 'Not sent',
};

/** What the deal in Salesforce should say now. */
export function noticeOf(push: Pick<Push, 'state' | 'opportunity_id' | 'message' | 'order_number' | 'link' | 'code'>): DealNotice | null {
  const status = STATUS[push.state];
  if (status === undefined) return null;
  const complete = push.state === 'sent' || push.state === 'written-back';
  return {
    opportunityId: push.opportunity_id,
    status,
    message: complete ? null : push.message,
    orderNumber: complete ? push.order_number : null,
    link: complete ? push.link : null,
  };
}

/** Nothing is to be said of it: it only is observed, or was refused by a rule. */
export const isQuiet = (push: Pick<Push, 'state' | 'code'>): boolean => push.state === 'observed' || isSilent(push.code);

/** Refusals for which Salesforce is told nothing: the deal simply is not Crossledger's business. */
const isSilent = (code: string | null): boolean => code === 'connection.before-go-live' || code === 'connection.criteria' || code === 'connection.observing' || code === 'order.superseded';
