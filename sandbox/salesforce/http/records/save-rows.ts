import type { Actor, SaveOperation, SaveOptions, SaveResult, WireRecord } from '../../org.ts';
import type { RowFault } from '../admin/row-faults.ts';
import type { OrgContext } from '../call.ts';
import { resolveParents } from './resolve-parents.ts';

const rolledBack = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

/** The one way by which the wire changes rows: resolves parents, lets scripted row faults strike, then saves. */
export async function saveRows(context: OrgContext, operation: SaveOperation, records: readonly WireRecord[], actor: Actor, options: SaveOptions): Promise<SaveResult[]> {
  const refused = new Map<number, SaveResult>();
  const rows: { at: number; record: WireRecord }[] = [];
  for (const [at, record] of records.entries()) {
    const fault = context.rowFaults.strike(operation, record);
    const resolved = fault ? undefined : await resolveParents(context.org, record, actor);
    if (fault) refused.set(at, toRefusal(record, fault));
    else if (resolved && 'errors' in resolved) refused.set(at, { id: null, success: false, errors: resolved.errors });
    else rows.push({ at, record: resolved?.record ?? record });
  }
  if (refused.size > 0 && options.allOrNone) {
    return records.map((record, at) => refused.get(at) ?? { id: idOf(record), success: false, errors: [rolledBack] });
  }
  const saved = rows.length > 0 ? await context.org.save(operation, rows.map((row) => row.record), actor, options) : [];
  const results = new Map(rows.map((row, at) => [row.at, saved[at]]));
  return records.map((_, at) => refused.get(at) ?? results.get(at) ?? missingResult());
}

export function idOf(record: WireRecord): string | null {
  const id = record['Id'] ?? record['id'];
  return typeof id === 'string' ? id : null;
}

function toRefusal(record: WireRecord, { statusCode, message, fields }: RowFault): SaveResult {
  return { id: idOf(record), success: false, errors: [{ statusCode, message, fields }] };
}

function missingResult(): never {
  throw new Error('The engine answered with fewer results than rows');
}
