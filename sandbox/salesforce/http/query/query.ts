import { header, type WireReply } from '../../../common/wire.ts';
import type { QueryResult } from '../../org.ts';
import { dataPath, param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { shapeRecord } from '../records/shape-records.ts';
import { json } from '../reply.ts';
import { toColumnMetadata } from './columns.ts';
import type { Page } from './locators.ts';

export const queryRoutes: Route[] = [
  { method: 'GET', pattern: 'query', answer: (call) => answerQuery(call, false) },
  { method: 'GET', pattern: 'queryAll', answer: (call) => answerQuery(call, true) },
  { method: 'GET', pattern: 'query/:locator', answer: answerMore },
  { method: 'GET', pattern: 'queryAll/:locator', answer: answerMore },
];

const largestPage = 2000;
const smallestPage = 200;

async function answerQuery(call: Call, includeDeleted: boolean): Promise<WireReply> {
  const soql = call.request.query.get('q');
  if (!soql) throw new RestError(400, 'MALFORMED_QUERY', 'SOQL statement cannot be empty');
  const result = await call.context.org.query(soql, call.actor, { includeDeleted });
  if (call.request.query.get('columns') === 'true') return json(200, toColumnMetadata(call, soql, result));
  return toReply(call, call.context.locators.open(result, call.actor.userId, pageSize(call)), isCount(soql, result));
}

function answerMore(call: Call): WireReply {
  return toReply(call, call.context.locators.read(param(call, 'locator'), call.actor.userId, pageSize(call)), false);
}

function toReply(call: Call, page: Page, countOnly: boolean): WireReply {
  const { next, totalSize } = page;
  return json(200, {
    totalSize,
    done: next === undefined,
    ...(next !== undefined && { nextRecordsUrl: dataPath(call, `query/${next}`) }),
    records: countOnly ? [] : page.records.map((record) => shapeRecord(call, record)),
  });
}

/** `SELECT count() FROM X` answers its number as totalSize and no rows. */
function isCount(soql: string, result: QueryResult): boolean {
  return result.columns.length === 0 && /^\s*select\s+count\(\s*\)\s+from\b/i.test(soql);
}

/** The batch size is a hint between 200 and 2,000 (salesforce.md §3.3). */
function pageSize(call: Call): number {
  const asked = Number(/batchSize=(\d+)/i.exec(header(call.request, 'sforce-query-options') ?? '')?.[1] ?? largestPage);
  return Math.min(largestPage, Math.max(smallestPage, asked));
}
