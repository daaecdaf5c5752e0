import * as z from 'zod';
import { isoInstant } from '../model/parts.ts';
import { words } from '../model/words.ts';
import { defineEndpoint } from './endpoint.ts';
import { salesforceId } from './names.ts';

/** One link, tested now. `warning`: it works, and somebody should look. `skipped`: it could not be tested, because another check failed. */
export const doctorCheck = z.object({
  /** Stable name, `org.sign-in`, `connection.main.company`. */
  id: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  /** Class of what was found, `area.reason`; null when all is well. */
  code: z.string().nullable(),
  /** What was found, one sentence or two. */
  says: z.string(),
  /** What to do; null when nothing is. */
  fix: z.string().nullable(),
  fixer: z.enum(['rep', 'admin', 'finance', 'erp', 'nobody']).nullable(),
  tookMs: z.int(),
  /** Of `says` and `fix`; absent in what the command line tests itself. */
  words: words.optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;

export const doctorReport = z.object({
  /** No check failed. */
  ok: z.boolean(),
  checkedAt: isoInstant,
  checks: z.array(doctorCheck),
});
export type DoctorReport = z.infer<typeof doctorReport>;

export const runDoctor = defineEndpoint({
  id: 'runDoctor', method: 'GET', path: '/v1/orgs/:orgId/doctor', summary: 'Tests every link of an org now: sign-in to Salesforce, package, certificate, each ERP connection, mappings, routing, what waits; writes nothing',
  access: { kind: 'operator', role: 'viewer' }, params: z.strictObject({ orgId: salesforceId }), reply: doctorReport,
});
