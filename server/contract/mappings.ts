import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { connectionName, salesforceId } from './names.ts';

/** What a mapping document describes. */
export const MAPPING_OBJECTS = ['customer', 'contact', 'order', 'order-line'] as const;
export const mappingObject = z.enum(MAPPING_OBJECTS);
export type MappingObject = z.infer<typeof mappingObject>;

const documentParams = z.strictObject({ orgId: salesforceId, connection: connectionName, object: mappingObject });
/** Org, connection and object of a document in one text. */
const mappingId = z.string().regex(/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?~[a-z0-9][a-z0-9-]{0,39}~(customer|contact|order|order-line)$/, 'an id as the list of mappings gives it');
const reason = z.string().min(3).max(500);
const versionNumber = z.int().min(0).max(100_000);

/** `error` forbids publishing; `warning` does not. */
export const mappingFinding = z.object({ level: z.enum(['error', 'warning']), target: z.string().nullable(), says: z.string() });
export type MappingFinding = z.infer<typeof mappingFinding>;

export const mappingHead = z.object({
  /** For the dry run: org, connection and object. */
  id: z.string(),
  object: mappingObject,
  /** The version that serves; 0 is the document that is shipped. */
  published: versionNumber,
  /** The newest version, which may be a draft. */
  newest: versionNumber,
});
export const mappingVersionView = z.object({ version: versionNumber, author: z.string(), reason: z.string(), createdAt: z.string() });
export const mappingView = mappingHead.extend({ version: versionNumber, text: z.string(), findings: z.array(mappingFinding) });

export const listMappings = defineEndpoint({
  id: 'listMappings', method: 'GET', path: '/v1/orgs/:orgId/connections/:connection/mappings', summary: 'Mapping documents of a connection and which version of each serves',
  access: { kind: 'operator', role: 'viewer' }, params: documentParams.omit({ object: true }), reply: z.object({ rows: z.array(mappingHead) }),
});
export const readMapping = defineEndpoint({
  id: 'readMapping', method: 'GET', path: '/v1/orgs/:orgId/connections/:connection/mappings/:object', summary: 'A mapping document as YAML, the one that serves or a given version, with what is wrong with it',
  access: { kind: 'operator', role: 'viewer' }, params: documentParams, query: z.strictObject({ version: z.coerce.number().int().min(0).optional() }), reply: mappingView,
});
export const saveMapping = defineEndpoint({
  id: 'saveMapping', method: 'PUT', path: '/v1/orgs/:orgId/connections/:connection/mappings/:object', summary: 'Saves a mapping document as a new version that does not serve yet; a text that is no mapping document is refused',
  access: { kind: 'operator', role: 'admin' }, params: documentParams, body: z.strictObject({ text: z.string().min(1).max(200_000), reason }), reply: mappingView,
});
export const publishMapping = defineEndpoint({
  id: 'publishMapping', method: 'POST', path: '/v1/orgs/:orgId/connections/:connection/mappings/:object/publish', summary: 'Lets a version serve, picked up while running; also the way back to a former version or, with 0, to the shipped one',
  access: { kind: 'operator', role: 'admin' }, params: documentParams, body: z.strictObject({ version: versionNumber, reason }), reply: mappingView,
});
export const mappingHistory = defineEndpoint({
  id: 'mappingHistory', method: 'GET', path: '/v1/orgs/:orgId/connections/:connection/mappings/:object/history', summary: 'Versions of a mapping document, newest first',
  access: { kind: 'operator', role: 'viewer' }, params: documentParams, reply: mappingHead.extend({ rows: z.array(mappingVersionView) }),
});
const mappingChange = z.object({ change: z.enum(['added', 'removed', 'changed']), company: z.string().describe('empty for all companies'), target: z.string(), says: z.string() });
export const diffMapping = defineEndpoint({
  id: 'diffMapping', method: 'GET', path: '/v1/orgs/:orgId/connections/:connection/mappings/:object/diff', summary: 'What one version changes against another, field by field; 0 is the shipped document',
  access: { kind: 'operator', role: 'viewer' }, params: documentParams,
  query: z.strictObject({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) }),
  reply: z.object({
    /** One sentence for each change. */
    words: z.array(z.string()),
    changes: z.array(mappingChange),
  }),
});
export const checkMapping = defineEndpoint({
  id: 'checkMapping', method: 'POST', path: '/v1/orgs/:orgId/connections/:connection/mappings/:object/check', summary: 'What saving and publishing this text would find wrong, against the environment as it is, and what it changes against the document that serves; saves nothing',
  access: { kind: 'operator', role: 'viewer' }, params: documentParams, body: z.strictObject({ text: z.string().min(1).max(200_000) }),
  reply: z.object({
    /** Whether it could be published. */
    ok: z.boolean(),
    /** The version that it was compared with. */
    published: versionNumber,
    findings: z.array(mappingFinding.extend({ line: z.int().nullable() })),
    changes: z.array(mappingChange),
  }),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]).nullable();
export const fieldExplanation = z.object({
  target: z.string(),
  /** Path, `constant`, or the expression. */
  source: z.string(),
  raw: scalar,
  steps: z.array(z.object({ what: z.string(), result: scalar })),
  /** What goes over the wire; null when nothing does. */
  result: scalar,
  /** The rule that decided, or why nothing is sent. */
  rule: z.string(),
  note: z.string().optional(),
});
export const dryRunMapping = defineEndpoint({
  id: 'dryRunMapping', method: 'POST', path: '/v1/mappings/:mappingId/dry-run', summary: 'Shows for a real deal what the document makes of each field; writes nothing',
  access: { kind: 'operator', role: 'viewer' }, params: z.strictObject({ mappingId }),
  body: z.strictObject({ opportunityId: salesforceId, version: versionNumber.optional() }),
  reply: z.object({
    object: mappingObject,
    version: versionNumber,
    /** One for the header, customer or contact; one for each line. */
    records: z.array(z.object({ record: z.string(), fields: z.array(fieldExplanation), problems: z.array(z.object({ target: z.string(), says: z.string(), fixer: z.string() })) })),
  }),
});
