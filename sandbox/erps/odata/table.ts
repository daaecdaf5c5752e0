export type Row = Readonly<Record<string, unknown>>;

/** One version of one record; a change makes a new one, so a held version stays what it was. */
export interface Stored {
  readonly key: string;
  readonly id: number;
  readonly version: number;
  readonly row: Row;
}

export interface TableOptions {
  readonly name: string;
  readonly keys: readonly string[];
  /** Properties with an equality index. */
  readonly indexes?: readonly string[];
  readonly foldsCase: boolean;
  /** Answers of the server that need not outlive it. */
  readonly isVolatile?: boolean;
}

export interface Table {
  readonly name: string;
  readonly isVolatile: boolean;
  readonly size: number;
  keyOf(row: Row): string;
  get(key: string): Stored | undefined;
  all(): Iterable<Stored>;
  hasIndex(property: string): boolean;
  /** Records whose property equals the value; only for indexed properties. */
  find(property: string, value: unknown): Stored[];
  put(stored: Stored): void;
  remove(key: string): void;
}

export function makeTable(options: TableOptions): Table {
  const records = new Map<string, Stored>();
  const indexes = new Map((options.indexes ?? []).map((property) => [property, new Map<string, Map<string, Stored>>()]));
  const fold = (value: unknown): string => foldKeyPart(value, options.foldsCase);
  const unindex = (stored: Stored): void => {
    for (const [property, index] of indexes) index.get(fold(stored.row[property]))?.delete(stored.key);
  };
  return {
    name: options.name,
    isVolatile: options.isVolatile ?? false,
    get size() {
      return records.size;
    },
    keyOf: (row) => options.keys.map((key) => fold(row[key])).join('\u0000'),
    get: (key) => records.get(key),
    all: () => records.values(),
    hasIndex: (property) => indexes.has(property),
    find(property, value) {
      const index = indexes.get(property);
      if (!index) throw new Error(`${options.name} has no index on ${property}`);
      return [...(index.get(fold(value))?.values() ?? [])];
    },
    put(stored) {
      const old = records.get(stored.key);
      if (old) unindex(old);
      records.set(stored.key, stored);
      for (const [property, index] of indexes) {
        const value = fold(stored.row[property]);
        const bucket = index.get(value) ?? new Map<string, Stored>();
        index.set(value, bucket.set(stored.key, stored));
      }
    },
    remove(key) {
      const old = records.get(key);
      if (old) unindex(old);
      records.delete(key);
    },
  };
}

/** Instants are kept as text, so a key part compares as text; numbers as their shortest form. */
export function foldKeyPart(value: unknown, foldsCase: boolean): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return foldsCase ? text.toLowerCase() : text;
}
