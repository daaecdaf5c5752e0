import * as z from 'zod';
import { connectionSettings } from './admin.ts';
import { defineEndpoint } from './endpoint.ts';
import { connectionName, salesforceId } from './names.ts';

/** With what one signs in to an ERP. */
export const connectionTrial = connectionSettings.pick({ erp: true, baseUrl: true, tokenUrl: true, scope: true, clientId: true, clientSecret: true, environment: true });
export type ConnectionTrial = z.output<typeof connectionTrial>;

export const tryConnection = defineEndpoint({
  id: 'tryConnection', method: 'POST', path: '/v1/orgs/:orgId/connections/:connection/trial', summary: 'Signs in to an ERP with settings that are not saved and lists its companies; without a secret, with that of the connection of this name. Writes nothing and keeps nothing',
  access: { kind: 'operator', role: 'admin', orgPermission: 'Crossledger_Administer' }, params: z.strictObject({ orgId: salesforceId, connection: connectionName }), body: connectionTrial,
  reply: z.object({ companies: z.array(z.object({ id: z.string(), name: z.string() })) }),
});
