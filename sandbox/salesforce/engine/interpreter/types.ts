import type { TypeRefContext } from '@apexdevtools/apex-parser';
import { repairId } from '../records/ids.ts';
import { AList } from '../values/collections.ts';
import { Dec } from '../values/dec.ts';
import { raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import { kindOf } from '../values/text.ts';
import { EnumVal, Native, Obj, typeText } from '../values/value.ts';
import type { TypeRef, Value } from '../values/value.ts';
import type { Cls } from './class-model.ts';
import type { Program } from './program.ts';

/** The type that a parse node names; `System.` and `Schema.` are left out. */
export function typeOf(context: TypeRefContext | null): TypeRef {
  if (!context) return { name: 'void', args: [] };
  const names = context.typeName_list();
  const last = names.at(-1);
  const name = names.map((each) => each.getText().replace(/<.*$/s, '')).join('.').replace(/^(System|Schema)\.(?=\w)/i, '');
  let type: TypeRef = { name, args: last?.typeArguments()?.typeList().typeRef_list().map(typeOf) ?? [] };
  for (let i = context.arraySubscripts().LBRACK_list().length; i > 0; i -= 1) type = { name: 'List', args: [type] };
  return type;
}

const ID = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/;
const numbers = ['integer', 'long', 'double', 'decimal'];

export function isA(program: Program, value: Value, type: TypeRef, from: Cls | null): boolean {
  if (value === null) return false;
  const want = type.name.toLowerCase();
  if (want === 'object') return true;
  if (value instanceof Obj) return program.isSubclass(value.cls, type.name, from);
  if (value instanceof SObj) return want === 'sobject' || want === value.type.toLowerCase() || program.names.inwardFromApex(want) === value.type.toLowerCase();
  const kind = kindOf(value).toLowerCase();
  if (value instanceof EnumVal) return kind === want || kind.endsWith(`.${want}`) || want.endsWith(`.${kind}`);
  if (value instanceof Native) return kind === want || want.endsWith(`.${kind}`) || kind.endsWith(`.${want}`);
  if (kind === want) return true;
  if (want === 'id') return typeof value === 'string' && ID.test(value);
  if (numbers.includes(want)) return want === 'integer' || want === 'long' ? typeof value === 'number' : typeof value === 'number' || value instanceof Dec;
  return want === 'iterable' && (kind === 'list' || kind === 'set');
}

/** What assignment to a type makes of a value. */
export function coerce(value: Value, type: TypeRef | null): Value {
  if (!type || value === null) return value;
  switch (type.name.toLowerCase()) {
    case 'decimal': case 'double': return typeof value === 'number' ? new Dec(value) : value;
    case 'id': return typeof value === 'string' ? coerceId(value) : single(value);
    case 'datetime': return value instanceof ADate ? new ADatetime(value.ms) : value;
    case 'list': case 'object': case 'iterable': case 'set': case 'map': return value;
    default: return value instanceof AList && value.query ? single(value) : value;
  }
}

function coerceId(text: string): string {
  const id = ID.test(text) ? repairId(text) : null;
  return id ?? raise('StringException', `Invalid id: ${text}`);
}

/** `Account a = [SELECT …]` takes the only record. */
export function single(value: Value): Value {
  if (!(value instanceof AList) || !value.query) return value;
  if (value.items.length !== 1) raise('QueryException', value.items.length ? 'List has more than 1 row for assignment to SObject' : 'List has no rows for assignment to SObject');
  return value.items[0] ?? null;
}

export function cast(program: Program, value: Value, type: TypeRef, from: Cls | null): Value {
  const want = type.name.toLowerCase();
  if (value instanceof Dec && (want === 'integer' || want === 'long')) return Math.trunc(value.toNumber());
  const coerced = coerce(value, type);
  if (coerced === null || ['sobject', 'object', 'iterable'].includes(want)) return coerced;
  if (!isA(program, coerced, type, from)) raise('TypeException', `Invalid conversion from runtime type ${kindOf(coerced)} to ${typeText(type)}`);
  return coerced;
}
