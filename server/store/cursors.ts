import type { Database } from './database.ts';

export async function readCursor(db: Database, orgId: string, name: string): Promise<string | null> {
  const row = await db.selectFrom('cursors').select('value').where('org_id', '=', orgId).where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

export async function writeCursor(db: Database, orgId: string, name: string, value: string): Promise<void> {
  await db.insertInto('cursors').values({ org_id: orgId, name, value }).onConflict((conflict) => conflict.columns(['org_id', 'name']).doUpdateSet({ value })).execute();
}
