import type { RoutingRule } from './org-bundle.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { invalid, unknown } from './refuse.ts';

/** Replaces the routing rules of an org; each must name a connection that exists. */
export async function putRouting(parts: RegistryParts, orgId: string, rules: readonly RoutingRule[], by: Actor): Promise<void> {
  await parts.db.transaction().execute(async (db) => {
    if (!(await db.selectFrom('orgs').select('id').where('id', '=', orgId).forUpdate().executeTakeFirst())) throw unknown('Org', orgId);
    const names = new Set((await db.selectFrom('connections').select('name').where('org_id', '=', orgId).where('removed_at', 'is', null).execute()).map((row) => row.name));
    rules.forEach((rule, index) => {
      if (!names.has(rule.connection)) throw invalid(`rules[${index}].connection: there is no connection "${rule.connection}"`);
    });
    const before = await db.selectFrom('routing').select(['country', 'connection', 'company']).where('org_id', '=', orgId).orderBy('position').execute();
    await db.deleteFrom('routing').where('org_id', '=', orgId).execute();
    if (rules.length > 0) await db.insertInto('routing').values(rules.map((rule, position) => ({ org_id: orgId, position, ...rule }))).execute();
    await parts.audit(db, { orgId, actor: by.actor, action: 'routing.changed', subject: 'routing', before, after: rules, requestId: by.requestId });
  });
}
