import { arithmetic } from '../interpreter/arithmetic.ts';
import type { Transaction } from '../runtime/transaction.ts';
import { compare, equals } from '../values/compare.ts';
import { Dec } from '../values/dec.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { parseFormula } from './formula-parse.ts';
import type { Formula } from './formula-parse.ts';
import { timeZoneOf } from './prepare-row.ts';
import type { PendingRow } from './prepare-row.ts';
import type { ObjectDef } from './schema.ts';
import { zonedDay } from '../soql/time-zone.ts';

interface Context {
  tx: Transaction;
  def: ObjectDef;
  row: PendingRow;
}

const parsed = new Map<string, Formula>();

/** Whether a validation rule's formula refuses the row. Throws by name at a function that it does not know. */
export function holdsFormula(tx: Transaction, def: ObjectDef, formula: string, row: PendingRow): boolean {
  const known = parsed.get(formula) ?? parseFormula(formula);
  parsed.set(formula, known);
  return evaluate(known, { tx, def, row }) === true;
}

function evaluate(formula: Formula, context: Context): Value {
  switch (formula.kind) {
    case 'text': return formula.value;
    case 'number': return new Dec(formula.value);
    case 'name': return readName(formula.path, context);
    case 'operator': return operate(formula.operator, evaluate(formula.left, context), () => evaluate(formula.right, context));
    case 'call': return call(formula, context);
  }
}

function operate(operator: string, left: Value, right: () => Value): Value {
  if (operator === '&&') return left === true && right() === true;
  if (operator === '||') return left === true || right() === true;
  const other = right();
  if (operator === '&') return text(left ?? '') + text(other ?? '');
  if (operator === '=' || operator === '==') return equals(left ?? '', other ?? '');
  if (operator === '<>' || operator === '!=') return !equals(left ?? '', other ?? '');
  if (left === null || other === null) return '+-*/'.includes(operator) ? null : false;
  const order = compare(left, other);
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  if (operator === '<=') return order <= 0;
  return operator === '>=' ? order >= 0 : arithmetic(operator, left, other);
}

function readName(path: string[], { tx, def, row }: Context): Value {
  const [first = '', second = ''] = path;
  const lower = first.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  if (lower === '$permission') return tx.permissions().hasCustomPermission(second);
  if (lower === '$user') return tx.store.get('User', tx.userId)?.get(second.toLowerCase()) ?? null;
  if (lower.startsWith('$') || path.length > 2) throw new Error(`The formula name ${path.join('.')} is not supported by the sandbox`);
  if (path.length === 1) {
    if (!def.fields.has(lower)) throw new Error(`The formula names ${first}, which ${def.name} does not have`);
    return row.record.get(first);
  }
  const parent = def.parents.get(lower);
  const id = parent && row.record.get(parent.name);
  return parent && typeof id === 'string' ? tx.store.get(parent.referenceTo[0] ?? '', id)?.get(second.toLowerCase()) ?? null : null;
}

function call(formula: Extract<Formula, { kind: 'call' }>, context: Context): Value {
  const value = (i: number): Value => {
    const arg = formula.args[i];
    return arg ? evaluate(arg, context) : null;
  };
  const prior = (): Value => {
    const arg = formula.args[0];
    return arg?.kind === 'name' ? context.row.old?.get((arg.path[0] ?? '').toLowerCase()) ?? null : null;
  };
  const isBlank = (each: Value): boolean => each === null || each === '';
  switch (formula.name) {
    case 'and': return formula.args.every((_, i) => value(i) === true);
    case 'or': return formula.args.some((_, i) => value(i) === true);
    case 'not': return value(0) !== true;
    case 'if': return value(0) === true ? value(1) : value(2);
    case 'isblank': case 'isnull': return isBlank(value(0));
    case 'blankvalue': case 'nullvalue': return isBlank(value(0)) ? value(1) : value(0);
    case 'ispickval': return equals(value(0) ?? '', value(1) ?? '');
    case 'isnew': return context.row.old === null;
    case 'ischanged': return context.row.old !== null && !equals(prior() ?? '', value(0) ?? '');
    case 'priorvalue': return context.row.old ? prior() : value(0);
    case 'text': return isBlank(value(0)) ? '' : text(value(0));
    case 'len': return text(value(0) ?? '').length;
    case 'upper': return text(value(0) ?? '').toUpperCase();
    case 'contains': return text(value(0) ?? '').includes(text(value(1) ?? ''));
    case 'begins': return text(value(0) ?? '').startsWith(text(value(1) ?? ''));
    case 'regex': return new RegExp(`^(?:${text(value(1))})$`).test(text(value(0) ?? ''));
    case 'today': return new ADate(zonedDay(context.tx.world.now(), timeZoneOf(context.tx)));
    case 'now': return new ADatetime(context.tx.world.now());
    default: throw new Error(`The formula function ${formula.name} is not supported by the sandbox`);
  }
}
