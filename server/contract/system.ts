import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';

const upOrDown = z.object({ status: z.enum(['up', 'down']) });

export const healthz = defineEndpoint({ id: 'healthz', method: 'GET', path: '/healthz', summary: 'The process runs', access: { kind: 'open' }, reply: upOrDown });
export const readyz = defineEndpoint({ id: 'readyz', method: 'GET', path: '/readyz', summary: 'The process can serve', access: { kind: 'open' }, reply: upOrDown });
export const openapi = defineEndpoint({ id: 'openapi', method: 'GET', path: '/openapi.json', summary: 'This contract as OpenAPI 3.1', access: { kind: 'open' }, reply: z.record(z.string(), z.unknown()) });
export const metrics = defineEndpoint({ id: 'metrics', method: 'GET', path: '/metrics', summary: 'Prometheus metrics', access: { kind: 'operator', role: 'viewer' }, reply: z.string(), produces: 'text/plain' });

/** What the backend understood of the caller's token: the round trip of a connection test. */
export const whoami = defineEndpoint({
  id: 'whoami',
  method: 'GET',
  path: '/v1/whoami',
  summary: 'Org, user and permissions of the calling token',
  access: { kind: 'org' },
  reply: z.object({ orgId: z.string(), orgName: z.string(), userId: z.string(), sandbox: z.boolean(), permissions: z.array(z.string()), skewSeconds: z.number(), requestId: z.string() }),
});
