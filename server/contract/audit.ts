import * as z from 'zod';
import { AUDIT_EXPORT_FORMAT } from '../kernel/audit-hash.ts';
import { defineEndpoint } from './endpoint.ts';
import { orderKeyText, salesforceId } from './names.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One entry of the trail, as listed and as exported. Instants are UTC. */
export const auditEntry = z.object({
  seq: z.int().min(1).describe('place in the chain of its org, without gaps'),
  at: z.string(),
  orgId: z.string().nullable(),
  actor: z.string().describe('who: `operator:<name> (<id>)`, `user:<Salesforce id>` or `crossledger`'),
  action: z.string().describe('what: `object.past-tense`'),
  subject: z.string().describe('which record; for orders their key'),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable().describe('the thread from the first request to the last consequence'),
  prevHash: hash,
  hash,
});
export type AuditEntryView = z.infer<typeof auditEntry>;

/** First line of an export. */
export const auditExportHead = z.object({ format: z.literal(AUDIT_EXPORT_FORMAT), orgId: z.string().nullable(), firstSeq: z.int(), exportedAt: z.string() });
/** Last line of an export: how many entries stand before it, and the hash of the last one. Without it the export was cut. */
export const auditExportEnd = z.object({ end: z.literal(true), count: z.int(), lastSeq: z.int().nullable(), lastHash: hash });

const orgParams = z.strictObject({ orgId: salesforceId });
const span = {
  since: z.iso.datetime().optional().describe('from this instant on'),
  until: z.iso.datetime().optional().describe('before this instant'),
};

export const listAudit = defineEndpoint({
  id: 'listAudit', method: 'GET', path: '/v1/orgs/:orgId/audit', summary: 'Audit trail of an org, newest first',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' }, params: orgParams,
  query: z.strictObject({
    subject: z.string().min(1).max(200).optional().describe('one record: an order\'s key, `connection/main`, …'),
    opportunity: salesforceId.optional().describe('the orders of one deal'),
    correlationId: z.string().min(1).max(100).optional(),
    action: z.string().min(1).max(80).optional(),
    ...span,
    limit: z.coerce.number().int().min(1).max(500).default(100),
    after: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  }),
  reply: z.object({ rows: z.array(auditEntry), next: z.int().nullable() }),
});

export const exportAudit = defineEndpoint({
  id: 'exportAudit', method: 'GET', path: '/v1/orgs/:orgId/audit/export', summary: 'Audit trail of an org, oldest first, as lines of JSON: a head, the entries, an end with count and last hash',
  access: { kind: 'operator', role: 'viewer' }, params: orgParams, query: z.strictObject(span),
  reply: z.string(), produces: 'application/x-ndjson',
});

const instantOrNull = z.string().nullable();

/** An order with the key as the ERP has it now. */
const foundOrder = z.object({
  number: z.string(), customerNumber: z.string(), status: z.string(), cancelled: z.boolean(), held: z.boolean(),
  total: z.string().nullable(), currency: z.string().nullable(), lines: z.int(), link: z.string().nullable(),
});

/** The proof of one order. Instants are UTC; amounts are decimal text in the named currency. */
export const certificate = z.object({
  key: z.string(),
  orgId: z.string(),
  opportunityId: z.string(),
  correlationId: z.string().nullable(),
  connection: z.string().nullable(),
  company: z.string().nullable(),
  intent: z.object({ cycle: z.int(), origin: z.string(), actor: z.string().nullable(), wantedAt: z.string(), acceptedAt: z.string() }),
  state: z.string(),
  attempts: z.int(),
  /** Every write, look-up and read-back, oldest first. */
  steps: z.array(z.object({ step: z.string(), attempt: z.int(), at: z.string(), doneAt: instantOrNull, outcome: z.string(), detail: z.string().nullable() })),
  order: z.object({ number: z.string(), customerNumber: z.string().nullable(), link: z.string().nullable(), sentAt: instantOrNull }).nullable(),
  /** What was planned beside what the ERP has now; null when there is nothing to compare. */
  readBack: z.object({
    at: z.string(), equal: z.boolean(), difference: z.string().nullable(), compared: z.array(z.string()),
    lines: z.array(z.object({ reference: z.string().nullable(), planned: z.record(z.string(), z.string().nullable()).nullable(), found: z.record(z.string(), z.string().nullable()).nullable() })),
  }).nullable(),
  /** By `crossledger`, which takes its hold off, or by the rule of the `erp`; null while neither is known. */
  released: z.object({ at: instantOrNull, by: z.enum(['crossledger', 'erp']) }).nullable(),
  writtenBack: z.object({ at: z.string(), orderNumber: z.string().nullable() }).nullable(),
  /** The look-up that this certificate made itself. */
  lookUp: z.object({ at: z.string(), answered: z.boolean(), problem: z.string().nullable(), orders: z.array(foundOrder), lastAnsweredAt: instantOrNull }),
  verdict: z.enum(['one', 'none', 'several', 'unknown']),
  statement: z.string(),
  trail: z.array(auditEntry.omit({ before: true, after: true })),
});
export type Certificate = z.infer<typeof certificate>;

export const readCertificate = defineEndpoint({
  id: 'readCertificate', method: 'GET', path: '/v1/orders/:key/certificate', summary: 'Proof of one order; looks its key up in the ERP now',
  access: { kind: 'org', permission: 'Crossledger_Send_Orders' }, params: z.strictObject({ key: orderKeyText }), reply: certificate,
});
export const showCertificate = defineEndpoint({
  id: 'showCertificate', method: 'GET', path: '/v1/orgs/:orgId/orders/:key/certificate', summary: 'Proof of one order for an operator; looks its key up in the ERP now',
  access: { kind: 'operator', role: 'viewer' }, params: orgParams.extend({ key: orderKeyText }), reply: certificate,
});
