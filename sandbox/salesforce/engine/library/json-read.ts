import type { Cls } from '../interpreter/class-model.ts';
import { frameFor, prepareClass } from '../interpreter/calls.ts';
import { apexTypeOf } from '../interpreter/sobject-fields.ts';
import type { Frame } from '../runtime/frame.ts';
import { Scope } from '../runtime/frame.ts';
import { AList, AMap, ASet } from '../values/collections.ts';
import { Dec } from '../values/dec.ts';
import { raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { ABlob, ADate, ADatetime, parseInstant } from '../values/temporal.ts';
import { Obj, makeType } from '../values/value.ts';
import type { TypeRef, Value } from '../values/value.ts';
import { coerce } from '../interpreter/types.ts';

/** Digits of a JSON number, kept for Decimal. */
const numberKey = '\u0000number';

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => (typeof value === 'number' && context?.source !== undefined && !/^-?\d{1,15}$/.test(context.source) ? { [numberKey]: context.source } : value)) as unknown;
  } catch (error) {
    return raise('JSONException', error instanceof Error ? error.message : String(error));
  }
}

const digitsOf = (data: unknown): string | null => (typeof data === 'number' ? String(data) : isRecord(data) && typeof data[numberKey] === 'string' ? data[numberKey] : null);
const isRecord = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null && !Array.isArray(data);
const wrong = (type: string, data: unknown): never => raise('JSONException', `Illegal value for primitive: ${JSON.stringify(data)} (expected ${type})`);

/** Makes the Apex value of a type from parsed JSON. */
export async function fromJson(data: unknown, type: TypeRef | null, frame: Frame, strict = false): Promise<Value> {
  if (data === null || data === undefined) return null;
  const name = type?.name.toLowerCase() ?? 'object';
  if (name === 'object') return untyped(data);
  if (name === 'list' || name === 'set') {
    if (!Array.isArray(data)) return raise('JSONException', `Malformed JSON: Expected '[' at the beginning of List/Set`);
    const element = type?.args[0] ?? null;
    const items: Value[] = [];
    for (const item of data as unknown[]) items.push(await fromJson(item, element, frame, strict));
    return name === 'list' ? new AList(element, items) : new ASet(element, items);
  }
  if (name === 'map') {
    if (!isRecord(data)) return raise('JSONException', `Malformed JSON: Expected '{' at the beginning of object`);
    const map = new AMap(type?.args[0] ?? null, type?.args[1] ?? null);
    for (const [key, item] of Object.entries(data)) map.put(coerce(key, map.keyType), await fromJson(item, map.type, frame, strict));
    return map;
  }
  const primitive = readPrimitive(name, data);
  if (primitive !== undefined) return primitive;
  const cls = frame.tx.program.find(type?.name ?? '', frame.cls);
  if (cls) return readObject(data, cls, frame, strict);
  return readRecord(data, type?.name ?? '', frame, strict);
}

function readPrimitive(name: string, data: unknown): Value | undefined {
  const digits = digitsOf(data);
  switch (name) {
    case 'string': case 'id': return typeof data === 'string' ? data : digits ?? (typeof data === 'boolean' ? String(data) : wrong('String', data));
    case 'boolean': return typeof data === 'boolean' ? data : data === 'true' ? true : data === 'false' ? false : wrong('Boolean', data);
    case 'integer': case 'long': return digits !== null && /^-?\d+$/.test(digits) ? Number(digits) : typeof data === 'string' && /^-?\d+$/.test(data) ? Number(data) : wrong('Integer', data);
    case 'decimal': case 'double': return digits !== null ? new Dec(digits) : typeof data === 'string' && /^-?\d+(\.\d+)?$/.test(data) ? new Dec(data) : wrong('Decimal', data);
    case 'date': return typeof data === 'string' && /^\d{4}-\d\d-\d\d/.test(data) ? new ADate(data.slice(0, 10)) : wrong('Date', data);
    case 'datetime': {
      const ms = typeof data === 'string' ? parseInstant(data) : null;
      return ms === null ? wrong('Datetime', data) : new ADatetime(ms);
    }
    case 'blob': return typeof data === 'string' ? new ABlob(Buffer.from(data, 'base64')) : wrong('Blob', data);
    default: return undefined;
  }
}

export function untyped(data: unknown): Value {
  if (data === null || data === undefined) return null;
  const digits = digitsOf(data);
  if (digits !== null) return /^-?\d+$/.test(digits) ? Number(digits) : new Dec(digits);
  if (Array.isArray(data)) return new AList(makeType('Object'), (data as unknown[]).map(untyped));
  if (typeof data === 'string' || typeof data === 'boolean') return data;
  const map = new AMap(makeType('String'), makeType('Object'));
  for (const [key, item] of Object.entries(data)) map.put(key, untyped(item));
  return map;
}

async function readObject(data: unknown, cls: Cls, frame: Frame, strict: boolean): Promise<Value> {
  if (cls.form === 'enum') return cls.constants.find((each) => each.name.toLowerCase() === String(data).toLowerCase()) ?? wrong(cls.full, data);
  if (!isRecord(data)) return raise('JSONException', `Malformed JSON: Expected '{' at the beginning of object`);
  await prepareClass(cls, frame);
  const object = new Obj(cls);
  const chain: Cls[] = [];
  for (let each: Cls | null = cls; each; each = frame.tx.program.superOf(each)) chain.unshift(each);
  const fields = chain.flatMap((each) => each.fields.map((decl) => ({ decl, owner: each })));
  if (strict) for (const key of Object.keys(data)) if (!fields.some(({ decl }) => decl.name.toLowerCase() === key.toLowerCase())) raise('JSONException', `Unknown field: ${cls.full}.${key}`);
  for (const { decl, owner } of fields) {
    const slot = { decl, value: null as Value, busy: false };
    object.slots.set(decl.name.toLowerCase(), slot);
    const key = Object.keys(data).find((each) => each.toLowerCase() === decl.name.toLowerCase());
    const inner = frameFor(owner, object, '<init>', frame);
    if (key !== undefined) slot.value = await fromJson(data[key], decl.type, inner, strict);
    else if (decl.init) slot.value = coerce(await decl.init(new Scope(inner, null)), decl.type);
  }
  return object;
}

async function readRecord(data: unknown, typeName: string, frame: Frame, strict: boolean): Promise<Value> {
  const { world } = frame.tx;
  const attributes = isRecord(data) && isRecord(data.attributes) ? data.attributes.type : null;
  const shown = typeName.toLowerCase() === 'sobject' && typeof attributes === 'string' ? attributes : typeName;
  const def = world.schema.find(world.names.inwardFromApex(shown));
  if (!def || !isRecord(data)) throw new Error(`JSON cannot become ${typeName} in this runner`);
  const record = new SObj(def.name);
  for (const [key, item] of Object.entries(data)) {
    if (key === 'attributes') continue;
    const field = def.fields.get(world.names.inwardFromApex(key).toLowerCase());
    const parent = def.parents.get(world.names.inwardFromApex(key).toLowerCase());
    if (field) record.set(field.name, await fromJson(item, apexTypeOf(field), frame, strict));
    else if (parent && isRecord(item)) record.set(parent.relationshipName ?? key, await readRecord(item, parent.referenceTo[0] ?? '', frame, strict));
    else if (item !== null) raise('JSONException', `No such column '${key}' on sobject of type ${def.name}`);
  }
  return record;
}
