import type { FilterDialect } from '../odata/filter-run.ts';
import type { Filter, Operand } from '../odata/filter-tree.ts';
import type { EntityType, Property } from '../odata/model.ts';
import { ODataProblem } from '../odata/problem.ts';
import type { Row, Stored } from '../odata/table.ts';
import { unknownProperty } from './problems.ts';

export const noGuid = '00000000-0000-0000-0000-000000000000';
export const noDay = '0001-01-01';

/** Blank text is "", a blank enum `_x0020_`, a blank date 0001-01-01, a blank id zeros (business-central.md §1). */
export function blankOf(property: Property): unknown {
  if (property.members) return property.members.has('_x0020_') ? '_x0020_' : [...property.members][0];
  switch (property.type) {
    case 'Edm.String':
      return '';
    case 'Edm.Guid':
      return noGuid;
    case 'Edm.Date':
      return noDay;
    case 'Edm.DateTimeOffset':
      return `${noDay}T00:00:00Z`;
    case 'Edm.Boolean':
      return false;
    case 'Edm.Stream':
      return undefined;
    default:
      return 0;
  }
}

export const businessCentralDialect: FilterDialect = {
  functions: new Set(['contains', 'startswith', 'endswith', 'tolower', 'toupper']),
  foldsCase: false,
  hasWildcards: false,
  enums: 'text',
  unknownProperty,
  blankOf,
};

/** An OR over different fields is refused (business-central.md §1, 12). */
export function checkOr(filter: Filter): void {
  if (filter.kind === 'not') return checkOr(filter.inner);
  if (filter.kind !== 'and' && filter.kind !== 'or') return;
  checkOr(filter.left);
  checkOr(filter.right);
  if (filter.kind === 'or' && new Set(fieldsOf(filter)).size > 1) {
    throw new ODataProblem(400, 'Application_FilterErrorException', 'The OR operator is not supported on distinct fields on an OData filter.');
  }
}

function fieldsOf(filter: Filter): string[] {
  if (filter.kind === 'and' || filter.kind === 'or') return [...fieldsOf(filter.left), ...fieldsOf(filter.right)];
  if (filter.kind === 'not') return fieldsOf(filter.inner);
  if (filter.kind === 'truth') return operandFields(filter.operand);
  return filter.kind === 'compare' ? [...operandFields(filter.left), ...operandFields(filter.right)] : [];
}

function operandFields(operand: Operand): string[] {
  if (operand.kind === 'property') return [operand.name];
  if (operand.kind === 'call') return operand.parts.flatMap((part) => operandFields(part));
  return operand.kind === 'math' ? [...operandFields(operand.left), ...operandFields(operand.right)] : [];
}

export function etagOf(stored: Stored): string {
  return `W/"${Buffer.from(`'20;${stored.id}${stored.version};00;'`).toString('base64')}"`;
}

const blanks = new WeakMap<EntityType, Row>();

/** One record as it goes over the wire; analytics rows have no etag. */
export function present(stored: Stored, type: EntityType, select: readonly string[] | undefined): Record<string, unknown> {
  const all = blanks.get(type) ?? Object.fromEntries([...type.properties.values()].map((property) => [property.name, blankOf(property)]));
  blanks.set(type, all);
  const out: Record<string, unknown> = type.keys.length > 0 ? { '@odata.etag': etagOf(stored) } : {};
  for (const name of select ?? Object.keys(all)) {
    const blank = all[name];
    if (blank !== undefined) out[name] = stored.row[name] ?? blank;
  }
  return out;
}
