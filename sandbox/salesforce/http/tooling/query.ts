import type { WireReply } from '../../../common/wire.ts';
import { dataPath, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { json } from '../reply.ts';
import { checkFlexiPageFields, checkOneRow, flexiPageRows } from './flexi-pages.ts';
import { toolingRows, type ToolingRow } from './rows.ts';

export const toolingQueryRoutes: Route[] = [
  { method: 'GET', pattern: 'tooling', answer: (call) => json(200, { query: dataPath(call, 'tooling/query'), sobjects: dataPath(call, 'tooling/sobjects') }) },
  { method: 'GET', pattern: 'tooling/query', answer: answerToolingQuery },
];

/** Serves the tooling questions of the CLI: the fields asked for, with conditions on equality and lists only. */
async function answerToolingQuery(call: Call): Promise<WireReply> {
  const soql = call.request.query.get('q') ?? '';
  const [, list = '', object = '', where = '', limit] = /^\s*select\s+(.+?)\s+from\s+(\w+)(?:\s+where\s+(.+?))?(?:\s+order\s+by\s.+?)?(?:\s+limit\s+(\d+))?\s*$/is.exec(soql) ?? [];
  const fields = list.split(',').map((name) => name.trim());
  const rows = object.toLowerCase() === 'flexipage' ? pagesFor(call, fields, where) : await toolingRows(call.context, object);
  if (!rows) throw new RestError(400, 'INVALID_TYPE', `sObject type '${object}' is not supported.`);
  const found = rows.filter((row) => meets(row, where)).slice(0, limit === undefined ? undefined : Number(limit));
  if (object.toLowerCase() === 'flexipage') checkOneRow(fields, found.length);
  const records = found.map((row) => toRecord(call, object, row, fields));
  return json(200, { size: records.length, totalSize: records.length, done: true, queryLocator: null, entityTypeName: records.length > 0 ? object : null, records });
}

function pagesFor({ context: { org, metadata }, actor }: Call, fields: readonly string[], where: string): ToolingRow[] | undefined {
  const rows = flexiPageRows(metadata?.tree() ?? new Map(), org.namespace, org.users.find((user) => user.id === actor.userId)?.userPermissions ?? []);
  if (rows) checkFlexiPageFields(fields, where);
  return rows;
}

function toRecord(call: Call, type: string, row: ToolingRow, fields: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = { attributes: { type, url: dataPath(call, `tooling/sobjects/${type}/${String(row['Id'])}`) } };
  for (const field of fields) {
    const [name = ''] = field.split('.');
    record[name] = row[name] ?? null;
  }
  return record;
}

function meets(row: ToolingRow, where: string): boolean {
  if (where === '') return true;
  return where.split(/\s+and\s+/i).every((condition) => condition.split(/\s+or\s+/i).some((one) => meetsOne(row, one)));
}

function meetsOne(row: ToolingRow, condition: string): boolean {
  const [, path = '', single, many] = /^\(?\s*([\w.]+)\s*(?:=\s*(null|'[^']*')|in\s*\(([^)]*)\))\s*\)?$/i.exec(condition.trim()) ?? [];
  if (path === '') throw new RestError(400, 'MALFORMED_QUERY', `This org cannot answer the tooling condition ${condition}`);
  const wanted = (single ?? many ?? '').split(',').map((one) => one.trim().replace(/^'|'$/g, ''));
  const value = valueAt(row, path);
  return wanted.some((one) => value === one || (value.length === 18 && value.slice(0, 15) === one.slice(0, 15)));
}

function valueAt(row: ToolingRow, path: string): string {
  let value: unknown = row;
  for (const step of path.split('.')) value = Object.entries(typeof value === 'object' ? (value ?? {}) : {}).find(([name]) => name.toLowerCase() === step.toLowerCase())?.[1];
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
