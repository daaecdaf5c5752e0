import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface MappingPlace {
  orgId: string;
  connection: string;
  object: string;
}

/** Which version of a document serves. */
export interface MappingHead extends MappingPlace {
  id: string;
  /** 0: the document that is shipped. */
  published: number;
}

export interface MappingVersion {
  version: number;
  /** YAML as it was written. */
  text: string;
  author: string;
  reason: string;
  createdAt: string;
}

const HEAD = ['id', 'org_id as orgId', 'connection', 'object', 'published'] as const;

/** Makes the document's row if it is missing, and locks it until the transaction ends. */
export async function lockMapping(db: Database, place: MappingPlace): Promise<MappingHead> {
  await db.insertInto('mappings').values({ org_id: place.orgId, connection: place.connection, object: place.object })
    .onConflict((conflict) => conflict.columns(['org_id', 'connection', 'object']).doNothing()).execute();
  return db.selectFrom('mappings').select(HEAD).where('org_id', '=', place.orgId).where('connection', '=', place.connection).where('object', '=', place.object).forUpdate().executeTakeFirstOrThrow();
}

export const findMapping = (db: Database, place: MappingPlace): Promise<MappingHead | undefined> =>
  db.selectFrom('mappings').select(HEAD).where('org_id', '=', place.orgId).where('connection', '=', place.connection).where('object', '=', place.object).executeTakeFirst();

/** Ids are not secret: the caller checks that the org may be seen. */
export const findMappingById = (db: Database, id: string): Promise<MappingHead | undefined> =>
  db.selectFrom('mappings').select(HEAD).where('id', '=', id).executeTakeFirst();

/** The shipped documents serve again; the versions stay. */
export async function unpublishMappings(db: Database, orgId: string, connection: string): Promise<void> {
  await db.updateTable('mappings').set({ published: 0 }).where('org_id', '=', orgId).where('connection', '=', connection).execute();
}

/** Adds the next version of a locked document; returns its number. */
export async function addMappingVersion(db: Database, id: string, version: { text: string; author: string; reason: string }): Promise<number> {
  const row = await sql<{ version: number }>`
    insert into mapping_versions (mapping_id, version, text, author, reason)
    select ${id}::uuid, coalesce(max(version), 0) + 1, ${version.text}, ${version.author}, ${version.reason} from mapping_versions where mapping_id = ${id}::uuid
    returning version`.execute(db);
  return Number(row.rows[0]?.version);
}

export async function publishMapping(db: Database, id: string, version: number): Promise<void> {
  await db.updateTable('mappings').set({ published: version }).where('id', '=', id).execute();
}

/** Newest first, at most 200. */
export async function mappingVersions(db: Database, id: string): Promise<MappingVersion[]> {
  return db.selectFrom('mapping_versions').select(['version', 'text', 'author', 'reason', 'created_at as createdAt']).where('mapping_id', '=', id).orderBy('version', 'desc').limit(200).execute();
}

export const mappingVersion = (db: Database, id: string, version: number): Promise<MappingVersion | undefined> =>
  db.selectFrom('mapping_versions').select(['version', 'text', 'author', 'reason', 'created_at as createdAt']).where('mapping_id', '=', id).where('version', '=', version).executeTakeFirst();

export interface PublishedMapping {
  connection: string;
  object: string;
  version: number;
  text: string;
}

/** The documents of an org that replace shipped ones. */
export const publishedMappings = (db: Database, orgId: string): Promise<PublishedMapping[]> =>
  db
    .selectFrom('mappings')
    .innerJoin('mapping_versions', (join) => join.onRef('mapping_versions.mapping_id', '=', 'mappings.id').onRef('mapping_versions.version', '=', 'mappings.published'))
    .select(['mappings.connection', 'mappings.object', 'mapping_versions.version', 'mapping_versions.text'])
    .where('mappings.org_id', '=', orgId)
    .execute();
