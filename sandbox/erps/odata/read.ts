import { compileFilter, normalizeValue, type FilterDialect } from './filter-run.ts';
import { parseFilter } from './filter-tree.ts';
import type { EntityType } from './model.ts';
import { narrowByIndex } from './narrow.ts';
import { ODataProblem } from './problem.ts';
import type { Order, QueryOptions } from './query.ts';
import type { Row, Stored, Table } from './table.ts';

export interface Page {
  readonly rows: readonly Stored[];
  /** All rows that match the filter, whatever the page holds. */
  readonly total: number;
  /** Present when the server has more to give. */
  readonly nextToken?: string;
}

export interface ReadRequest {
  readonly type: EntityType;
  readonly table: Table;
  readonly options: QueryOptions;
  readonly dialect: FilterDialect;
  readonly pageSize: number;
  /** A further condition, such as the caller's company. */
  readonly only?: (row: Row) => boolean;
  /** Replaces the table's rows, for a lagging copy. */
  readonly from?: (narrowed: Iterable<Stored>) => Iterable<Stored>;
}

/** Reads one server-driven page. */
export function readPage(request: ReadRequest): Page {
  const { options, type, dialect } = request;
  checkNames(options, type, dialect);
  const matches = matchRows(request);
  if (options.orderBy.length > 0) matches.sort(comparer(options.orderBy, type, dialect));
  const { offset, left } = readToken(options);
  const size = Math.min(request.pageSize, left);
  const rows = matches.slice(offset, offset + size);
  const hasMore = offset + size < matches.length && left > size;
  return {
    rows,
    total: matches.length,
    ...(hasMore && { nextToken: Buffer.from(`${offset + size}:${left - size}`).toString('base64url') }),
  };
}

export function matchRows(request: ReadRequest): Stored[] {
  const { options, type, table, dialect, only } = request;
  const filter = options.filter === undefined ? undefined : parseFilter(options.filter);
  const test = filter && compileFilter(filter, type, dialect);
  const narrowed = narrowByIndex(table, filter, dialect.hasWildcards);
  const matches: Stored[] = [];
  for (const stored of request.from ? request.from(narrowed) : narrowed) {
    if ((!only || only(stored.row)) && (!test || test(stored.row))) matches.push(stored);
  }
  return matches;
}

function checkNames(options: QueryOptions, type: EntityType, dialect: FilterDialect): void {
  const names = [...(options.select ?? []), ...options.orderBy.map((order) => order.property)];
  const unknown = names.find((name) => !type.properties.has(name) && !type.navigations.has(name));
  if (unknown !== undefined) throw dialect.unknownProperty(unknown, type);
}

function comparer(orders: readonly Order[], type: EntityType, dialect: FilterDialect): (left: Stored, right: Stored) => number {
  const keys = orders.map(({ property, descending }) => {
    const shape = type.properties.get(property);
    const blank = shape ? dialect.blankOf(shape) : '';
    const read = (row: Row): unknown => normalizeValue(row[property] ?? blank, shape?.type ?? '', dialect);
    return { read, sign: descending ? -1 : 1 };
  });
  return (left, right) => {
    for (const { read, sign } of keys) {
      const [one, other] = [read(left.row), read(right.row)] as [string, string];
      if (one < other) return -sign;
      if (one > other) return sign;
    }
    return left.id - right.id;
  };
}

function readToken(options: QueryOptions): { offset: number; left: number } {
  if (options.skipToken === undefined) return { offset: options.skip, left: options.top ?? Number.MAX_SAFE_INTEGER };
  const match = /^(\d+):(\d+)$/.exec(Buffer.from(options.skipToken, 'base64url').toString());
  if (!match) throw new ODataProblem(400, 'SkipTokenIsNoLongerValid', 'The skip token is no longer valid.');
  return { offset: Number(match[1]), left: Number(match[2]) };
}
