import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { salesforceId } from './names.ts';

/** What is known of one connection without asking the ERP. Instants are UTC. */
export const connectionHealth = z.object({
  name: z.string(),
  /** `unknown`: this instance has not called the ERP since it started. */
  signIn: z.enum(['in', 'failed', 'unknown']),
  /** When the ERP last answered anything. */
  lastSuccessAt: z.string().nullable(),
  lastFailure: z.object({ at: z.string(), code: z.string(), sentence: z.string(), next: z.string().nullable() }).nullable(),
  /** Of the instance that answers: calls under way and waiting, beside what it may use now. */
  limits: z.object({ concurrency: z.int(), running: z.int(), waiting: z.int(), ratePerSecond: z.number(), pausedUntil: z.string().nullable().describe('the ERP asked for a pause') }),
  /** Orders that are not finished, by state. */
  backlog: z.record(z.string(), z.int()),
  /** Of them and of deals that changed after sending, how many wait for a decision. */
  exceptions: z.int(),
});
export type ConnectionHealth = z.infer<typeof connectionHealth>;

export const readConnectionHealth = defineEndpoint({
  id: 'readConnectionHealth', method: 'GET', path: '/v1/orgs/:orgId/connection-health', summary: 'How each connection of an org is doing, from what is known; calls no ERP',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' }, params: z.strictObject({ orgId: salesforceId }), reply: z.object({ rows: z.array(connectionHealth) }),
});
