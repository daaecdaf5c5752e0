import { CrossledgerError } from '../kernel/errors.ts';
import { compareDecimals, isNegative, isZero, sum } from '../kernel/money.ts';
import type { Order, OrderLine, OrderStep, PartlyReached } from '../model/order.ts';

type Count = Pick<PartlyReached, 'done' | 'of' | 'unit'>;
const NOT_TOLD: Count = { done: null, of: null, unit: null };

/** Pieces where every line tells and all count in one unit; pieces and metres are not added. */
export function countPieces(lines: readonly OrderLine[], doneOf: (line: OrderLine) => string | undefined): Count {
  const unit = lines[0]?.unit ?? null;
  const done = lines.flatMap((line) => doneOf(line) ?? []);
  if (unit === null || done.length < lines.length || lines.some((line) => line.unit !== unit || isNegative(line.quantity))) return NOT_TOLD;
  return { done: sum(done), of: sum(lines.map((line) => line.quantity)), unit };
}

/** Whole lines; none of them says nothing about how much. */
export function countLines(lines: readonly OrderLine[], isDone: (line: OrderLine) => boolean): Count {
  const done = lines.filter(isDone).length;
  return done === 0 ? NOT_TOLD : { done: String(done), of: String(lines.length), unit: null };
}

export const orElse = (count: Count, other: () => Count): Count => (count.done === null ? other() : count);

/** Whether any part of the order has reached a step. */
export const hasBegun = (order: Order, step: OrderStep): boolean => order.steps.some((one) => one.step === step) || (order.partly ?? []).some((one) => one.step === step);

export const isWhole = (line: OrderLine, done: string | undefined): boolean => done !== undefined && !isZero(line.quantity) && compareDecimals(done, line.quantity) >= 0;

/** The last of the days, calendar dates as text. */
export const lastDay = (days: readonly (string | null)[]): string | null => days.flatMap((day) => day ?? []).toSorted().at(-1) ?? null;

/** The order with days of steps that its documents tell. */
export function withDays(order: Order, days: Partial<Record<OrderStep, string | null>>): Order {
  const dated = <T extends { step: OrderStep; on: string | null }>(step: T): T => ({ ...step, on: step.on ?? days[step.step] ?? null });
  return { ...order, steps: order.steps.map(dated), ...(order.partly === undefined ? {} : { partly: order.partly.map(dated) }) };
}

/** What is not published, not allowed or not answered now is left out, and the order that was read already is shown without it. */
export async function ifTold<T>(read: Promise<T | null>): Promise<T | null> {
  try {
    return await read;
  } catch (thrown) {
    if (thrown instanceof CrossledgerError && (thrown.code === 'erp.forbidden' || thrown.entry.retry === 'later')) return null;
    throw thrown;
  }
}
