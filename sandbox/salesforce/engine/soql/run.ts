import type { ObjectDef } from '../records/schema.ts';
import type { StoredRow } from '../records/store.ts';
import { AList, keyOf } from '../values/collections.ts';
import { compare, compareIds } from '../values/compare.ts';
import { toDec } from '../values/dec.ts';
import { raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { checkAccess } from './access.ts';
import { isIdSource, prepare, resolve } from './conditions.ts';
import type { Ready } from './conditions.ts';
import { rowAt, visible } from './context.ts';
import type { RunContext } from './context.ts';
import { sourceValue } from './functions.ts';
import type { FieldPath, Operand, OrderKey, Plan, SelectItem } from './plan.ts';

export interface QueryOutcome {
  /** Set for `SELECT COUNT() FROM …`. */
  count: number | null;
  rows: SObj[];
  /** Stored rows that were read, for the limit on query rows. */
  rowsRead: number;
}

/** Runs a plan. Throws SoqlError when access is refused. */
export async function runPlan(plan: Plan, context: RunContext): Promise<QueryOutcome> {
  const inMode: RunContext = plan.mode === 'user' ? { ...context, enforceFields: true, enforceSharing: true } : plan.mode === 'system' ? { ...context, enforceFields: false } : context;
  checkAccess(plan, inMode);
  const found = await matchRows(plan, inMode);
  if (plan.countOnly) return { count: found.length, rows: [], rowsRead: 1 };
  if (plan.aggregate) return { count: null, rows: await runGroups(plan, inMode, found), rowsRead: found.length };
  const rows = await page(plan, inMode, sortRows(plan.order, inMode, found));
  const result: SObj[] = [];
  for (const row of rows) result.push(await project(plan, inMode, row));
  return { count: null, rows: result, rowsRead: rows.length };
}

async function matchRows(plan: Plan, context: RunContext): Promise<StoredRow[]> {
  const ready = plan.where ? await prepare(plan.where, context, runSemiJoin) : null;
  const rows: StoredRow[] = [];
  for (const row of candidates(plan.def, context, ready)) if (visible(context, plan.def, row, plan.allRows) && (!ready || ready.test([row]))) rows.push(row);
  return rows;
}

/** Rows to test: those of an index when a condition allows it, else all. */
function candidates(def: ObjectDef, context: RunContext, ready: Ready | null): Iterable<StoredRow> {
  for (const hint of ready?.hints ?? []) {
    const ids = hint.field === 'Id' ? hint.values.filter((value) => typeof value === 'string') : context.store.idsByIndex(def.name, hint.field, hint.values);
    if (ids) return [...new Set(ids)].flatMap((id) => context.store.get(def.name, id) ?? []);
  }
  return context.store.rows(def.name).values();
}

async function runSemiJoin(plan: Plan, context: RunContext): Promise<Value[]> {
  checkAccess(plan, context);
  const item = plan.items[0];
  if (item?.kind !== 'field') return raise('QueryException', 'A semi-join must select one field');
  const rows = await matchRows(plan, context);
  return rows.map((row) => sourceValue(context, [row], { kind: 'field', path: item.path }));
}

function sortRows(order: OrderKey[], context: RunContext, rows: StoredRow[]): StoredRow[] {
  if (!order.length) return rows;
  const keyed = rows.map((row) => ({ row, keys: order.map((key) => sourceValue(context, [row], key.source)) }));
  keyed.sort((a, b) => compareKeys(order, a.keys, b.keys));
  return keyed.map((each) => each.row);
}

function compareKeys(order: OrderKey[], a: Value[], b: Value[]): number {
  for (const [i, key] of order.entries()) {
    const x = a[i] ?? null;
    const y = b[i] ?? null;
    if (x === null || y === null) {
      if (x === y) continue;
      return (x === null) === key.nullsLast ? 1 : -1;
    }
    const rank = isIdSource(key.source) ? compareIds(x, y) : compare(x, y);
    if (rank) return key.descending ? -rank : rank;
  }
  return 0;
}

async function page<Row>(plan: Plan, context: RunContext, rows: Row[]): Promise<Row[]> {
  const from = plan.offset ? await numberOf(plan.offset, context) : 0;
  const to = plan.limit ? from + await numberOf(plan.limit, context) : undefined;
  return from || to !== undefined ? rows.slice(from, to) : rows;
}

async function numberOf(operand: Operand, context: RunContext): Promise<number> {
  const resolved = await resolve(operand, context, runSemiJoin);
  const value = 'value' in resolved ? resolved.value : null;
  return typeof value === 'number' || (typeof value === 'object' && value !== null && 'd' in value) ? toDec(value).toNumber() : raise('QueryException', 'LIMIT and OFFSET need a number');
}

async function project(plan: Plan, context: RunContext, row: StoredRow): Promise<SObj> {
  const record = new SObj(plan.def.name);
  record.queried = true;
  record.set('Id', row.get('id') ?? null);
  for (const item of plan.items) await projectItem(item, record, row, context);
  return record;
}

async function projectItem(item: SelectItem, record: SObj, row: StoredRow, context: RunContext): Promise<void> {
  if (item.kind === 'function') {
    const name = item.alias ?? (item.call.path?.hops.length === 0 ? item.call.path.field.name : 'expr0');
    record.set(name, sourceValue(context, [row], item));
  } else if (item.kind === 'field') projectPath(item.path, record, row, context);
  else {
    const children = await runChildren(item.plan, context, item.relationship.field, row.get('id') ?? null);
    record.set(item.relationship.name, new AList(makeType(item.plan.def.name), children));
  }
}

function projectPath(path: FieldPath, record: SObj, row: StoredRow, context: RunContext): void {
  let to = record;
  let at: StoredRow = row;
  for (const hop of path.hops) {
    const parent = rowAt(context, at, { hops: [hop], def: hop.target, field: hop.field });
    if (!parent) {
      if (!to.has(hop.name)) to.set(hop.name, null);
      return;
    }
    let next = to.get(hop.name);
    if (!(next instanceof SObj)) {
      next = new SObj(hop.target.name);
      next.queried = true;
      next.set('Id', parent.get('id') ?? null);
      to.set(hop.name, next);
    }
    to = next;
    at = parent;
  }
  to.set(path.field.name, at.get(path.field.name.toLowerCase()) ?? null);
}

async function runChildren(plan: Plan, context: RunContext, field: string, parentId: Value): Promise<SObj[]> {
  checkAccess(plan, context);
  const ready = plan.where ? await prepare(plan.where, context, runSemiJoin) : null;
  const ids = context.store.idsByIndex(plan.def.name, field, [parentId]) ?? [];
  const rows = ids.flatMap((id) => context.store.get(plan.def.name, id) ?? []).filter((row) => visible(context, plan.def, row, plan.allRows) && (!ready || ready.test([row])));
  const result: SObj[] = [];
  for (const row of await page(plan, context, sortRows(plan.order, context, rows))) result.push(await project(plan, context, row));
  return result;
}

async function runGroups(plan: Plan, context: RunContext, rows: StoredRow[]): Promise<SObj[]> {
  const groups = new Map<string, StoredRow[]>();
  if (!plan.groups.length) groups.set('', rows);
  for (const row of plan.groups.length ? rows : []) {
    const key = JSON.stringify(plan.groups.map((group) => groupKey(sourceValue(context, [row], group))));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const having = plan.having ? await prepare(plan.having, context, runSemiJoin) : null;
  const kept = [...groups.values()].filter((group) => !having || having.test(group));
  const keyed = kept.map((group) => ({ group, keys: plan.order.map((key) => sourceValue(context, group, key.source)) }));
  if (plan.order.length) keyed.sort((a, b) => compareKeys(plan.order, a.keys, b.keys));
  return (await page(plan, context, keyed)).map(({ group }) => groupRecord(plan, context, group));
}

const groupKey = (value: Value): string => (typeof value === 'string' ? value.toLowerCase() : String(keyOf(value)));

function groupRecord(plan: Plan, context: RunContext, group: StoredRow[]): SObj {
  const record = new SObj('AggregateResult');
  let unnamed = 0;
  for (const item of plan.items) {
    if (item.kind === 'children') continue;
    const value = sourceValue(context, group, item);
    if (item.kind === 'field') record.set(item.alias ?? item.path.field.name, value);
    else {
      record.set(item.alias ?? `expr${unnamed}`, value);
      if (!item.alias) unnamed += 1;
    }
  }
  return record;
}
