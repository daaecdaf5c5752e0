import { createHash, randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import type { Role } from '../contract/endpoint.ts';
import { instant } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import type { Database } from '../store/database.ts';
import type { OperatorRow } from '../store/schema.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { invalid, unknown } from './refuse.ts';

const TOKEN_BYTES = 32;

export interface Operator {
  id: string;
  name: string;
  role: Role;
  /** Org ids of 18 characters; `*` means every org. */
  orgs: string[];
  createdAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

const stored = z.object({ role: z.enum(['viewer', 'operator', 'admin']), orgs: z.array(z.string()) });

const operatorFrom = (row: Selectable<OperatorRow>): Operator => ({
  id: row.id, name: row.name, ...stored.parse(row), createdAt: row.created_at, revokedAt: row.revoked_at, lastUsedAt: row.last_used_at,
});

/** 256 random bits, base64url. */
export const newToken = (): Secret => new Secret(randomBytes(TOKEN_BYTES).toString('base64url'));

/** A plain hash is enough for 256 random bits; looking it up tells nothing about the token by its timing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The operator with this token, revoked ones included; null when there is none. */
export async function findOperator(db: Database, token: string): Promise<Operator | null> {
  const row = await db.selectFrom('operators').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst();
  return row === undefined ? null : operatorFrom(row);
}

export async function listOperators(db: Database): Promise<Operator[]> {
  return (await db.selectFrom('operators').selectAll().orderBy('created_at').orderBy('id').execute()).map(operatorFrom);
}

/** The token is told this once and is nowhere stored in clear. */
export async function addOperator(parts: RegistryParts, input: { name: string; role: Role; orgs: string[] }, by: Actor): Promise<{ operator: Operator; token: Secret }> {
  const token = newToken();
  const operator = await parts.db.transaction().execute(async (db) => {
    const row = await db.insertInto('operators').values({ id: newId(), name: input.name, role: input.role, orgs: JSON.stringify(input.orgs), token_hash: hashToken(token.reveal()) }).returningAll().executeTakeFirstOrThrow();
    const added = operatorFrom(row);
    await parts.audit(db, { orgId: null, actor: by.actor, action: 'operator.added', subject: `operator/${added.id}`, after: { name: added.name, role: added.role, orgs: added.orgs }, requestId: by.requestId });
    return added;
  });
  return { operator, token };
}

/** Works at once on every instance. Revoking again changes nothing. The last admin of all orgs stays, else nobody could come in. */
export async function revokeOperator(parts: RegistryParts, id: string, by: Actor): Promise<Operator> {
  return parts.db.transaction().execute(async (db) => {
    const all = (await db.selectFrom('operators').selectAll().orderBy('id').forUpdate().execute()).map(operatorFrom);
    const before = all.find((operator) => operator.id === id);
    if (before === undefined) throw unknown('Operator', id);
    if (before.revokedAt !== null) return before;
    if (isChief(before) && all.filter(isChief).length === 1) throw invalid('the last admin of all orgs cannot be revoked; add another one first');
    const row = await db.updateTable('operators').set({ revoked_at: instant(parts.clock.now()) }).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
    const after = operatorFrom(row);
    await parts.audit(db, { orgId: null, actor: by.actor, action: 'operator.revoked', subject: `operator/${id}`, before: { revokedAt: null }, after: { revokedAt: after.revokedAt }, requestId: by.requestId });
    return after;
  });
}

const isChief = (operator: Operator): boolean => operator.role === 'admin' && operator.orgs.includes('*') && operator.revokedAt === null;

export const actorOf = (operator: Pick<Operator, 'id' | 'name'>): string => `operator:${operator.name} (${operator.id})`;
