import { toValue, type Value } from './value.ts';

/** Plain values by object and field: `{ Opportunity: { CloseDate: '2026-01-31' }, Crossledger: { customerNumber: 'C-1' } }`. */
export type MappingRecord = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

const own = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;

/** What stands at a path such as `Account.BillingCity`; undefined when there is nothing. */
export function rawAt(record: MappingRecord, path: string): unknown {
  const [scope = '', ...names] = path.split('.');
  const flat = own(own(record, scope), names.join('.'));
  if (flat !== undefined) return flat;
  return names.reduce<unknown>((holder, name) => own(holder, name), own(record, scope));
}

/** The plain value at a path; null when there is none or it is no plain value. */
export const valueAt = (record: MappingRecord, path: string): Value => toValue(rawAt(record, path)) ?? null;
