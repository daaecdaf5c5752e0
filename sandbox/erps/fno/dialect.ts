import type { FilterDialect } from '../odata/filter-run.ts';
import type { EntityType, Property } from '../odata/model.ts';
import type { Row, Stored } from '../odata/table.ts';
import { unknownProperty } from './problems.ts';

/** Numbers and dates are never null; an empty AX date is noon of 1900-01-01 (fno.md §3). */
export function blankOf(property: Property): unknown {
  if (property.members) return [...property.members][0];
  switch (property.type) {
    case 'Edm.String':
      return '';
    case 'Edm.DateTimeOffset':
      return property.isUtcDateTime ? '1900-01-01T00:00:00Z' : '1900-01-01T12:00:00Z';
    case 'Edm.Guid':
      return '00000000-0000-0000-0000-000000000000';
    case 'Edm.Boolean':
      return false;
    case 'Edm.Binary':
      return null;
    default:
      return 0;
  }
}

export const fnoDialect: FilterDialect = {
  functions: new Set(),
  foldsCase: true,
  hasWildcards: true,
  enums: 'qualified',
  unknownProperty,
  blankOf,
};

export function etagOf(stored: Stored): string {
  return `W/"${Buffer.from(`'${stored.version},${stored.id};0,0'`).toString('base64')}"`;
}

const blanks = new WeakMap<EntityType, Row>();

function blanksOf(type: EntityType): Row {
  const made = blanks.get(type) ?? Object.fromEntries([...type.properties.values()].map((property) => [property.name, blankOf(property)]));
  blanks.set(type, made);
  return made;
}

/** One record as it goes over the wire. */
export function present(stored: Stored, type: EntityType, select: readonly string[] | undefined): Record<string, unknown> {
  const out: Record<string, unknown> = { '@odata.etag': etagOf(stored) };
  const all = blanksOf(type);
  for (const name of select ?? Object.keys(all)) {
    const blank = all[name];
    if (blank !== undefined) out[name] = stored.row[name] ?? blank;
  }
  return out;
}

/** A day as F&O writes an AX date. */
export function noon(day: string): string {
  return `${day}T12:00:00Z`;
}

export const noDate = '1900-01-01T12:00:00Z';
