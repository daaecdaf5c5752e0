import { CrossledgerError } from '../kernel/errors.ts';
import { instant } from '../kernel/clock.ts';
import type { Database } from '../store/database.ts';
import { countOpenExceptions } from '../store/exceptions.ts';
import { unpublishMappings } from '../store/mappings.ts';
import { countUnfinished } from '../store/pushes.ts';
import { findConnection, requireOrg } from './connections.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { unknown } from './refuse.ts';

/**
 * Takes a connection out of use and forgets its secret; its orders, exceptions, mapping versions and the trail stay. Refused while
 * something that is not finished names it. A connection that is added under the name later begins anew.
 */
export async function removeConnection(parts: RegistryParts, orgId: string, name: string, reason: string, by: Actor): Promise<void> {
  await parts.db.transaction().execute(async (db) => {
    await requireOrg(db, orgId);
    const before = await findConnection(db, orgId, name);
    if (before === null) throw unknown('Connection', name);
    const uses = await usesOf(db, orgId, name);
    if (uses.length > 0) throw new CrossledgerError('connection.in-use', { connection: name, uses: uses.join(', ') });
    const removedAt = instant(parts.clock.now());
    await db.updateTable('connections').set({ removed_at: removedAt, secret_sealed: null }).where('org_id', '=', orgId).where('name', '=', name).execute();
    await unpublishMappings(db, orgId, name);
    await parts.audit(db, { orgId, actor: by.actor, action: 'connection.removed', subject: `connection/${name}`, reason, before, after: { removedAt }, requestId: by.requestId });
  });
}

async function usesOf(db: Database, orgId: string, name: string): Promise<string[]> {
  const rules = await db.selectFrom('routing').select('position').where('org_id', '=', orgId).where('connection', '=', name).execute();
  const [orders, exceptions] = [await countUnfinished(db, orgId, name), await countOpenExceptions(db, orgId, name)];
  return [counted(orders, 'order that is not finished', 'orders that are not finished'), counted(rules.length, 'routing rule', 'routing rules'), counted(exceptions, 'open exception', 'open exceptions')].filter((use) => use !== '');
}

const counted = (count: number, one: string, many: string): string => (count === 0 ? '' : `${count} ${count === 1 ? one : many}`);
