import { createHash } from 'node:crypto';
import type { ErrorCode } from '../kernel/error-codes.ts';
import type { CrossledgerError } from '../kernel/errors.ts';

/** The details that name what is wrong. Codes that are not listed are wrong with one push only. */
const WRONG_THING: Partial<Record<ErrorCode, readonly string[]>> = {
  'connection.unknown': ['connection'],
  'connection.stopped': [],
  'connection.undecided': ['account'],
  'order.item-missing': ['product'],
  'order.item-unknown': ['company', 'item'],
  'order.item-stopped': ['company', 'item'],
  'order.currency': ['company', 'currency'],
  'order.customer-blocked': ['customer'],
  'order.unmapped': ['problems'],
  'customer.unknown-number': ['company', 'customer'],
  'customer.several': ['account'],
  'customer.country-missing': ['account'],
  'customer.country-unknown': ['account'],
  'erp.unavailable': [],
  'erp.slow': [],
  'erp.sign-in': [],
  'erp.forbidden': [],
  'erp.field-missing': ['field'],
  'erp.field-unknown': ['field'],
  'erp.refused': ['problem'],
  'erp.answer': [],
  'salesforce.unavailable': [],
  'salesforce.limit': [],
  'salesforce.sign-in': [],
  'salesforce.refused': ['problem'],
  'salesforce.write-back': ['problem'],
};
const MAX_LENGTH = 160;

/** What must be put right, as text that is equal for every push that waits for the same thing: `order.item-unknown:fno:usmf:P-9`. */
export function causeOf(error: CrossledgerError, at: { key: string; connection: string | null }): string {
  const names = WRONG_THING[error.code];
  if (names === undefined) return `${error.code}:${at.key}`;
  const text = [error.code, at.connection ?? '', ...names.map((name) => String(error.details[name] ?? '').trim())].join(':');
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH - 17)}#${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
