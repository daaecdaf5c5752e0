import type { WireReply } from '../../../common/wire.ts';
import { param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { describeObject } from '../records/read-record.ts';

const dayMs = 86_400_000;

export const changeRoutes: Route[] = [
  { method: 'GET', pattern: 'sobjects/:object/updated', answer: listUpdated },
  { method: 'GET', pattern: 'sobjects/:object/deleted', answer: listDeleted },
];

interface Span {
  readonly start: string;
  readonly end: string;
  readonly latestDateCovered: string;
}

async function listUpdated(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const span = readSpan(call);
  const { records } = await call.context.org.query(`SELECT Id FROM ${object.name} WHERE ${inSpan(span)} ORDER BY SystemModstamp`, call.actor);
  return json200({ ids: records.map((record) => record['Id']), latestDateCovered: span.latestDateCovered });
}

async function listDeleted(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const span = readSpan(call);
  const soql = `SELECT Id, SystemModstamp FROM ${object.name} WHERE IsDeleted = true AND ${inSpan(span)} ORDER BY SystemModstamp`;
  const { records } = await call.context.org.query(soql, call.actor, { includeDeleted: true });
  return json200({
    deletedRecords: records.map((record) => ({ id: record['Id'], deletedDate: record['SystemModstamp'] })),
    earliestDateAvailable: toWire(Date.now() - 15 * dayMs),
    latestDateCovered: span.latestDateCovered,
  });
}

function json200(body: object): WireReply {
  return { status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(body) };
}

/** Seconds are ignored; at most 30 days back; what is not over yet is not covered (salesforce.md §3.3). */
function readSpan(call: Call): Span {
  const startMs = readInstant(call, 'start');
  const endMs = readInstant(call, 'end');
  if (endMs <= startMs) throw new RestError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than or equal to endDate');
  if (startMs < Date.now() - 30 * dayMs) throw new RestError(400, 'INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  return { start: toSoql(wholeMinute(startMs)), end: toSoql(wholeMinute(endMs + 59_999)), latestDateCovered: toWire(wholeMinute(Math.min(endMs, Date.now()))) };
}

function readInstant(call: Call, name: string): number {
  const text = call.request.query.get(name) ?? '';
  const ms = Date.parse(text.replace(' ', '+')); // an unescaped + arrives as a blank
  if (Number.isNaN(ms)) throw new RestError(400, 'INVALID_REPLICATION_DATE', `${name} is not a date: ${text}`);
  return ms;
}

function inSpan({ start, end }: Span): string {
  return `SystemModstamp >= ${start} AND SystemModstamp < ${end}`;
}

function wholeMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

function toSoql(ms: number): string {
  return new Date(ms).toISOString();
}

function toWire(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
