import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { makeId } from './ids.ts';
import type { FieldDef, ObjectDef, Schema } from './schema.ts';

/** Field values by lower-case name; never changed in place, so that an old version stays valid. */
export type StoredRow = ReadonlyMap<string, Value>;

interface Table {
  def: ObjectDef;
  rows: Map<string, StoredRow>;
  indexes: Map<string, Map<string, Set<string>>>;
}

interface Undo {
  table: Table;
  id: string;
  old: StoredRow | undefined;
}

const isIndexed = (field: FieldDef): boolean => field.type === 'reference' || field.unique || field.externalId || field.name === 'Name' || field.name === 'Username';
const indexKey = (value: Value): string => (typeof value === 'string' ? value.toLowerCase() : text(value));

/** The records of the org. Changes can be taken back to a mark until they are committed. */
export class Store {
  schema: Schema;
  #tables = new Map<string, Table>();
  #undo: Undo[] = [];
  #serials = new Map<string, number>();
  #risen = new Set<string>();
  #objectOfId = new Map<string, string>();
  /** Signatures of queued jobs that AsyncOptions gave. */
  readonly signatures = new Set<string>();
  /** Rises with every change of users, profiles and permissions. */
  setupVersion = 0;
  constructor(schema: Schema) {
    this.schema = schema;
  }
  #table(object: string): Table {
    const key = object.toLowerCase();
    const known = this.#tables.get(key);
    if (known) return known;
    const def = this.schema.object(object);
    const indexes = new Map([...def.fields.entries()].filter(([, field]) => isIndexed(field)).map(([name]) => [name, new Map<string, Set<string>>()]));
    const table = { def, rows: new Map<string, StoredRow>(), indexes };
    this.#tables.set(key, table);
    return table;
  }
  rows(object: string): ReadonlyMap<string, StoredRow> {
    return this.#table(object).rows;
  }
  get(object: string, id: string): StoredRow | null {
    return this.#table(object).rows.get(id) ?? null;
  }
  /** Ids whose field has one of the values; null when the field has no index. */
  idsByIndex(object: string, field: string, values: Value[]): string[] | null {
    const index = this.#table(object).indexes.get(field.toLowerCase());
    if (!index) return null;
    return values.flatMap((value) => [...(index.get(indexKey(value)) ?? [])]);
  }
  objectOf(id: string): string | null {
    return this.#objectOfId.get(id) ?? [...this.schema.objects.values()].find((def) => def.keyPrefix === id.slice(0, 3))?.name ?? null;
  }
  newId(object: string): string {
    const { keyPrefix } = this.schema.object(object);
    const serial = this.nextNumber(keyPrefix);
    return makeId(keyPrefix, serial);
  }
  /** The next of a running number; numbers are not given back by a rollback. */
  nextNumber(counter: string): number {
    const next = (this.#serials.get(counter) ?? 0) + 1;
    this.#serials.set(counter, next);
    this.#risen.add(counter);
    return next;
  }
  /** The running numbers that rose since the last call. */
  takeCounters(): Record<string, number> {
    const risen = Object.fromEntries([...this.#risen].map((counter) => [counter, this.#serials.get(counter) ?? 0]));
    this.#risen.clear();
    return risen;
  }
  setCounter(counter: string, value: number): void {
    this.#serials.set(counter, Math.max(value, this.#serials.get(counter) ?? 0));
  }
  put(object: string, id: string, row: StoredRow | null): void {
    const table = this.#table(object);
    this.#undo.push({ table, id, old: table.rows.get(id) });
    this.#write(table, id, row ?? undefined);
  }
  #write(table: Table, id: string, row: StoredRow | undefined): void {
    const old = table.rows.get(id);
    for (const [field, index] of table.indexes) {
      const before = old?.get(field) ?? null;
      const after = row?.get(field) ?? null;
      if (before === after && Boolean(old) === Boolean(row)) continue;
      if (old && before !== null) index.get(indexKey(before))?.delete(id);
      if (row && after !== null) addToIndex(index, indexKey(after), id);
    }
    if (row) {
      table.rows.set(id, row);
      this.#objectOfId.set(id, table.def.name);
    } else table.rows.delete(id);
    if (table.def.setup) this.setupVersion += 1;
  }
  mark(): number {
    return this.#undo.length;
  }
  rollback(mark: number): void {
    while (this.#undo.length > mark) {
      const undo = this.#undo.pop();
      if (undo) this.#write(undo.table, undo.id, undo.old);
    }
  }
  /** Ends the transaction and tells which rows it left in which state. */
  commit(): { object: string; id: string; row: StoredRow | null }[] {
    const touched = new Map<string, { object: string; id: string; row: StoredRow | null }>();
    for (const { table, id } of this.#undo) touched.set(`${table.def.name}:${id}`, { object: table.def.name, id, row: table.rows.get(id) ?? null });
    this.#undo = [];
    return [...touched.values()];
  }
  /** Keeps the rows under another schema: what it adds is empty, what it lacks is gone. Nothing may be uncommitted. */
  reshape(schema: Schema): void {
    const old = this.#tables;
    this.schema = schema;
    this.#tables = new Map();
    for (const { def, rows } of old.values()) {
      if (schema.find(def.name)) for (const [id, row] of rows) this.#write(this.#table(def.name), id, fitRow(schema.object(def.name), row));
    }
  }
  /** A store of its own with the same setup data, for a test. */
  fork(): Store {
    const fork = new Store(this.schema);
    for (const table of this.#tables.values()) {
      for (const [id, row] of table.rows) if (table.def.setup || row.get('isstandard') === true) fork.put(table.def.name, id, row);
    }
    for (const [counter, value] of this.#serials) fork.setCounter(counter, value);
    fork.commit();
    return fork;
  }
}

function fitRow(def: ObjectDef, row: StoredRow): StoredRow {
  return new Map([...def.fields].map(([key, field]): [string, Value] => [key, row.get(key) ?? (field.type === 'boolean' ? false : null)]));
}

function addToIndex(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
