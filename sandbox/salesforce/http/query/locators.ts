import { randomBytes } from 'node:crypto';
import type { QueryResult } from '../../org.ts';
import { RestError } from '../errors.ts';

interface Held {
  readonly result: QueryResult;
  readonly userId: string;
  readonly expiresAt: number;
}

export interface Page {
  readonly records: QueryResult['records'];
  readonly totalSize: number;
  /** `<locator>-<offset>`; absent on the last page. */
  readonly next?: string;
}

/** Results that are read page by page; a locator belongs to its user and dies after a while. */
export interface Locators {
  open(result: QueryResult, userId: string, pageSize: number): Page;
  read(locator: string, userId: string, pageSize: number): Page;
  expireAll(): void;
}

const keptResults = 50;

export function makeLocators(lifetimeMs: number): Locators {
  const held = new Map<string, Held>();
  const pageOf = (id: string, { records, totalSize }: QueryResult, offset: number, size: number): Page => {
    const end = offset + size;
    return { records: records.slice(offset, end), totalSize, ...(end < records.length && { next: `${id}-${end}` }) };
  };
  return {
    open(result, userId, pageSize) {
      if (result.records.length <= pageSize) return pageOf('', result, 0, pageSize);
      const id = makeLocatorId();
      held.set(id, { result, userId, expiresAt: Date.now() + lifetimeMs });
      const [oldest] = held.keys();
      if (held.size > keptResults && oldest !== undefined) held.delete(oldest);
      return pageOf(id, result, 0, pageSize);
    },
    read(locator, userId, pageSize) {
      const [, id = '', offset = ''] = /^(\w{15,18})-(\d+)$/.exec(locator) ?? [];
      const found = held.get(id);
      if (!found || found.userId !== userId || found.expiresAt <= Date.now()) throw new RestError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      return pageOf(id, found.result, Number(offset), pageSize);
    },
    expireAll: () => held.clear(),
  };
}

/** Locators of today's orgs begin with `0r8` (recorded exchange retrieve-query-more). */
function makeLocatorId(): string {
  return `0r8${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x').slice(0, 15)}`;
}
