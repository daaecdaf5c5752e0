import type { Frame } from '../runtime/frame.ts';
import { AList, AMap, ASet } from '../values/collections.ts';
import { Dec } from '../values/dec.ts';
import { ExceptionObj } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { ABlob, ADate, ADatetime, ATime, wireInstant } from '../values/temporal.ts';
import { text } from '../values/text.ts';
import { Native, Obj } from '../values/value.ts';
import type { Value } from '../values/value.ts';

/** A number whose digits are kept: Decimal 1.50 is written as 1.50. */
export class RawNumber {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
  toJSON(): number {
    return Number(this.digits);
  }
}

/** JavaScript data of an Apex value: for components (`aura`: only @AuraEnabled members) or for JSON.serialize. */
export function toJson(value: Value, frame: Frame, aura: boolean): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Dec) return aura ? value.toNumber() : new RawNumber(value.toString());
  if (value instanceof ADate) return value.iso;
  if (value instanceof ADatetime) return aura ? new Date(value.ms).toISOString() : wireInstant(value.ms);
  if (value instanceof ATime) return value.toString();
  if (value instanceof ABlob) return value.bytes.toString('base64');
  if (value instanceof AList || value instanceof ASet) return value.items.map((item) => toJson(item, frame, aura));
  if (value instanceof AMap) return Object.fromEntries(value.pairs().map(([key, item]) => [text(key), toJson(item, frame, aura)]));
  if (value instanceof SObj) return recordJson(value, frame, aura);
  if (value instanceof ExceptionObj && !aura) throw new Error('JSON.serialize of an exception is not supported by this runner');
  if (value instanceof Obj) return objectJson(value, frame, aura);
  if (value instanceof Native) return value.text();
  return text(value);
}

function objectJson(value: Obj, frame: Frame, aura: boolean): unknown {
  const slots = [...value.slots.values()].filter(({ decl }) => (aura ? decl.mods.annotations.has('auraenabled') : !decl.mods.isTransient && !decl.getter));
  return Object.fromEntries(slots.map((slot) => [slot.decl.name, toJson(slot.value, frame, aura)]));
}

function recordJson(value: SObj, frame: Frame, aura: boolean): unknown {
  const { names } = frame.tx.world;
  const fields = [...value.values].filter(([, item]) => !(aura && item === null)).map(([key, item]): [string, unknown] => {
    const name = names.outward(value.names.get(key) ?? key);
    if (!(item instanceof AList)) return [name, toJson(item, frame, aura)];
    return [name, aura ? toJson(item, frame, aura) : { totalSize: item.items.length, done: true, records: toJson(item, frame, aura) }];
  });
  const type = names.outward(value.type);
  const url = value.id === null ? {} : { url: `/services/data/v66.0/sobjects/${type}/${value.id}` };
  return { ...(aura ? {} : { attributes: { type, ...url } }), ...Object.fromEntries(fields) };
}

export function stringifyJson(data: unknown, pretty: boolean, skipNulls: boolean, indent = ''): string {
  if (data instanceof RawNumber) return data.digits;
  if (data === null || typeof data !== 'object') return JSON.stringify(data);
  const inner = pretty ? `${indent}  ` : '';
  const separator = pretty ? `,\n${inner}` : ',';
  const wrap = (open: string, parts: string[], close: string): string => (pretty && parts.length ? `${open}\n${inner}${parts.join(separator)}\n${indent}${close}` : open + parts.join(separator) + close);
  if (Array.isArray(data)) return wrap('[', data.map((item) => stringifyJson(item, pretty, skipNulls, inner)), ']');
  const entries = Object.entries(data).filter(([, item]) => !skipNulls || item !== null);
  return wrap('{', entries.map(([key, item]) => `${JSON.stringify(key)}${pretty ? ' : ' : ':'}${stringifyJson(item, pretty, skipNulls, inner)}`), '}');
}
