import { defaultText } from '../mapping/defaults.ts';
import type { KeyField } from '../mapping/protected.ts';
import type { MappedErp, MappedObject, MappingDocument } from '../mapping/document.ts';
import { parseMapping } from '../mapping/parse-mapping.ts';
import type { Database } from '../store/database.ts';
import { addMappingVersion, findMapping, lockMapping, mappingVersion, mappingVersions, publishMapping as storePublished, type MappingPlace, type MappingVersion } from '../store/mappings.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { invalid, unknown } from './refuse.ts';

const MOST_PROBLEMS = 8;

/** A document of a connection: which version serves, and which is the newest. */
export interface MappingState {
  id: string;
  object: MappedObject;
  published: number;
  newest: number;
}

export interface Place extends MappingPlace {
  object: MappedObject;
  erp: MappedErp;
  /** Field of the order header that carries the key. */
  keyField: KeyField | undefined;
}

export const idOf = (place: MappingPlace): string => `${place.orgId}~${place.connection}~${place.object}`;

export async function mappingState(db: Database, place: Place): Promise<MappingState> {
  const head = await findMapping(db, place);
  const newest = head === undefined ? 0 : ((await mappingVersions(db, head.id))[0]?.version ?? 0);
  return { id: idOf(place), object: place.object, published: head?.published ?? 0, newest };
}

/** The text of one version; 0 is the shipped document. */
export async function mappingText(db: Database, place: Place, version: number): Promise<string> {
  if (version === 0) return defaultText(place.erp, place.object, { keyField: place.keyField });
  const head = await findMapping(db, place);
  const found = head === undefined ? undefined : await mappingVersion(db, head.id, version);
  if (found === undefined) throw unknown(`Version ${version} of the mapping`, place.object);
  return found.text;
}

export async function mappingHistory(db: Database, place: Place): Promise<Omit<MappingVersion, 'text'>[]> {
  const head = await findMapping(db, place);
  return head === undefined ? [] : (await mappingVersions(db, head.id)).map(({ text: _text, ...version }) => version);
}

/** Reads a document and holds it against its place; throws `request.invalid` naming the line. */
export function documentFor(place: Place, text: string): MappingDocument {
  const { document, problems } = parseMapping(text);
  if (document === null) throw invalid(problems.slice(0, MOST_PROBLEMS).map((problem) => `line ${problem.line}, ${problem.field}: ${problem.sentence}`).join(' '));
  if (document.object !== place.object || document.erp !== place.erp) throw invalid(`the document is for ${document.object} in ${document.erp}, not for ${place.object} in ${place.erp}`);
  return document;
}

/** Adds a version that does not serve yet; returns its number. */
export async function saveMapping(parts: RegistryParts, place: Place, input: { text: string; reason: string }, by: Actor): Promise<number> {
  documentFor(place, input.text);
  return parts.db.transaction().execute(async (db) => {
    const head = await lockMapping(db, place);
    const version = await addMappingVersion(db, head.id, { text: input.text, author: by.actor, reason: input.reason });
    await parts.audit(db, { orgId: place.orgId, actor: by.actor, action: 'mapping.saved', subject: `mapping/${place.connection}/${place.object}`, reason: input.reason, before: null, after: { version }, requestId: by.requestId });
    return version;
  });
}

/** Lets a version serve. The caller has checked it. */
export async function publishMapping(parts: RegistryParts, place: Place, input: { version: number; reason: string }, by: Actor): Promise<void> {
  await mappingText(parts.db, place, input.version);
  await parts.db.transaction().execute(async (db) => {
    const head = await lockMapping(db, place);
    await storePublished(db, head.id, input.version);
    await parts.audit(db, { orgId: place.orgId, actor: by.actor, action: 'mapping.published', subject: `mapping/${place.connection}/${place.object}`, reason: input.reason, before: { version: head.published }, after: { version: input.version }, requestId: by.requestId });
  });
}
