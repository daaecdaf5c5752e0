import type { QueryColumn, WireRecord } from '../org.ts';
import { fromWire, toWire } from './records/convert.ts';
import { rowError } from './records/row-error.ts';
import type { RowError } from './records/row-error.ts';
import type { FieldPath, Plan, SelectItem } from './soql/plan.ts';
import type { World } from './runtime/world.ts';
import { AList } from './values/collections.ts';
import { SObj } from './values/sobj.ts';
import type { Value } from './values/value.ts';

const API_VERSION = 'v66.0';

const attributesOf = (type: string, id: Value): WireRecord['attributes'] => (typeof id === 'string' ? { type, url: `/services/data/${API_VERSION}/sobjects/${type}/${id}` } : { type });

/** A query's record as the REST API writes it: selected fields only, in their order. */
export function toWireRecord(world: World, plan: Plan, record: SObj): WireRecord {
  const wire: WireRecord = { attributes: plan.aggregate ? { type: 'AggregateResult' } : attributesOf(world.names.outward(plan.def.name), record.get('Id')) };
  if (plan.aggregate) {
    for (const [key, value] of record.values) wire[world.names.outward(record.names.get(key) ?? key)] = toWire(value);
    return wire;
  }
  for (const item of plan.items) writeItem(world, wire, item, record);
  return wire;
}

function writeItem(world: World, wire: WireRecord, item: SelectItem, record: SObj): void {
  if (item.kind === 'field') writePath(world, wire, item.path, record);
  else if (item.kind === 'function') {
    const name = item.alias ?? item.call.path?.field.name ?? 'expr0';
    wire[world.names.outward(name)] = toWire(record.get(name));
  } else {
    const children = record.get(item.relationship.name);
    const rows = children instanceof AList ? children.items.filter((child) => child instanceof SObj) : [];
    wire[world.names.outward(item.relationship.name)] = rows.length ? { totalSize: rows.length, done: true, records: rows.map((row) => toWireRecord(world, item.plan, row)) } : null;
  }
}

function writePath(world: World, wire: WireRecord, path: FieldPath, record: SObj): void {
  let to = wire;
  let from = record;
  for (const hop of path.hops) {
    const name = world.names.outward(hop.name);
    const parent = from.get(hop.name);
    if (!(parent instanceof SObj)) {
      to[name] ??= null;
      return;
    }
    to[name] ??= { attributes: attributesOf(world.names.outward(parent.type), parent.get('Id')) };
    to = to[name] as WireRecord;
    from = parent;
  }
  to[world.names.outward(path.field.name)] = toWire(from.get(path.field.name));
}

/** The columns of a query, nested as the `columns=true` answer nests them (salesforce.md §7). */
export function columnsOf(world: World, plan: Plan): QueryColumn[] {
  const columns: QueryColumn[] = [];
  let unnamed = 0;
  for (const item of plan.items) {
    if (item.kind === 'field') addPath(world, columns, item.path, item.alias);
    else if (item.kind === 'children') columns.push(column(world.names.outward(item.relationship.name), true, columnsOf(world, item.plan)));
    else {
      const plain = !plan.aggregate && item.call.path ? item.call.path.field.name : `expr${unnamed}`;
      columns.push(column(item.alias ?? plain, plan.aggregate));
      unnamed += 1;
    }
  }
  return columns;
}

const column = (name: string, aggregate: boolean, joinColumns: QueryColumn[] = []): QueryColumn => ({ columnName: name, displayName: name, aggregate, joinColumns });

function addPath(world: World, columns: QueryColumn[], path: FieldPath, alias: string | null): void {
  let into = columns;
  for (const hop of path.hops) {
    const name = world.names.outward(hop.name);
    let parent = into.find((each) => each.columnName === name);
    if (!parent) {
      parent = column(name, false);
      into.push(parent);
    }
    into = parent.joinColumns;
  }
  into.push(column(alias ?? world.names.outward(path.field.name), false));
}

/** Reads a record of a client. What it cannot read becomes a refusal of that row. */
export function fromWireRecord(world: World, wire: WireRecord, refused: Map<SObj, RowError[]>): SObj {
  const shown = wire.attributes.type;
  const inner = world.names.inward(shown);
  const def = inner === null ? null : world.schema.find(inner);
  if (!def) throw new TypeError(shown);
  const record = new SObj(def.name);
  const problems: RowError[] = [];
  for (const [key, value] of Object.entries(wire)) {
    if (key === 'attributes') continue;
    const name = world.names.inward(key);
    const field = name === null ? undefined : def.fields.get(name.toLowerCase());
    const parent = name === null ? undefined : def.parents.get(name.toLowerCase());
    if (field) {
      const read = fromWire(field, value);
      if (read === undefined) problems.push(rowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${key}: value not of required type: ${JSON.stringify(value)}`, [key]));
      else record.set(field.name, field.type === 'id' && typeof read === 'string' ? world.repairId(read) : read);
    } else if (parent && typeof value === 'object' && value !== null) readParent(world, record, parent.relationshipName ?? key, parent.referenceTo[0] ?? '', value as Record<string, unknown>, refused);
    else problems.push(rowError('INVALID_FIELD', `No such column '${key}' on sobject of type ${shown}`));
  }
  if (problems.length) refused.set(record, problems);
  return record;
}

function readParent(world: World, record: SObj, name: string, target: string, value: Record<string, unknown>, refused: Map<SObj, RowError[]>): void {
  record.set(name, fromWireRecord(world, { ...value, attributes: { type: world.names.outward(target) } }, refused));
}
