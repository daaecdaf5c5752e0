import { readIsoDay, toInstant } from './dates.ts';
import { FORMATS_OF, type Format, type MappingField, type ValueType } from './document.ts';
import { stop, type Stop } from './problems.ts';
import { cutText } from './text-length.ts';
import { asText, toDecimal, type Value, type WireValue } from './value.ts';

/** The value as it goes over the wire, with a remark where more happened than writing it down. */
export type WireAnswer = { value: WireValue; remark?: string } | Stop;

const YES = new Set(['true', 'yes', 'ja', '1', 'y', 'j']);
const NO = new Set(['false', 'no', 'nein', '0', 'n']);

export function toBoolean(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = asText(value).trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

const formatOf = (field: MappingField): Format => field.format ?? FORMATS_OF[field.type ?? 'text'][0] ?? 'text';

/** A JSON number only when it is still the same decimal after the trip. */
function toNumber(text: string): WireAnswer {
  const number = Number(text);
  if (toDecimal(String(number)) === text) return { value: number };
  return stop('not-exact', `${text} has more digits than a JSON number carries`, 'Round it in the mapping (transform round), or send it as text (format: text).');
}

function writeDecimal(value: Value, field: MappingField, isWhole: boolean): WireAnswer {
  const number = typeof value === 'string' ? toDecimal(value) : null;
  if (number === null) return stop('not-a-number', `"${asText(value)}" is no number`, 'Correct the number.');
  if (isWhole && number.includes('.')) return stop('not-a-number', `${number} is no whole number`, 'Round it in the mapping (transform round), or correct the number.');
  return formatOf(field) === 'text' ? { value: number } : toNumber(number);
}

function writeBoolean(value: Value, field: MappingField): WireAnswer {
  const flag = toBoolean(value);
  if (flag === null) return stop('not-yes-or-no', `"${asText(value)}" is neither yes nor no`, 'Correct the value.');
  return { value: formatOf(field) === 'yes-no' ? (flag ? 'Yes' : 'No') : flag };
}

function writeDate(value: Value, field: MappingField): WireAnswer {
  const text = asText(value).trim();
  const instant = toInstant(text);
  const day = readIsoDay(instant === null ? text : instant.slice(0, 10));
  if (day === null) return stop('not-a-date', `"${text}" is no date`, 'Correct the date, or name its writing in the mapping (transform date).');
  // F&O dates travel at noon (fno.md §3).
  return { value: formatOf(field) === 'fno-date' ? `${day}T12:00:00Z` : day, ...(instant === null ? {} : { remark: 'the day of the instant in UTC' }) };
}

function writeInstant(value: Value): WireAnswer {
  const text = asText(value).trim();
  const instant = toInstant(text) ?? (readIsoDay(text) === null ? null : `${text}T00:00:00.000Z`);
  return instant === null ? stop('not-a-date', `"${text}" is no instant`, 'Correct the value.') : { value: instant };
}

/** Enumeration members travel XML-encoded in Business Central: `In_x0020_Review` (business-central.md §1). */
const encodeName = (name: string): string => name.replace(/[^\p{L}\p{N}_]/gu, (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);

export function fitText(text: string, limit: { maxLength?: number | undefined; onTooLong?: 'refuse' | 'cut' | undefined }): { value: string; remark?: string } | Stop {
  const { maxLength } = limit;
  if (maxLength === undefined || text.length <= maxLength) return { value: text };
  if (limit.onTooLong !== 'cut') return stop('too-long', `the text has ${text.length} characters and may have ${maxLength}`, 'Shorten it, or an admin lets the mapping cut it (onTooLong: cut).');
  const short = cutText(text, maxLength);
  return { value: short, remark: `cut from ${text.length} to ${short.length} characters` };
}

const WRITERS: Readonly<Record<ValueType, (value: Value, field: MappingField) => WireAnswer>> = {
  text: (value) => ({ value: asText(value) }),
  decimal: (value, field) => writeDecimal(value, field, false),
  integer: (value, field) => writeDecimal(value, field, true),
  boolean: writeBoolean,
  date: writeDate,
  instant: writeInstant,
  enum: (value, field) => ({ value: formatOf(field) === 'encoded-name' ? encodeName(asText(value)) : asText(value).trim() }),
};

/** Writes a value by the type, format and length of its target. */
export function toWire(value: Value, field: MappingField): WireAnswer {
  const written = WRITERS[field.type ?? 'text'](value, field);
  if ('problem' in written || typeof written.value !== 'string') return written;
  const fitted = fitText(written.value, field);
  return 'problem' in fitted || fitted.remark !== undefined ? fitted : written;
}

/** What stands for nothing, by type (fno.md §3, business-central.md §1). */
export function blankOf(field: MappingField, erp: string): WireValue | null {
  const isFno = erp === 'fno';
  switch (field.type ?? 'text') {
    case 'decimal': case 'integer': return formatOf(field) === 'text' ? '0' : 0;
    case 'boolean': return formatOf(field) === 'yes-no' ? 'No' : false;
    case 'date': return isFno ? '1900-01-01T12:00:00Z' : '0001-01-01';
    case 'instant': return isFno ? '1900-01-01T00:00:00Z' : '0001-01-01T00:00:00Z';
    case 'enum': return null;
    default: return '';
  }
}
