import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { newId } from '../kernel/ids.ts';
import { hashToken, newToken } from './operators.ts';
import type { RegistryParts } from './parts.ts';

export const TOKEN_FILE = 'operator-token';
/** Any number that nothing else locks. */
const LOCK = 4_281_001;

/**
 * Gives the very first start an admin of all orgs, whose token stands in `<dataFolder>/operator-token` and nowhere else.
 * The file is written before the row is committed: a crash between leaves a token that is worth nothing, and the next start writes a new one.
 * Returns whether it made one.
 */
export async function ensureFirstOperator(parts: RegistryParts, dataFolder: string): Promise<boolean> {
  return parts.db.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(db);
    if (await db.selectFrom('operators').select('id').limit(1).executeTakeFirst()) return false;
    const token = newToken();
    const row = await db.insertInto('operators').values({ id: newId(), name: 'first admin', role: 'admin', orgs: JSON.stringify(['*']), token_hash: hashToken(token.reveal()) }).returning('id').executeTakeFirstOrThrow();
    await parts.audit(db, { orgId: null, actor: 'crossledger', action: 'operator.added', subject: `operator/${row.id}`, reason: 'first start', after: { name: 'first admin', role: 'admin', orgs: ['*'] } });
    writePrivate(path.join(dataFolder, TOKEN_FILE), `${token.reveal()}\n`);
    return true;
  });
}

function writePrivate(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}
