import { labelOf, type MappingDocument, type MappingField, type ValueType } from './document.ts';
import type { EntityMetadata, PropertyMetadata } from './entity-metadata.ts';
import type { Finding } from './finding.ts';
import { meant, nearest } from './nearest.ts';
import { protectedBecause, type KeyField } from './protected.ts';
import { asText, toValue } from './value.ts';

const NUMBERS = ['Edm.Decimal', 'Edm.Double', 'Edm.Single'];
const WHOLE = ['Edm.Int16', 'Edm.Int32', 'Edm.Int64', 'Edm.Byte'];

/** Types of the ERP that a type of the mapping fits. */
const FITS: Readonly<Record<ValueType, readonly string[]>> = {
  text: ['Edm.String', 'Edm.Guid'],
  decimal: NUMBERS,
  integer: [...WHOLE, ...NUMBERS],
  boolean: ['Edm.Boolean'],
  date: ['Edm.Date', 'Edm.DateTimeOffset'],
  instant: ['Edm.DateTimeOffset'],
  enum: [],
};

/** The fields against the set that they are to fill; `mapped` also holds those that Crossledger refuses anyway. */
export function checkTargets(document: MappingDocument, fields: readonly MappingField[], mapped: readonly MappingField[], target: EntityMetadata, company: string, keyField: KeyField | undefined): Finding[] {
  const names = new Set(mapped.map((field) => field.target));
  const missing = target.properties.filter((property) => property.required && !names.has(property.name) && protectedBecause(document.erp, document.object, property.name, keyField) === undefined);
  return [
    ...fields.flatMap((field) => checkTarget(field, target, company)),
    ...missing.map((property): Finding => ({ level: 'error', code: 'target-mandatory', field: property.name, company, sentence: `${target.set} needs ${property.name}, and the ${labelOf(document)} does not fill it.`, nearest: null })),
  ];
}

function checkTarget(field: MappingField, target: EntityMetadata, company: string): Finding[] {
  const property = target.properties.find((known) => known.name === field.target);
  const finding = (level: Finding['level'], code: string, sentence: string, near: string | null = null): Finding => ({ level, code, field: field.target, company, sentence, nearest: near });
  if (property === undefined) {
    const near = nearest(field.target, target.properties.map((known) => known.name));
    return [finding('error', 'target-unknown', `${target.set} has no property ${field.target}.${meant(near)}`, near)];
  }
  if (property.readOnly) return [finding('error', 'target-read-only', `${target.set}.${field.target} is read-only in the ERP and cannot be sent.`)];
  const findings = checkType(field, property).map((sentence) => finding('error', 'type-mismatch', `${field.target}: ${sentence}`));
  if (property.enumMembers !== null && field.type !== 'boolean') findings.push(...checkMembers(field, property.enumMembers).map(([sentence, near]) => finding('error', 'member-unknown', `${field.target}: ${sentence}`, near)));
  if (property.maxLength !== null && (field.maxLength ?? Infinity) > property.maxLength && !isShort(field, property.maxLength)) {
    findings.push(finding('warning', 'length', `${field.target}: the ERP takes ${property.maxLength} characters, the mapping allows ${field.maxLength ?? 'any length'}.`));
  }
  return findings;
}

/** Constants and transforms that bound the length need no maxLength beside them. */
function isShort(field: MappingField, length: number): boolean {
  const isText = field.type === undefined || field.type === 'text' || field.type === 'enum';
  if (!isText || (field.constant !== undefined && String(field.constant).length <= length)) return true;
  const last = field.transforms?.at(-1);
  const bound = typeof last?.options === 'object' && last.options !== null ? (last.options as { widths?: number[]; give?: number; length?: number; to?: string }) : {};
  if (last?.name === 'country' || last?.name === 'currency') return true;
  if (last?.name === 'addressLines') return (bound.widths?.[(bound.give ?? 1) - 1] ?? Infinity) <= length;
  return last?.name === 'cut' && (bound.length ?? Infinity) <= length;
}

function checkType(field: MappingField, property: PropertyMetadata): string[] {
  const type = field.type ?? 'text';
  const simple = property.type.split('.').at(-1) ?? property.type;
  if (property.enumMembers !== null) {
    if (type === 'boolean') return field.format === 'yes-no' && property.enumMembers.includes('Yes') ? [] : [`the ERP has the enumeration ${simple}; use type boolean with format yes-no only where its members are Yes and No`];
    return type === 'enum' || type === 'text' ? [] : [`the ERP has the enumeration ${simple}, the mapping sends type ${type}`];
  }
  const fits = type === 'enum' ? property.type === 'Edm.String' : FITS[type].includes(property.type);
  if (!fits && !(isWritten(field) && property.type === 'Edm.String')) return [`the ERP has ${property.type}, the mapping sends type ${type}`];
  if (property.type === 'Edm.DateTimeOffset' && type === 'date' && field.format !== 'fno-date') return ['the ERP has a date with a time; use format fno-date'];
  if (property.type === 'Edm.Date' && field.format === 'fno-date') return ['the ERP has a plain date; use format iso'];
  if (field.format === 'text' && (type === 'decimal' || type === 'integer') && property.type !== 'Edm.String') return [`the ERP has ${property.type} and takes no text for it; use format number`];
  return [];
}

/** Sent as text although it is no text: `format: text`, dates, yes and no. */
const isWritten = (field: MappingField): boolean => (field.format ?? (field.type === 'date' || field.type === 'instant' ? 'iso' : '')) !== '' && field.format !== 'number' && field.format !== 'true-false';

/** Members travel encoded or as their caption (business-central.md §1). */
const decode = (member: string): string => member.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

function checkMembers(field: MappingField, members: readonly string[]): [string, string | null][] {
  const rule = field.unknown === 'keep' || field.unknown === 'refuse' ? undefined : field.unknown;
  const sent = [field.constant, field.default, rule, ...Object.values(field.values ?? {})].filter((value) => value !== undefined).map((value) => asText(toValue(value) ?? null));
  return [...new Set(sent)].filter((value) => !members.some((member) => member === value || decode(member) === value)).map((value) => {
    const near = nearest(value, members);
    return [`"${value}" is no member of the ERP's enumeration (${members.slice(0, 12).join(', ')}${members.length > 12 ? ', …' : ''}).${meant(near)}`, near];
  });
}
