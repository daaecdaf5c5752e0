import { Dec, toDec } from '../values/dec.ts';
import { raise, raiseNull } from '../values/exception.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';

const isNumber = (value: Value): value is number | Dec => typeof value === 'number' || value instanceof Dec;

/** `+ - * /` of Apex values. */
export function arithmetic(operator: string, a: Value, b: Value): Value {
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string')) return text(a) + text(b);
  if (a === null || b === null) return raiseNull();
  if (a instanceof ADate && isNumber(b)) return a.addDays((operator === '-' ? -1 : 1) * toDec(b).toNumber());
  if (a instanceof ADatetime && isNumber(b)) return new ADatetime(a.ms + (operator === '-' ? -1 : 1) * Math.round(toDec(b).toNumber() * 86_400_000));
  if (!isNumber(a) || !isNumber(b)) throw new Error(`${operator} is not defined for ${text(a)} and ${text(b)}`);
  if (operator === '/' && toDec(b).d.isZero()) raise('MathException', 'Divide by 0');
  if (typeof a === 'number' && typeof b === 'number') return ofNumbers(operator, a, b);
  const [x, y] = [toDec(a), toDec(b)];
  return operator === '+' ? x.plus(y) : operator === '-' ? x.minus(y) : operator === '*' ? x.times(y) : x.dividedBy(y);
}

function ofNumbers(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  return operator === '*' ? a * b : Math.trunc(a / b);
}

/** `& | ^ << >> >>>`, of Booleans or whole numbers. */
export function bitwise(operator: string, a: Value, b: Value): Value {
  if (typeof a === 'boolean' && typeof b === 'boolean') return operator === '&' ? a && b : operator === '|' ? a || b : a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') return raiseNull();
  switch (operator) {
    case '&': return a & b;
    case '|': return a | b;
    case '^': return a ^ b;
    case '<<': return a << b;
    case '>>': return a >> b;
    case '>>>': return a >>> b;
    default: throw new Error(`The operator ${operator} is not supported`);
  }
}
