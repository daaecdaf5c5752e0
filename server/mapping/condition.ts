import type { Condition } from './document.ts';
import type { Expressions } from './expressions/expressions.ts';
import { stop, type Stop } from './problems.ts';
import { valueAt, type MappingRecord } from './record.ts';
import { asText, isEmpty, toDecimal, toValue, type Value } from './value.ts';

/** Numbers are equal as numbers, everything else as text. */
function same(a: Value, b: Value): boolean {
  const [left, right] = [asText(a).trim(), asText(b).trim()];
  return left === right || (toDecimal(left) !== null && toDecimal(left) === toDecimal(right));
}

/** Whether a condition holds for a record; for an expression, what JSONata counts as true. */
export async function meets(condition: Condition, record: MappingRecord, expressions: Expressions | undefined): Promise<boolean | Stop> {
  if (typeof condition === 'string') {
    if (expressions === undefined) return stop('expression-engine', 'there is no engine for expressions here', 'It is tried again.');
    const given = await expressions.evaluate(`$boolean(${condition})`, record);
    return 'problem' in given ? given : given.value === true;
  }
  const value = valueAt(record, condition.source);
  if (condition.present !== undefined) return condition.present !== isEmpty(value);
  const isOne = (wanted: unknown): boolean => same(value, toValue(wanted) ?? null);
  if (condition.equals !== undefined) return isOne(condition.equals);
  if (condition.notEquals !== undefined) return !isOne(condition.notEquals);
  return (condition.in ?? []).some(isOne);
}
