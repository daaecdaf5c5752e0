import { compactEntries, makeNoJournal, openJournal, type Journal } from '../../common/journal.ts';
import type { Row, Stored, Table } from './table.ts';

export interface Change {
  readonly table: string;
  readonly key: string;
  readonly before: Stored | undefined;
  readonly atMs: number;
}

/** What one transaction may do. */
export interface Writer {
  insert(table: Table, row: Row): Stored;
  update(table: Table, stored: Stored, changes: Row): Stored;
  remove(table: Table, stored: Stored): void;
}

export interface Store {
  /** Runs `work` as one transaction: when it throws, nothing of it stays. */
  transact<T>(work: (writer: Writer) => T): T;
  /** Changes younger than `ageMs`, oldest first. */
  changesSince(ageMs: number): Change[];
  /** Forgets everything but the seed. */
  reset(): void;
  close(): void;
}

interface SavedChange {
  readonly table: string;
  readonly key: string;
  /** Absent when the record was removed. */
  readonly stored?: Stored;
}

interface SavedStart {
  readonly start: { readonly seed: number; readonly baseDate: string };
}

type Saved = SavedChange | SavedStart;

export interface StoreOptions {
  readonly folder?: string;
  readonly name: string;
  readonly tables: ReadonlyMap<string, Table>;
  readonly start: { readonly seed: number; readonly baseDate: string };
  /** Fills the tables; called at start and at reset. Gets the start that an existing journal remembers. */
  readonly fill: (put: (table: Table, row: Row) => void, start: { seed: number; baseDate: string }) => void;
}

const keptChangesMs = 120_000;

export function openStore(options: StoreOptions): Store {
  const journal: Journal<Saved> = options.folder === undefined ? makeNoJournal() : openJournal(options.folder, options.name);
  const remembered = journal.found.find((entry) => 'start' in entry);
  const start = remembered?.start ?? options.start;
  let lastId = 0;
  const seed = (): void => {
    for (const table of options.tables.values()) for (const stored of [...table.all()]) table.remove(stored.key);
    lastId = 5_637_144_575; // record ids of F&O begin here
    options.fill((table, row) => table.put({ key: table.keyOf(row), id: ++lastId, version: 1, row }), start);
  };
  seed();
  replay(options.tables, journal);
  for (const table of options.tables.values()) for (const stored of table.all()) lastId = Math.max(lastId, stored.id);
  if (!remembered) journal.append([{ start }]);
  let recent: Change[] = [];
  return {
    transact(work) {
      const changes: Change[] = [];
      const writer = makeWriter(changes, () => ++lastId);
      try {
        const result = work(writer);
        journal.append(changes.filter((change) => options.tables.get(change.table)?.isVolatile === false).map((change) => save(options.tables, change)));
        recent = [...recent.filter((change) => change.atMs > Date.now() - keptChangesMs), ...changes];
        return result;
      } catch (cause) {
        for (const change of changes.reverse()) undo(options.tables, change);
        throw cause;
      }
    },
    changesSince: (ageMs) => recent.filter((change) => change.atMs > Date.now() - ageMs),
    reset() {
      recent = [];
      seed();
      journal.rewrite([{ start }]);
    },
    close: () => journal.close(),
  };
}

function replay(tables: ReadonlyMap<string, Table>, journal: Journal<Saved>): void {
  const newest = compactEntries(journal.found, (entry) => ('start' in entry ? 'start' : `${entry.table}\u0000${entry.key}`));
  for (const entry of newest) {
    if ('start' in entry) continue;
    const table = tables.get(entry.table);
    if (entry.stored) table?.put(entry.stored);
    else table?.remove(entry.key);
  }
  if (journal.found.length > newest.length * 2) journal.rewrite(newest);
}

function makeWriter(changes: Change[], nextId: () => number): Writer {
  const note = (table: Table, key: string, before: Stored | undefined): void => {
    changes.push({ table: table.name, key, before, atMs: Date.now() });
  };
  return {
    insert(table, row) {
      const stored: Stored = { key: table.keyOf(row), id: nextId(), version: 1, row };
      note(table, stored.key, undefined);
      table.put(stored);
      return stored;
    },
    update(table, stored, values) {
      const next: Stored = { ...stored, version: stored.version + 1, row: { ...stored.row, ...values } };
      note(table, stored.key, stored);
      table.put(next);
      return next;
    },
    remove(table, stored) {
      note(table, stored.key, stored);
      table.remove(stored.key);
    },
  };
}

function undo(tables: ReadonlyMap<string, Table>, change: Change): void {
  const table = tables.get(change.table);
  if (change.before) table?.put(change.before);
  else table?.remove(change.key);
}

function save(tables: ReadonlyMap<string, Table>, change: Change): SavedChange {
  const stored = tables.get(change.table)?.get(change.key);
  return { table: change.table, key: change.key, ...(stored && { stored }) };
}
