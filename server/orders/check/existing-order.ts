import type { Finding, OrderDiff } from '../../contract/check.ts';
import type { OrderPushPort } from '../../connectors/connector.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import { say, wordsOf } from '../../kernel/words.ts';
import type { Order, OrderDraft } from '../../model/order.ts';
import { diffOrder } from './diff-order.ts';
import { findingOf, green, refusedFor } from './finding.ts';

const WHERE = { subject: 'existing-order' } as const;

/** What the ERP already has under the key, beside what would be sent. */
export function compareExisting(orders: readonly Order[], key: string, draft: OrderDraft | null, port: Pick<OrderPushPort, 'asKept'>): { findings: Finding[]; diff: OrderDiff | null } {
  const standing = orders.filter((order) => !order.cancelled);
  const [order] = standing;
  if (order === undefined) return { findings: [green(WHERE, say('check.no-order'))], diff: null };
  if (standing.length > 1) return { findings: [findingOf(WHERE, new CrossledgerError('order.twice', { count: standing.length, key, numbers: standing.map((one) => one.number).join(', ') }))], diff: null };
  if (draft === null) return { findings: [green(WHERE, say('check.order-exists', { number: order.number }))], diff: null };
  const diff = diffOrder(port.asKept?.(draft) ?? draft, order);
  if (diff.equal) return { findings: [green(WHERE, say('check.order-equal', { number: order.number }))], diff };
  if (order.customerNumber.toLowerCase() !== draft.customerNumber.toLowerCase()) return { findings: [findingOf(WHERE, new CrossledgerError('order.key-elsewhere', { number: order.number, key, customer: order.customerNumber }))], diff };
  const fields = diff.fields.filter((field) => !field.equal);
  const difference = fields.slice(0, 3).map(({ field, found, planned }) => wordsOf('check.field-differs', { field, found: found ?? wordsOf('check.field-missing'), planned: planned ?? wordsOf('check.field-none') }));
  return { findings: [refusedFor(WHERE, 'order.differs', { number: order.number, difference }, order.held ? 'red' : 'amber')], diff };
}
