import type { WireReply, WireRequest } from '../../../common/wire.ts';
import type { SaveOperation, WireRecord } from '../../org.ts';
import type { Call } from '../call.ts';
import { quoteSoql } from '../records/soql.ts';

/** Takes one finished row write back. The engine commits each call by itself, so a composite rolls back by undoing. */
export interface Undo {
  readonly operation: SaveOperation;
  readonly record: WireRecord;
}

const rowPath = /^\/services\/data\/v[\d.]+\/sobjects\/(\w+)(?:\/([^/]+))?(?:\/([^/]+))?\/?$/;

/** Remembers what a row write is about to change; undefined for reads and other resources. */
export async function noteUndo(call: Call, request: WireRequest): Promise<((reply: WireReply) => Undo) | undefined> {
  const [, object, first, second] = rowPath.exec(request.path) ?? [];
  if (object === undefined || request.method === 'GET') return undefined;
  if (request.method === 'POST' && first === undefined) return deleteCreated(object);
  const where = second === undefined ? `Id = ${quoteSoql(decodeURIComponent(first ?? ''))}` : `${first} = ${quoteSoql(decodeURIComponent(second))}`;
  const before = await readBefore(call, object, where);
  if (!before) return deleteCreated(object);
  return () => (request.method === 'DELETE' ? { operation: 'undelete', record: before } : { operation: 'update', record: keepNamed(before, request.text) });
}

/** Newest first, in system mode, so that the user's rights do not stand in the way. */
export async function undoAll(call: Call, undo: readonly Undo[]): Promise<void> {
  for (const { operation, record } of [...undo].reverse()) {
    await call.context.org.save(operation, [record], { userId: call.session.userId, system: true }, { allOrNone: true });
  }
}

function deleteCreated(object: string): (reply: WireReply) => Undo {
  return (reply) => {
    const { id } = JSON.parse(typeof reply.body === 'string' ? reply.body : '{}') as { id?: string };
    return { operation: 'delete', record: { attributes: { type: object }, Id: id } };
  };
}

async function readBefore(call: Call, object: string, where: string): Promise<WireRecord | undefined> {
  const system = { userId: call.session.userId, system: true };
  const fields = call.context.org.describe(object, system)?.fields.filter((field) => field.updateable) ?? [];
  if (fields.length === 0) return undefined;
  const { records } = await call.context.org.query(`SELECT Id, ${fields.map((field) => field.name).join(', ')} FROM ${object} WHERE ${where}`, system);
  return records[0];
}

function keepNamed(before: WireRecord, body: string): WireRecord {
  const named = new Set(Object.keys(JSON.parse(body) as object).map((name) => name.toLowerCase()));
  const kept = Object.entries(before).filter(([name]) => name === 'Id' || named.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), attributes: { type: before.attributes.type } };
}
