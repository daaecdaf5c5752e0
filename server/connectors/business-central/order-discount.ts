import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import { isZero } from '../../kernel/money.ts';
import type { OrderDraft } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import { ORDER_PLACEHOLDER, type PlannedRequest } from '../connector.ts';
import { guidLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { key, member } from './wire.ts';

const STEP = 'set order discount';
const openRow = z.object({ id: key, status: member, '@odata.etag': key });

const body = (amount: string): { discountAmount: number } => ({ discountAmount: Number(amount) });

/**
 * Business Central spreads the amount over the lines that are there, and keeps it when they change (codeunit 56, in the application's
 * source): without lines it is refused. The etag says that nobody has touched the order since; an order that is not a draft any more, or
 * is gone, is left alone, and what has become of it is looked up anew.
 */
export async function setDiscount(session: Session, at: { company: string; number: string; amount: string }, context: CallContext): Promise<void> {
  const { company, number, amount } = at;
  const { rows } = await session.readNow(company, 'salesOrders', { filter: textIs('number', number), select: ['id', 'number', 'status'], top: 1 }, 'find order', context);
  const [order] = parseRows(openRow, rows, 'order');
  if (order?.status !== 'Draft') throw new CrossledgerError('erp.unavailable', { problem: `order ${number} was taken on by somebody else` });
  await session.update(company, `salesOrders(${guidLiteral(order.id)})`, body(amount), order['@odata.etag'], STEP, context);
}

/** The same write as it is planned; none where nothing comes off the whole order. */
export function plannedDiscount(draft: OrderDraft, companyId: string): PlannedRequest[] {
  const amount = draft.discountAmount ?? '0';
  return isZero(amount) ? [] : [{ step: STEP, method: 'PATCH', path: `companies(${companyId})/salesOrders(${ORDER_PLACEHOLDER})`, body: body(amount) }];
}
