import type { Finding, OrderDiff } from '../../contract/check.ts';
import type { OrderPushPort } from '../../connectors/connector.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Order, OrderDraft } from '../../model/order.ts';
import { diffOrder } from './diff-order.ts';
import { findingOf, green } from './finding.ts';

const WHERE = { subject: 'existing-order' } as const;

/** What the ERP already has under the key, beside what would be sent. */
export function compareExisting(orders: readonly Order[], key: string, draft: OrderDraft | null, port: Pick<OrderPushPort, 'asKept'>): { findings: Finding[]; diff: OrderDiff | null } {
  const standing = orders.filter((order) => !order.cancelled);
  const [order] = standing;
  if (order === undefined) return { findings: [green(WHERE, 'The ERP has no order for this deal yet.')], diff: null };
  if (standing.length > 1) return { findings: [findingOf(WHERE, new CrossledgerError('order.twice', { count: standing.length, key, numbers: standing.map((one) => one.number).join(', ') }))], diff: null };
  if (draft === null) return { findings: [green(WHERE, `Order ${order.number} exists already.`)], diff: null };
  const diff = diffOrder(port.asKept?.(draft) ?? draft, order);
  if (diff.equal) return { findings: [green(WHERE, `Order ${order.number} exists already and is equal; nothing would be written.`)], diff };
  if (order.customerNumber.toLowerCase() !== draft.customerNumber.toLowerCase()) return { findings: [findingOf(WHERE, new CrossledgerError('order.key-elsewhere', { number: order.number, key, customer: order.customerNumber }))], diff };
  const fields = diff.fields.filter((field) => !field.equal);
  const difference = fields.slice(0, 3).map((field) => `${field.field} ${field.found ?? 'missing'} instead of ${field.planned ?? 'none'}`).join('; ');
  return { findings: [{ ...findingOf(WHERE, new CrossledgerError('order.differs', { number: order.number, difference }), order.held ? 'red' : 'amber') }], diff };
}
